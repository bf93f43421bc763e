"""Groups of any size, read window by window."""

from __future__ import annotations

from typing import Any
from weakref import ref

import transaction

from lp_persistence.bugs.interfaces import IBugs
from lp_persistence.context import Context
from lp_persistence.errors import (
    InvalidValue,
    NotAllowed,
    NotRealised,
    StaleContext,
    TooManyRows,
)
from lp_persistence.people.entities import Person
from lp_persistence.people.interfaces import IPersons
from lp_persistence.pillars.interfaces import IDistributions
from lp_persistence.testing.measuring import measured
from lp_persistence.tests.village import ADA, CRASH, EXIT, SECRET, TYPO, Village


class WindowTests(Village):
    def ids(self, windows: Any) -> list[list[int]]:
        return [[member.id for member in window] for window in windows]

    def test_they_are_the_group_in_its_order(self):
        """Whatever their size; None is the largest."""
        for size, expected in (
            (1, [[TYPO], [SECRET], [CRASH], [EXIT]]),
            (2, [[TYPO, SECRET], [CRASH, EXIT]]),
            (3, [[TYPO, SECRET, CRASH], [EXIT]]),
            (1000, [[TYPO, SECRET, CRASH, EXIT]]),
        ):
            context = Context(viewer=Person(id=ADA))
            bugs = IBugs(context).ordered_by("-heat")
            self.assertEqual(expected, self.ids(context.windows(bugs, size)))

    def test_needs_come_with_them(self):
        """Those of whoever they lead to as well, and of what they begin with."""

        def asked(context: Context) -> Any:
            distros = IDistributions(context).filter(name="ubuntu")
            bugs = distros.need("displayname").hot_bugs(limit=2).need("heat")
            bugs.get_subscribers().get_teams()
            return bugs

        def shown(bugs: Any) -> list[Any]:
            return [
                (bug.distro.displayname, bug.heat, *(each.teams for each in people))
                for bug in bugs
                for people in [bug.subscribers]
            ]

        whole, context = Context(), Context()
        bugs = asked(whole)
        whole.realise()
        windows = context.windows(asked(context), 1)
        self.assertEqual([[each] for each in shown(bugs)], [*map(shown, windows)])

    def test_what_is_looked_up_in_a_window_loads_that_alone(self):
        """The group is not loaded by it, nor what was asked of it, whose handle
        is kept; each window comes with its needs."""
        context = Context()
        bugs = IBugs(context).filter(heat=50).need("description")
        people = bugs.get_subscribers().need("visibility")
        shown = []
        for window in context.windows(bugs, 1):
            names = IPersons(context).of([ADA]).need("name")
            with measured() as sent:
                realisation = context.realise()
            self.assertLessEqual(realisation.rows, 1)
            self.assertNotIn("IBugs", " ".join(map(str, sent.statements)))
            self.assertEqual("ada", names.one().name)
            (bug,) = window
            shown.append((bug.description, [p.visibility for p in bug.subscribers]))
        self.assertEqual(2, len(shown))
        for group in (bugs, people):
            with self.assertRaisesRegex(
                NotRealised, r" is read in windows alone\. Say \.all\(\) to load it"
            ):
                len(group)

    def test_who_wants_it_as_well_has_it_loaded(self):
        """Another handle, or all()."""

        def again(context: Context, bugs: Any) -> Any:
            return IBugs(context).filter(heat=50)

        def all_of_it(context: Context, bugs: Any) -> Any:
            return bugs.all()

        for want in (again, all_of_it):
            context = Context()
            bugs = IBugs(context).filter(heat=50).need("description")
            people = bugs.get_subscribers()
            windows = context.windows(bugs, 1)
            next(windows)
            wanted = want(context, bugs)
            context.realise()
            self.assertEqual([CRASH, EXIT], [bug.id for bug in wanted])
            self.assertEqual(3, len(people))
            self.assertEqual(1, len(self.ids(windows)))

    def test_a_limit_and_a_place_hold_over_all_of_them(self):
        """The last window is cut short by the limit."""
        context = Context()
        first = IBugs(context).limit(1)
        context.realise()
        context = Context()
        bugs = IBugs(context).after(first.key(first.one())).limit(2)
        self.assertEqual([[EXIT], [TYPO]], self.ids(context.windows(bugs, 1)))
        none = IBugs(context).limit(0)
        self.assertEqual([], self.ids(context.windows(none, 1)))
        none = IBugs(context).filter(heat=7)
        self.assertEqual([], self.ids(context.windows(none, 1)))

    def test_the_whole_edge_is_not_loaded_for_it(self):
        """Though it was asked for."""
        context = Context()
        bugs = IPersons(context).filter(name="ben").need("name")
        subscribers = IBugs(context).filter(heat=50).get_subscribers()
        self.assertEqual([[1], [2], [4]], self.ids(context.windows(subscribers, 1)))
        with self.assertRaises(NotRealised):
            len(bugs)

    def test_the_viewers_facts_are_asked_for_once(self):
        """Every window is of the same viewer in the same transaction."""
        context = Context(viewer=Person(id=ADA))
        context.realise()
        bugs = IBugs(context).all()
        with measured() as sent:
            self.assertEqual(4, len(self.ids(context.windows(bugs, 1))))
        facts = [each for each in sent.statements if "facts" in str(each)]
        self.assertEqual(1, len(facts))

    def test_one_is_forgotten_before_another_is_read(self):
        """So that memory holds two of them at most."""
        context = Context()
        gone: list[Any] = []
        for window in context.windows(IBugs(context), 1):
            gone.append(ref(window.context))
            del window
            self.assertEqual(1, sum(each() is not None for each in gone))

    def test_the_bound_of_rows_is_each_windows(self):
        """A group may be larger than what memory may hold."""
        context = Context(most_rows=2)
        windows = context.windows(IBugs(context), 1)
        self.assertEqual([[CRASH], [EXIT], [TYPO]], self.ids(windows))
        with self.assertRaises(TooManyRows):
            self.ids(context.windows(IBugs(context), 3))

    def test_they_end_with_the_transaction(self):
        """As every context does."""
        context = Context()
        windows = context.windows(IBugs(context), 1)
        next(windows)
        transaction.abort()
        with self.assertRaises(StaleContext):
            next(windows)

    def test_what_has_no_windows(self):
        """It is told at once, with what to say instead."""
        context = Context()
        bugs = IBugs(context).filter(heat=50)
        people = bugs.get_subscribers()
        people.update(bugs.get_reporters())
        for group in (
            people,
            bugs.get_reporters(),
            bugs.get_subscribers(limit=1, each=True),
            bugs.limit(2).filter(heat=50),
        ):
            with self.assertRaisesRegex(NotAllowed, "can't be read in windows: all of"):
                context.windows(group)
        with self.assertRaisesRegex(NotAllowed, "is no group of this context"):
            context.windows(IBugs(Context()))
        wrong: tuple[Any, ...] = (0, -1, True, 1.5)
        for size in wrong:
            with self.assertRaisesRegex(InvalidValue, r"Context\.windows can't be"):
                context.windows(IBugs(context), size)
