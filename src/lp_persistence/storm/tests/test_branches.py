"""Listings as unions of others."""

import unittest
from dataclasses import replace

from lp_persistence.steps import (
    NOBODY,
    Everything,
    Given,
    Leads,
    Reached,
    Scope,
    Test,
    United,
)
from lp_persistence.storm.branches import branches
from lp_persistence.storm.tests.cases import BY_ID

PERSON = Scope("IPerson", Given(0, single=True))
REPORTED, FOLLOWED = (
    Scope("IBug", Everything(), (Leads(edge, PERSON),), NOBODY)
    for edge in ("reporter", "subscribers")
)
OPEN = Test("is_unresolved", "is", 1)


def listing(*parts: Scope) -> Scope:
    """Open bugs that are of any part."""
    either = Leads("bug", Scope("IBug", United(parts), rule=NOBODY))
    tasks = Scope("IBugTask", Everything(), (either, OPEN), NOBODY)
    origin = Reached("IBugTask", "bug", tasks)
    return Scope("IBug", origin, rule=NOBODY, order=BY_ID, limit=2)


class TestBranches(unittest.TestCase):
    def test_each_part_is_a_condition_on_the_member(self):
        """So that rows which hold facts of it answer, in the order of an index."""
        whole = listing(REPORTED, FOLLOWED)
        found = branches(whole)
        self.assertEqual(
            [REPORTED.where, FOLLOWED.where], [each.where for each in found]
        )
        for each in found:
            assert isinstance(each.origin, Reached)
            self.assertEqual((OPEN,), each.origin.source.where)
            self.assertEqual(whole.order, each.order)

    def test_a_part_that_is_cut_stays_a_group(self):
        """Its members are the first of something, which no condition tells."""
        cut = replace(FOLLOWED, order=BY_ID, limit=3)
        _, found = branches(listing(REPORTED, cut))
        assert isinstance(found.origin, Reached)
        self.assertEqual((), found.where)
        self.assertEqual((OPEN, Leads("bug", cut)), found.origin.source.where)

    def test_what_can_not_be_told_is_looked_at_once(self):
        """Of a person told by a name, of a group of one part, of many parts, and
        where a rule that is another's would be asked of the member."""
        named = Scope("IPerson", Everything(), (Test("name", "is", 0),))
        by_name = replace(REPORTED, where=(Leads("reporter", named),))
        for whole in (
            listing(REPORTED, by_name),
            listing(REPORTED),
            listing(*[REPORTED] * 5),
            replace(listing(REPORTED, FOLLOWED), rule=None),
            replace(REPORTED, order=BY_ID, limit=2),
        ):
            self.assertEqual([whole], branches(whole))
