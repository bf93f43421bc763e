"""What the tracker's factory makes."""

from __future__ import annotations

import unittest
from itertools import pairwise
from typing import Any

from zope.component.testing import PlacelessSetup
from zope.configuration.xmlconfig import XMLConfig

import lp_persistence
from lp_persistence.bugs.interfaces import IBug, IBugTask
from lp_persistence.memory.backend import MemoryBackend
from lp_persistence.people.interfaces import IEmailAddress
from lp_persistence.people.membership.interfaces import ITeamMembership
from lp_persistence.pillars.interfaces import IDistribution
from lp_persistence.steps import Column, Given, Scope, Select, Values
from lp_persistence.testing.tracker_factory import TrackerFactory


class TrackerFactoryTests(PlacelessSetup, unittest.TestCase):
    def setUp(self) -> None:
        super().setUp()
        XMLConfig("domain.zcml", lp_persistence)()
        self.backend = MemoryBackend()
        self.factory = TrackerFactory(self.backend)

    def value(self, interface: str, key: int, *path: str) -> Any:
        step = Select(Scope(interface, Given(0)), (Column(path),))
        [(_, value)] = self.backend.snapshot(None).run(step, Values(((key,),)), ())
        return value

    def test_persons(self):
        """Valid, unless told otherwise."""
        self.assertTrue(self.value("IPerson", self.factory.person(), "is_valid"))
        invalid = self.factory.person(valid=False)
        self.assertFalse(self.value("IPerson", invalid, "is_valid"))
        self.assertEqual(1, len(list(self.backend.dump(IEmailAddress))))

    def test_teams(self):
        """With members and an owner; private if told."""
        member = self.factory.person()
        team = self.factory.team(members=[member], private=True)
        self.assertTrue(self.value("IPerson", team, "is_valid_team"))
        self.assertEqual(30, self.value("IPerson", team, "visibility"))
        self.assertIsNone(self.value("IPerson", team, "account_status"))
        (membership,) = self.backend.dump(ITeamMembership)
        self.assertIn((team, member), pairwise(membership))
        owned = self.factory.team(team_owner=member)
        self.assertEqual(member, self.value("IPerson", owned, "team_owner"))

    def test_bugs_and_tasks(self):
        """What a task needs is made with it."""
        task = self.factory.task()
        self.assertIsNotNone(self.value("IBugTask", task, "bug", "reporter", "name"))
        self.assertIsNotNone(
            self.value("IBugTask", task, "distribution", "owner", "name")
        )
        bug = self.factory.bug(title="Broken")
        self.factory.task(bug=bug, distribution=None)
        counts = [len(list(self.backend.dump(i))) for i in (IBug, IBugTask)]
        self.assertEqual([2, 2], counts)
        self.assertEqual(1, len(list(self.backend.dump(IDistribution))))

    def test_pillars(self):
        """With owners, and active."""
        for interface, pillar in (
            ("IProduct", self.factory.product()),
            ("IProject", self.factory.project()),
        ):
            self.assertIsNotNone(self.value(interface, pillar, "owner", "name"))
        self.assertTrue(self.value("IProduct", 1, "active"))

    def test_series_and_milestones(self):
        """What they belong to is made with them."""
        series = self.factory.product_series()
        self.assertEqual(1, self.value("IProductSeries", series, "product"))
        release = self.factory.distro_series()
        self.assertEqual(1, self.value("IDistroSeries", release, "distribution"))
        milestone = self.factory.milestone(product_series=series, product=1)
        self.assertEqual(1, self.value("IMilestone", milestone, "product"))
        of_another = self.factory.milestone()
        self.assertEqual(2, self.value("IMilestone", of_another, "product"))

    def test_a_task_elsewhere(self):
        """Is in no distribution."""
        task = self.factory.task(product=self.factory.product())
        self.assertIsNone(self.value("IBugTask", task, "distribution"))
