"""How often rows are gone through, and in which order they may come."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from unittest.mock import patch

from lp_persistence.bugs.interfaces import IBugs
from lp_persistence.context import Context
from lp_persistence.hydration import hydrate
from lp_persistence.model import get_model
from lp_persistence.people.interfaces import IPersons
from lp_persistence.steps import Beside
from lp_persistence.tests.village import ADA, BEN, CRASH, DEVELOPERS, EXIT, Village


class Counted(list[Any]):
    """Rows that count how often somebody goes through them."""

    passes = 0

    def __iter__(self) -> Iterator[Any]:
        self.passes += 1
        return super().__iter__()


class Between:
    """A snapshot whose rows somebody changes on their way."""

    def __init__(self, snapshot: Any, change: Any):
        self._snapshot = snapshot
        self._change = change

    def __getattr__(self, name: str) -> Any:
        return getattr(self._snapshot, name)

    def run(self, step: Any, values: Any, keys: Any) -> Any:
        return self._change(step, self._snapshot.run(step, values, keys))


class PassesTests(Village):
    def changed(self, change: Any) -> Context:
        """A context whose rows are changed."""
        context = Context()
        context._snapshot = Between(self.backend.snapshot(context), change)
        return context

    def test_rows_of_a_fetch(self):
        """Once for their verdicts, once for their ids, once to fill the objects."""
        seen: list[Counted] = []

        def counted(step: Any, rows: Any) -> Any:
            seen.append(Counted(rows))
            return seen[-1]

        context = self.changed(counted)
        people = IPersons(context).of([ADA, BEN])
        context.realise()
        self.assertEqual(["Ada", "Ben"], [person.displayname for person in people])
        self.assertEqual([3], [rows.passes for rows in seen])

    def test_parts_that_were_read_at_once(self):
        """An engine that reads several parts of a union beside each other may give
        their rows in any order."""

        def mixed(step: Any, rows: Any) -> Any:
            is_beside = isinstance(step, Beside)
            return sorted(rows, key=lambda row: row[1]) if is_beside else rows

        context = self.changed(mixed)
        bugs = IBugs(context).of([CRASH, EXIT])
        bugs.get_subscribers()
        bugs.get_assignees()
        context.realise()
        crash, exit_ = bugs
        self.assertEqual([ADA, BEN], [each.id for each in crash.subscribers])
        self.assertEqual([BEN], [each.id for each in crash.assignees])
        self.assertEqual([ADA, DEVELOPERS], [each.id for each in exit_.subscribers])

    def test_truths_that_are_kept_as_numbers(self):
        """They are made truths with the objects, in no pass of their own."""

        def as_numbers(step: Any, rows: Any) -> Any:
            return [tuple(int(v) if type(v) is bool else v for v in r) for r in rows]

        for context in (Context(), self.changed(as_numbers)):
            people = IPersons(context).of([ADA, DEVELOPERS]).need("is_team")
            context.realise()
            ada, developers = people
            self.assertIs(False, ada.is_team)
            self.assertIs(True, developers.is_team)

    def test_groups_without_members(self):
        """Nothing is worked out for them, on rows of others or on none."""
        context = Context()
        tasks = IBugs(context).of([CRASH]).get_tasks()
        tasks.get_product().get_owner()
        tasks.get_milestone()
        IPersons(context).of([99]).get_teams()
        with patch.object(hydrate, "shape_of", wraps=hydrate.shape_of) as shape_of:
            context.realise()
        made = {call.args[1].name for call in shape_of.call_args_list}
        self.assertEqual({"IBug", "IBugTask"}, made)

    def test_what_follows_from_the_plan_is_worked_out_once(self):
        """The next context of the same shape finds it with the plan."""
        get_model().caches.clear()
        for expected in (True, False):
            context = Context()
            tasks = IBugs(context).of([CRASH]).get_tasks()
            tasks.get_distribution().get_icon()
            with patch.object(hydrate, "_layout", wraps=hydrate._layout) as layout:
                context.realise()
            self.assertEqual(expected, layout.called)
            self.assertEqual("1c0", tasks.first().distribution.icon.sha256)
