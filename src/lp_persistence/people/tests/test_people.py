"""What persons, teams and addresses know of themselves."""

from __future__ import annotations

import unittest
from types import SimpleNamespace
from typing import Any

from zope.interface.verify import verifyClass

from lp_persistence.branding.entities import File
from lp_persistence.errors import NotGiven
from lp_persistence.people.entities import EmailAddress, Person
from lp_persistence.people.enums import (
    AccountStatus,
    EmailAddressStatus,
    PersonCreationRationale,
    PersonVisibility,
    TeamMembershipPolicy,
)
from lp_persistence.people.groups import EmailAddresses, Persons
from lp_persistence.people.interfaces import (
    IEmailAddress,
    IEmailAddresses,
    IPerson,
    IPersons,
)
from lp_persistence.people.membership.entities import TeamMembership
from lp_persistence.people.membership.enums import TeamMembershipStatus
from lp_persistence.people.membership.groups import TeamMemberships
from lp_persistence.people.membership.interfaces import (
    ITeamMembership,
    ITeamMemberships,
)
from lp_persistence.people.permissions import administrated, edits_person
from lp_persistence.people.visibility import (
    admins,
    sees_membership,
    sees_person,
    teams,
)

PREFERRED = EmailAddress(status=EmailAddressStatus.PREFERRED)
OWNER = Person(id=9)


def person(**given: Any) -> Person:
    """A valid person, but for what is given."""
    valid = {
        "team_owner": None,
        "merged_into": None,
        "account_status": AccountStatus.ACTIVE,
        "emails": (PREFERRED,),
    }
    return Person(**{**valid, **given})


class InterfaceTests(unittest.TestCase):
    def test_classes(self):
        """Entities and groups implement what they say."""
        for interface, class_ in (
            (IPerson, Person),
            (IEmailAddress, EmailAddress),
            (IPersons, Persons),
            (IEmailAddresses, EmailAddresses),
            (ITeamMembership, TeamMembership),
            (ITeamMemberships, TeamMemberships),
        ):
            self.assertTrue(verifyClass(interface, class_), class_)


class ValidityTests(unittest.TestCase):
    def test_persons(self):
        """An active account and a preferred address."""
        self.assertTrue(person().is_valid_person)
        self.assertTrue(person().is_valid)
        self.assertFalse(person().is_valid_team)

    def test_accounts(self):
        """Any other state of it, or none."""
        for status in (None, *AccountStatus.items):
            expected = status is AccountStatus.ACTIVE
            self.assertEqual(expected, person(account_status=status).is_valid, status)

    def test_addresses(self):
        """One has to be preferred."""
        for status in EmailAddressStatus.items:
            emails = (EmailAddress(status=status),)
            expected = status is EmailAddressStatus.PREFERRED
            self.assertEqual(expected, person(emails=emails).is_valid, status)
        self.assertFalse(person(emails=()).is_valid)
        old = EmailAddress(status=EmailAddressStatus.OLD)
        self.assertTrue(person(emails=(old, PREFERRED)).is_valid)

    def test_preferred_address(self):
        """The only one of that status; teams may have one, too."""
        statuses = EmailAddressStatus
        emails = (
            EmailAddress(email="old@x.org", status=statuses.OLD),
            EmailAddress(email="ada@x.org", status=statuses.PREFERRED),
            EmailAddress(email="a@x.org", status=statuses.VALIDATED),
        )
        for owner in (None, OWNER):
            found = person(team_owner=owner, emails=emails).preferred_email
            self.assertEqual("ada@x.org", found)
        self.assertIsNone(person(emails=emails[::2]).preferred_email)
        self.assertIsNone(person(emails=()).preferred_email)

    def test_validated_addresses(self):
        """Preferred ones were proven as well."""
        found = [EmailAddress(status=s).is_validated for s in EmailAddressStatus.items]
        self.assertEqual([False, True, False, True], found)

    def test_teams(self):
        """Whoever has an owner; valid until it was merged."""
        team = person(team_owner=OWNER)
        self.assertTrue(team.is_team)
        self.assertEqual((False, True), (team.is_valid_person, team.is_valid_team))
        merged = person(team_owner=OWNER, merged_into=OWNER)
        self.assertEqual((False, False), (merged.is_valid_team, merged.is_valid))


def memberships(*members: Person, status: Any = TeamMembershipStatus.APPROVED) -> Any:
    """A membership for each."""
    return tuple(TeamMembership(person=each, status=status) for each in members)


def team(key: int, *members: Person) -> Person:
    """A team of these, or a person without any."""
    return Person(id=key, member_memberships=memberships(*members))


