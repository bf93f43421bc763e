"""Whose eyes steps are seen with, and what that asks of the viewer."""

from __future__ import annotations

import unittest
from typing import Any

from lp_persistence.bugs.interfaces import IBugs, IBugTasks
from lp_persistence.context import Context
from lp_persistence.fields import Collection, Count, Reference, permitted_name
from lp_persistence.model import Model, get_model
from lp_persistence.planning.looking import Looking
from lp_persistence.steps import ALL_PERMITTED, NOBODY, RANK, SOMEBODY
from lp_persistence.testing.layers import MEMORY
from lp_persistence.tests.things import an_id, thing

EDIT = permitted_name("launchpad.Edit")


class LookingTests(unittest.TestCase):
    layer = MEMORY

    def whose(self, interface: str, name: str) -> dict[str | None, str | None]:
        """By who looks whose eyes an attribute is seen with."""
        model = get_model()
        return {
            who: Looking(model, who).whose(interface, name)
            for who in (None, NOBODY, SOMEBODY)
        }

    def asked(self, interface: str, *names: str) -> tuple[set[str], set[str]]:
        """What somebody is asked for them, and who is counted."""
        looking = Looking(get_model(), SOMEBODY)
        for name in names:
            looking.whose(interface, name)
        return looking.facts, looking.interfaces

    def test_what_is_the_same_for_all(self) -> None:
        """Nobody has to look, and nothing is asked; a rank is no attribute."""
        for name in ("id", "heat", "is_private", "computed_heat", "reporter", *RANK):
            self.assertEqual({None}, set(self.whose("IBug", name).values()))
        self.assertEqual((set(), set()), self.asked("IBug", "heat", "is_private"))

    def test_facts_that_take_the_viewer(self) -> None:
        """Who sees everything is nobody in particular."""
        expected = {None: NOBODY, NOBODY: NOBODY, SOMEBODY: SOMEBODY}
        self.assertEqual(expected, self.whose("IBug", "is_mine"))
        self.assertEqual(({"person"}, set()), self.asked("IBug", "is_mine"))

    def test_counts_and_permissions(self) -> None:
        """Who sees everything is a third one."""
        expected = {None: ALL_PERMITTED, NOBODY: NOBODY, SOMEBODY: SOMEBODY}
        for name in ("subscriber_count", EDIT):
            self.assertEqual(expected, self.whose("IBug", name))
        self.assertEqual(({"teams"}, set()), self.asked("IBug", EDIT))
        self.assertEqual(
            ({"admins", "teams"}, {"IPerson"}), self.asked("IBug", "subscriber_count")
        )

    def test_counts_of_what_is_not_hidden(self) -> None:
        """All see the same, so that all ask alike; over other edges as well."""
        model = Model()
        edges: dict[str, Any] = {
            "owner": Reference("IThing"),
            "parts": Collection("IThing", inverse="owner"),
            "grains": Collection("IThing", over=("parts", "parts")),
        }
        counts: Any = {"part_count": Count("parts"), "grain_count": Count("grains")}
        model.register(thing(id=an_id(), **edges, **counts))
        for name in counts:
            looking = Looking(model, NOBODY)
            self.assertEqual(ALL_PERMITTED, looking.whose("IThing", name))
            self.assertEqual({"IThing"}, looking.interfaces)

    def test_counts_of_what_is_seen_with_its_owner(self) -> None:
        """Nobody asks the rule of each: whoever sees the bug sees its comments."""
        self.assertEqual(
            {ALL_PERMITTED}, set(self.whose("IBug", "comment_count").values())
        )
        self.assertEqual((set(), {"IComment"}), self.asked("IBug", "comment_count"))

    def test_paths(self) -> None:
        """Of what is read along, and of what members are reached over."""
        looking, context = Looking(get_model(), NOBODY), Context()
        tasks: Any = IBugTasks(context)
        for group, path, expected in (
            (tasks, ("bug", "is_mine"), NOBODY),
            (tasks, ("bug", "heat"), None),
            (tasks, ("bug", "reporter", "member_count"), NOBODY),
            (tasks.reach("bug"), ("is_mine",), NOBODY),
            (tasks.reach("bug"), ("#via", "id"), None),
            (IBugs(context).reach("reporter"), ("#via", "is_mine"), NOBODY),
        ):
            self.assertEqual(expected, looking.whose_path(group.node, path))
