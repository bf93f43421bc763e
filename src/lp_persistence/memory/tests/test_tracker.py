"""The tracker's rules in memory: hot bugs, private teams and bugs, validity."""

from __future__ import annotations

import unittest
from typing import Any

from zope.component.testing import PlacelessSetup
from zope.configuration.xmlconfig import XMLConfig

import lp_persistence
from lp_persistence.bugs.enums import BugTaskStatus, InformationType
from lp_persistence.bugs.interfaces import IAccessPolicy
from lp_persistence.memory.backend import MemoryBackend
from lp_persistence.steps import (
    NOBODY,
    RANK,
    SOMEBODY,
    By,
    Column,
    Everything,
    Follow,
    Followed,
    Keys,
    Scope,
    Select,
    Step,
    Test,
    Values,
    ViewerFacts,
)
from lp_persistence.testing.tracker_factory import TrackerFactory

ID = By(("id",))
FACTS = ("admins", "policies", "teams")


class TrackerTestCase(PlacelessSetup, unittest.TestCase):
    def setUp(self) -> None:
        super().setUp()
        XMLConfig("domain.zcml", lp_persistence)()
        self.backend = MemoryBackend()
        self.factory = TrackerFactory(self.backend)

    def run_step(
        self, step: Step, keys: Any = (), slots: Any = (), viewer: Any = None
    ) -> list[Any]:
        """The rows of a step, with all that there is to know of a viewer."""
        snapshot = self.backend.snapshot(None)
        facts: dict[str, set[int]] = {name: set() for name in FACTS}
        if viewer is not None:
            for number, key in snapshot.run(
                ViewerFacts(FACTS, "IPerson"), Values((viewer,)), ()
            ):
                facts[FACTS[number]].add(key)
        known = {name: frozenset(ids) for name, ids in facts.items()}
        return snapshot.run(step, Values(slots, known), (keys,))

    def seen(self, interface: str, keys: Any, viewer: Any) -> list[int]:
        """Which of these the viewer sees, as a fetch says it."""
        step = Select(Scope(interface, Keys(0), order=(ID,)), (), SOMEBODY)
        rows = self.run_step(step, keys, viewer=viewer)
        return [key for key, is_seen in rows if is_seen]


class HotBugTests(TrackerTestCase):
    def setUp(self) -> None:
        super().setUp()
        self.distribution = self.factory.distribution(name="ubuntu")

    def bug(self, *statuses: BugTaskStatus, **given: Any) -> int:
        bug = self.factory.bug(**given)
        for status in statuses or (BugTaskStatus.NEW,):
            self.factory.task(bug=bug, distribution=self.distribution, status=status)
        return bug

    def hot_bugs(self, limit: int, rule: str = NOBODY) -> list[Any]:
        scope = Scope(
            "IBug",
            Followed("IDistribution", "hot_bugs", Keys(0)),
            rule=rule,
            order=(By(("heat",), True), By(RANK), ID),
            limit=0,
        )
        step = Follow(scope, (Column(("heat",)), Column(RANK)))
        return self.run_step(step, [self.distribution], (limit,))

    def test_hottest_first_then_the_oldest_task(self):
        """The lowest of its unresolved tasks makes a bug stand where it does."""
        self.factory.task()
        late, early = self.factory.bug(heat=5), self.factory.bug(heat=5)
        for bug in early, late, early:
            self.factory.task(bug=bug, distribution=self.distribution)
        hot = self.bug(heat=6)
        found = self.hot_bugs(9)
        expected = [(hot, 6, 5), (early, 5, 2), (late, 5, 3)]
        self.assertEqual([(self.distribution, *row) for row in expected], found)
        self.assertEqual(found[:2], self.hot_bugs(2))

    def test_only_unresolved_bugs_that_are_no_duplicates(self):
        """A status that there is not makes nothing hot."""
        bug = self.bug(BugTaskStatus.FIXRELEASED, BugTaskStatus.TRIAGED)
        self.bug(BugTaskStatus.FIXRELEASED)
        self.bug(BugTaskStatus.UNKNOWN)
        self.bug(duplicate_of=bug)
        self.factory.task(distribution=self.distribution, status=77)
        self.assertEqual([bug], [row[1] for row in self.hot_bugs(9)])

    def test_hidden_bugs_take_no_place(self):
        """A limit counts those that the viewer sees."""
        self.bug(heat=9, information_type=InformationType.USERDATA)
        bug = self.bug(heat=1)
        self.assertEqual([bug], [row[1] for row in self.hot_bugs(1)])


