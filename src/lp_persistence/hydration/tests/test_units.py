"""Which groups share their objects, and which are made anew."""

from __future__ import annotations

from typing import Any

from lp_persistence.bugs.interfaces import IBugs
from lp_persistence.context import Context
from lp_persistence.group import Group
from lp_persistence.hydration.units import Unit, units_of, ways_back
from lp_persistence.loading import Loading
from lp_persistence.people.interfaces import IPersons
from lp_persistence.pillars.interfaces import IDistributions
from lp_persistence.tests.village import ADA, CRASH, DEBIAN, UBUNTU, Village


class UnitTests(Village):
    def setUp(self) -> None:
        super().setUp()
        self.context = Context()
        self.bugs = IBugs(self.context).of([CRASH])

    def unit(self, group: Group) -> Unit:
        """The unit of a group's members."""
        units = units_of(Loading(self.context.expressions).nodes)
        return next(unit for unit in units if group.node.number in unit.nodes)

    def test_groups_that_asked_for_the_same(self):
        """Of one type, with the same edges down to the last."""
        subscribers, reporters = self.bugs.get_subscribers(), self.bugs.get_reporters()
        self.assertIs(
            self.unit(subscribers).nodes.__class__, self.unit(reporters).nodes.__class__
        )
        self.assertEqual(self.unit(subscribers), self.unit(reporters))
        subscribers.get_teams()
        self.assertNotEqual(self.unit(subscribers), self.unit(reporters))
        reporters.get_teams()
        self.assertEqual(self.unit(subscribers), self.unit(reporters))
        subscribers.get_teams().need("is_valid")
        self.assertNotEqual(self.unit(subscribers), self.unit(reporters))

    def test_what_is_readable(self):
        """The brief, what was asked, and the ways back."""
        tasks = self.bugs.get_tasks().need("importance")
        unit = self.unit(tasks)
        self.assertEqual({"id", "status", "importance", "bug"}, unit.readable)
        self.assertEqual({"bug": self.unit(self.bugs).number}, unit.ways_back)

    def test_ways_back_that_no_row_keeps(self):
        """Each group of them is a unit of its own."""
        ubuntu = IDistributions(self.context).of([UBUNTU]).hot_bugs()
        debian = IDistributions(self.context).of([DEBIAN]).hot_bugs()
        self.assertNotEqual(self.unit(ubuntu), self.unit(debian))
        self.assertIn("distro", self.unit(ubuntu).readable)

    def test_what_was_asked_is_no_way_back(self):
        """It leads where it was asked to."""
        tasks = self.bugs.get_tasks()
        self.assertEqual(["bug"], list(ways_back(tasks.node)))
        tasks.get_bug()
        self.assertEqual([], list(ways_back(tasks.node)))


class StaleTests(Village):
    def test_what_leads_to_what_changed_is_made_anew(self):
        """And nothing else."""
        context = Context()
        bugs = IBugs(context).of([CRASH])
        subscribers = bugs.get_subscribers()
        others: Any = IPersons(context).of([ADA]).need("is_team")
        context.realise()
        before = bugs.one(), subscribers.first(), others.one()
        subscribers.need("is_valid")
        context.realise()
        self.assertIsNot(before[0], bugs.one())
        self.assertIsNot(before[1], subscribers.first())
        self.assertIs(before[2], others.one())
        self.assertTrue(bugs.one().subscribers[0].is_valid)
