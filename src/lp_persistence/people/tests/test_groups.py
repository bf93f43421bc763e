"""What groups of persons, teams and memberships are asked for."""

from __future__ import annotations

from typing import Any

from lp_persistence.bugs.interfaces import IBugs
from lp_persistence.conditions import Not
from lp_persistence.context import Context
from lp_persistence.errors import InvalidValue, UnknownName
from lp_persistence.people.entities import Person
from lp_persistence.people.interfaces import IPersons
from lp_persistence.people.membership.enums import TeamMembershipStatus
from lp_persistence.tests.village import ADA, BEN, CYD, DEVELOPERS, SPIES, Village


class PersonsTests(Village):
    def setUp(self) -> None:
        super().setUp()
        self.context = Context(Person(id=BEN))

    def ids(self, group: Any) -> list[int]:
        self.context.realise()
        return [each.id for each in group]

    def test_search(self):
        """Those who can act, by the name shown; further tests have to hold too."""
        for tests, expected in (
            ({}, [ADA, BEN, DEVELOPERS, SPIES]),
            ({"text": "ada"}, [ADA]),
            ({"text": "cyd"}, []),
            ({"team": True}, [DEVELOPERS, SPIES]),
            ({"id": {ADA, CYD}}, [ADA]),
            ({"valid": Not(True)}, []),
            ({"team": True, "valid_person": True}, []),
        ):
            with self.subTest(tests):
                people = IPersons(self.context).all()
                self.assertEqual(expected, self.ids(people.search(**tests)))

    def test_who_is_searched(self):
        """Are those of a group, where there is one."""
        people = IBugs(self.context).of([1]).get_subscribers()
        self.assertEqual([ADA, BEN], self.ids(people.search(team=False)))

    def test_what_is_refused_leaves_everything_as_it_was(self):
        """It loads nothing, and is no use of the group."""
        people = IPersons(self.context).of([ADA])
        before = self.context.plan().statements
        for tests in ({"name": 3}, {"nothing": 1}, {"text": 3}):
            with self.subTest(tests), self.assertRaises((InvalidValue, UnknownName)):
                people.search(**tests)
            self.assertEqual(before, self.context.plan().statements)

    def test_members_and_participants(self):
        """Of a team, of a group of teams, of none."""
        self.factory.team([DEVELOPERS], id=90, name="all", displayname="all")
        self.factory.done()
        people = IPersons(self.context)
        teams = IPersons(self.context).of([DEVELOPERS, 90])
        for team, members, participants in (
            (Person(id=DEVELOPERS), [ADA, BEN], [ADA, BEN, DEVELOPERS]),
            (Person(id=90), [DEVELOPERS], [ADA, BEN, DEVELOPERS, 90]),
            (teams, [ADA, BEN, DEVELOPERS], [ADA, BEN, DEVELOPERS, 90]),
        ):
            with self.subTest(team):
                self.assertEqual(members, self.ids(people.members_of(team)))
                self.assertEqual(participants, self.ids(people.participants_of(team)))

    def test_memberships(self):
        """Those that make a member, and those that make an administrator."""
        teams = IPersons(self.context).of([DEVELOPERS])
        memberships = teams.get_member_memberships()
        active, administrators = memberships.active(), memberships.administrators()
        self.context.realise()
        approved = TeamMembershipStatus.APPROVED
        self.assertEqual([approved, approved], [each.status for each in active])
        self.assertEqual([], list(administrators))