class PrivacyTests(TrackerTestCase):
    def test_a_private_team_is_seen_by_its_participants(self):
        """Also by those who are in it over another team, and by admins."""
        member, other = self.factory.person(), self.factory.person()
        inner = self.factory.team(members=[member])
        team = self.factory.team(members=[inner], private=True)
        admin = self.factory.person()
        self.factory.team(name="admins", members=[admin])
        self.assertEqual([inner, team], self.seen("IPerson", [inner, team], member))
        self.assertEqual([inner], self.seen("IPerson", [inner, team], other))
        self.assertEqual([inner], self.seen("IPerson", [inner, team], None))
        self.assertEqual([inner, team], self.seen("IPerson", [inner, team], admin))

    def test_a_private_bug_is_seen_by_those_it_was_granted(self):
        """By itself or by one of its policies, over any number of teams."""
        granted, by_policy, other = (self.factory.person() for _ in range(3))
        inner = self.factory.team(members=[by_policy])
        team = self.factory.team(members=[inner])
        policy = self.factory.make(IAccessPolicy, grantees=[team])
        private = InformationType.PRIVATESECURITY
        bug = self.factory.bug(
            information_type=private, grantees=[granted], policies=[policy]
        )
        task = self.factory.task(bug=bug)
        for viewer, sees in (granted, True), (by_policy, True), (other, False):
            self.assertEqual([bug] * sees, self.seen("IBug", [bug], viewer))
            self.assertEqual([task] * sees, self.seen("IBugTask", [task], viewer))

    def test_a_kind_of_information_that_there_is_not_is_private(self):
        """Public is what says so."""
        bug = self.factory.bug(information_type=77)
        self.assertEqual([], self.seen("IBug", [bug], None))

    def test_a_task_of_no_known_bug_is_hidden(self):
        """Its rule reads a bug that holds nothing."""
        task = self.factory.task(bug=999)
        self.assertEqual([], self.seen("IBugTask", [task], None))


class PeopleTests(TrackerTestCase):
    def test_participants_of_teams_in_circles(self):
        """Each once, the team itself among them."""
        member = self.factory.person()
        first = self.factory.team(members=[member])
        second = self.factory.team(members=[first, member])
        self.factory.join(first, second)
        scope = Scope("IPerson", Followed("IPerson", "participants", Keys(0)))
        rows = sorted(self.run_step(Follow(scope), [first]))
        self.assertEqual([(first, k) for k in sorted((member, first, second))], rows)
        inverse = Scope("IPerson", Followed("IPerson", "participations", Keys(0)))
        rows = sorted(self.run_step(Follow(inverse), [member]))
        self.assertEqual([(member, k) for k in sorted((member, first, second))], rows)

    def test_valid_persons_and_teams(self):
        """Everybody but the suspended, the merged and those without address."""
        valid = self.factory.person()
        self.factory.person(valid=False)
        team = self.factory.team(team_owner=valid)
        self.factory.team(team_owner=valid, merged_into=valid)
        where = (Test("is_valid", "is", 0),)
        scope = Scope("IPerson", Everything(), where, order=(ID,))
        rows = self.run_step(Select(scope, (Column(("is_team",)),)), slots=(True,))
        self.assertEqual([(valid, False), (team, True)], rows)
