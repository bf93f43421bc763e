"""The people of a generated world."""

from __future__ import annotations

import re
from collections import Counter

from lp_persistence.bugs.interfaces import IBug
from lp_persistence.people.enums import AccountStatus, EmailAddressStatus
from lp_persistence.people.interfaces import IEmailAddress, IPerson
from lp_persistence.pillars.interfaces import IDistribution, IProduct, IProject
from lp_persistence.sample.people import (
    ADMIN,
    ADMINS,
    AIDE,
    AIDES,
    FIXED,
    MEMBER,
    STRANGER,
    VAULT,
)
from lp_persistence.sample.tests.worlds import WorldTestCase


class PeopleTests(WorldTestCase):
    def test_names_are_unique_and_fit_for_paths(self):
        """Names begin with a letter or digit and hold few other characters."""
        for interfaces in ((IPerson,), (IDistribution, IProduct, IProject)):
            names = [row["name"] for each in interfaces for row in self.tables[each]]
            self.assertEqual(len(names), len(set(names)))
            for name in names:
                self.assertRegex(name, re.compile(r"\A[a-z0-9][a-z0-9+.-]*\Z"))

    def test_addresses_are_unique_whatever_their_case(self):
        """And a person has one preferred address at most."""
        rows = self.tables[IEmailAddress]
        emails = Counter(row["email"].lower() for row in rows)
        self.assertEqual(emails.most_common(1)[0][1], 1)
        self.assertNotEqual(set(emails), {row["email"] for row in rows})
        preferred = Counter(
            row["person"]
            for row in rows
            if row["status"] == EmailAddressStatus.PREFERRED.value
        )
        self.assertEqual(preferred.most_common(1)[0][1], 1)

    def test_most_persons_are_valid(self):
        """Their account is active and an address preferred."""
        preferred = {
            row["person"]
            for row in self.tables[IEmailAddress]
            if row["status"] == EmailAddressStatus.PREFERRED.value
        }
        persons = [r for r in self.tables[IPerson] if r["team_owner"] is None]
        valid = [
            row
            for row in persons
            if row["account_status"] == AccountStatus.ACTIVE.value
            and row["id"] in preferred
        ]
        self.assertGreater(len(valid) / len(persons), 0.75)
        self.assertLess(len(valid), len(persons))

    def test_people_came_to_be_known(self):
        """Persons for many reasons, teams by a registrant; teams are joined in
        every way."""
        persons = self.tables[IPerson]
        teams = [row for row in persons if row["team_owner"] is not None]
        others = [row for row in persons if row["team_owner"] is None]
        self.assertEqual({None}, {row["creation_rationale"] for row in teams})
        reasons = Counter(row["creation_rationale"] for row in others)
        self.assertEqual(8, reasons.most_common(1)[0][0])
        self.assertGreater(len(reasons), 8)
        self.assertNotIn(None, reasons)
        self.assertNotIn(None, {row["registrant"] for row in teams})
        self.assertEqual({None}, {row["registrant"] for row in others})
        self.assertEqual({1, 2, 3, 4}, {row["membership_policy"] for row in teams})
        self.assertEqual({True, False}, {row["hides_emails"] for row in others})

    def test_fixed_persons_are_in_their_teams(self):
        """What tests and pages sign in as is the same in every world."""
        persons = {row["id"]: row for row in self.tables[IPerson]}
        for person, fixed in FIXED.items():
            self.assertEqual(persons[person]["name"], fixed.name)
            self.assertEqual(persons[person]["displayname"], fixed.displayname)
        members = self.tables.members()
        self.assertEqual(members[ADMINS], {ADMIN, AIDES})
        self.assertEqual(members[AIDES], {AIDE})
        self.assertEqual(members[VAULT], {MEMBER})
        self.assertEqual(persons[VAULT]["visibility"], 30)
        self.assertNotIn(STRANGER, set().union(*members.values()))
        self.assertTrue(
            any(MEMBER in f for f in self.tables.linked(IBug["grantees"]).values())
        )