class MembershipTests(unittest.TestCase):
    def test_statuses(self):
        """Approved members and administrators are in the team, no others."""
        ada = Person(id=1)
        for status in TeamMembershipStatus.items:
            is_in = status.name in ("APPROVED", "ADMIN")
            given = memberships(ada, status=status)
            with self.subTest(status):
                self.assertEqual(is_in, given[0].is_active)
                found = list(Person(id=2, member_memberships=given).members)
                self.assertEqual([ada] * is_in, found)

    def test_visibility(self):
        """Seen by those who see both ends, of which none may be missing."""
        viewer = SimpleNamespace(teams=frozenset([7]), admins=frozenset())
        mine, other = (
            Person(id=key, visibility=PersonVisibility.PRIVATE) for key in (7, 8)
        )
        public = Person(id=9, visibility=PersonVisibility.PUBLIC)
        for ends, expected in (
            ((mine, public), True),
            ((public, mine), True),
            ((other, mine), False),
            ((public, other), False),
            ((None, public), False),
            ((public, None), False),
        ):
            membership = TeamMembership(team=ends[0], person=ends[1])
            self.assertEqual(expected, sees_membership(membership, viewer), ends)

    def test_who_edits(self):
        """Persons themselves; of teams owners and administrators; admins."""
        ada = Person(id=1, team_owner=None)
        owned = Person(id=3, team_owner=ada)
        for person, facts, expected in (
            (ada, {"teams": [1]}, True),
            (ada, {"teams": [2]}, False),
            (owned, {"teams": [1]}, True),
            (owned, {"teams": [3]}, False),
            (owned, {"teams": [3], "administrated": [3]}, True),
            (owned, {"administrated": [4]}, False),
            (owned, {"admins": [9]}, True),
        ):
            empty: dict[str, Any] = dict.fromkeys(("teams", "administrated", "admins"))
            held = {name: frozenset(facts.get(name, ())) for name in empty}
            viewer = SimpleNamespace(**held)
            self.assertEqual(expected, edits_person(person, viewer), facts)

    def test_administrated(self):
        """By the viewer, or a team that the viewer is in."""
        council = Person(id=2)
        viewer = Person(id=1, participations=(council,))
        council.memberships = tuple(
            TeamMembership(team=Person(id=key), status=status)
            for key, status in (
                (5, TeamMembershipStatus.ADMIN),
                (6, TeamMembershipStatus.APPROVED),
                (7, TeamMembershipStatus.EXPIRED),
            )
        )
        self.assertEqual([5], list(administrated(viewer)))


class ParticipationTests(unittest.TestCase):
    def test_closure(self):
        """Everybody in it over any number of teams, and itself, each once."""
        ada, ben = team(1), team(2)
        inner = team(3, ada, ben)
        outer = team(4, inner, ada)
        self.assertEqual({1, 2, 3, 4}, {p.id for p in outer.participants})
        self.assertEqual(4, len(list(outer.participants)))
        self.assertEqual([ada], list(ada.participants))

    def test_circles(self):
        """Teams that are in each other end, too."""
        one, other = Person(id=1), Person(id=2)
        one.member_memberships = memberships(other)
        other.member_memberships = memberships(one)
        self.assertEqual([1, 2], [p.id for p in one.participants])


class BrandingTests(unittest.TestCase):
    def image(self, **given: Any) -> str:
        images = dict.fromkeys(("icon", "logo", "mugshot"))
        return str(person(**{**images, **given}).branding.icon)

    def test_stock_images(self):
        """By what it is; one for persons who can't act."""
        self.assertEqual("person-icon", self.image())
        self.assertEqual("team-icon", self.image(team_owner=OWNER))
        self.assertEqual("inactive-icon", self.image(emails=()))
        self.assertEqual("team-icon", self.image(team_owner=OWNER, merged_into=OWNER))

    def test_its_own(self):
        """Whatever state it is in."""
        self.assertEqual("1c0", self.image(icon=File(sha256="1c0"), emails=()))

    def test_facts_can_be_given(self):
        """A test of a page need not build accounts."""
        someone = Person(is_team=False, is_valid=False, icon=None)
        self.assertEqual("inactive-icon", str(someone.branding.icon))
        with self.assertRaises(NotGiven):
            someone.branding.logo  # noqa: B018


class VisibilityTests(unittest.TestCase):
    def sees(self, visibility: Any, ids: Any = (), is_admin: bool = False) -> bool:
        viewer = SimpleNamespace(
            teams=frozenset(ids), admins=frozenset([1] if is_admin else [])
        )
        return sees_person(Person(id=7, visibility=visibility), viewer)

    def test_public(self):
        """Seen by everybody; so is who has no visibility said."""
        self.assertTrue(self.sees(PersonVisibility.PUBLIC))
        self.assertTrue(self.sees(None))

    def test_private(self):
        """Seen by those who are in it, and by admins."""
        self.assertFalse(self.sees(PersonVisibility.PRIVATE, [8]))
        self.assertTrue(self.sees(PersonVisibility.PRIVATE, [7]))
        self.assertTrue(self.sees(PersonVisibility.PRIVATE, is_admin=True))

    def test_facts_of_the_viewer(self):
        """Its teams with itself, and the team that may see everything."""
        team = Person(id=2, name="admins")
        viewer = Person(id=1, name="ada")
        viewer.participations = (viewer, team)
        self.assertEqual([1, 2], list(teams(viewer)))
        self.assertEqual([2], list(admins(viewer)))
        viewer.participations = (viewer,)
        self.assertEqual([], list(admins(viewer)))


class FactTests(unittest.TestCase):
    def test_stored_integers(self):
        """Those of the real database."""
        self.assertEqual(
            [5, 10, 20, 30, 40, 50, 60], [item.value for item in AccountStatus.items]
        )
        self.assertEqual([1, 2, 3, 4], [i.value for i in EmailAddressStatus.items])
        self.assertEqual([1, 30], [item.value for item in PersonVisibility.items])
        self.assertEqual([1, 2, 3, 4], [i.value for i in TeamMembershipPolicy.items])
        self.assertEqual(
            [*range(1, 18)], [item.value for item in PersonCreationRationale.items]
        )
        by_owner = PersonCreationRationale.items[8]
        self.assertIs(PersonCreationRationale.OWNER_CREATED_LAUNCHPAD, by_owner)
        statuses = [item.value for item in TeamMembershipStatus.items]
        self.assertEqual(list(range(1, 9)), statuses)
