"""Every condition, on sailors and ships."""

from __future__ import annotations

import unittest
from dataclasses import replace
from typing import Any

from lp_persistence.errors import NotAllowed, UnknownName
from lp_persistence.memory.tests.harbour import Harbour, ISailor, year
from lp_persistence.steps import (
    NOBODY,
    AnyOf,
    By,
    Condition,
    Everything,
    Followed,
    Given,
    Keys,
    Leads,
    Not,
    Scope,
    Test,
)

SAILORS = Scope("ISailor", Everything())


class ConditionTests(Harbour, unittest.TestCase):
    def passing(self, *where: Condition, slots: tuple[Any, ...] = (), **more: Any):
        """Ids of the sailors that pass; the same by index and one by one."""
        found = self.ids(Scope("ISailor", Everything(), where), *slots, **more)
        everybody = Scope("ISailor", Given(len(slots)), where)
        one_by_one = self.ids(everybody, *slots, (1, 2, 3, 4, 5), **more)
        self.assertEqual(sorted(found), sorted(one_by_one))
        return sorted(found)

    def test_is_compares_a_stored_fact(self):
        """Text is compared as it stands."""
        self.assertEqual([2], self.passing(Test("name", "is", 0), slots=("Bob",)))

    def test_is_finds_none(self):
        """A slot of None stands for None."""
        self.assertEqual([3], self.passing(Test("wage", "is", None)))

    def test_is_compares_a_stale_integer(self):
        """A stored integer that no item has is an integer like any other."""
        self.assertEqual([4], self.passing(Test("grade", "is", 0), slots=(77,)))

    def test_is_compares_the_id_of_a_reference(self):
        """A reference is compared as the id that its row holds."""
        self.assertEqual([2, 4], self.passing(Test("mentor", "is", 0), slots=(1,)))

    def test_in_compares_with_several(self):
        """A value that is given twice counts once; None is in nothing."""
        slots = ((50, 70, 50),)
        self.assertEqual([2, 4, 5], self.passing(Test("wage", "in", 0), slots=slots))

    def test_in_nothing_holds_for_nobody(self):
        """An empty tuple lets nobody pass."""
        self.assertEqual([], self.passing(Test("wage", "in", 0), slots=((),)))

    def test_before_is_false_for_none(self):
        """None is neither before a date nor, by the complement, unknown."""
        before = Test("born", "before", 0)
        self.assertEqual([1, 4], self.passing(before, slots=(year(1970),)))
        self.assertEqual([2, 3, 5], self.passing(Not(before), slots=(year(1970),)))

    def test_containing_folds_a_to_z_only(self):
        """BOB finds Bob and bob; é does not find É."""
        containing = Test("name", "containing", 0)
        self.assertEqual([2, 3], self.passing(containing, slots=("BO",)))
        self.assertEqual([], self.passing(containing, slots=("é",)))
        self.assertEqual([5], self.passing(containing, slots=("ÉM",)))

    def test_an_own_fact_is_computed(self):
        """An unknown grade makes nobody a captain."""
        self.assertEqual([1], self.passing(Test("is_captain", "is", 0), slots=(True,)))

    def test_a_graph_fact_is_computed(self):
        """Nobody sails with Émil."""
        employed = Test("is_employed", "is", 0)
        self.assertEqual([5], self.passing(employed, slots=(False,)))

    def test_a_computed_item_is_compared_as_its_integer(self):
        """Bob's grade is the first of Anna's school."""
        best = Test("best_grade", "in", 0)
        self.assertEqual([1, 2], self.passing(best, slots=((1,),)))

    def test_any_of(self):
        """One condition is enough; of none, none holds."""
        either = AnyOf((Test("name", "is", 0), Test("wage", "is", None)))
        self.assertEqual([1, 3], self.passing(either, slots=("Anna",)))
        self.assertEqual([], self.passing(AnyOf(())))

    def test_conditions_hold_together(self):
        """All conditions of a scope must hold."""
        both = Test("wage", "is", 0), Test("name", "is", 1)
        self.assertEqual([2], self.passing(*both, slots=(50, "Bob")))

    def test_leads_to_anybody(self):
        """A reference to a row that isn't there leads to nobody."""
        self.assertEqual([2, 3, 4], self.passing(Leads("mentor", SAILORS)))
        self.assertEqual([1, 5], self.passing(Not(Leads("mentor", SAILORS))))

    def test_leads_to_given_ones(self):
        """Ids of any size are nobody's."""
        mentor = Leads("mentor", Scope("ISailor", Given(0)))
        self.assertEqual([3], self.passing(mentor, slots=((2, 10**30),)))

    def test_leads_along_every_kind_of_edge(self):
        """Inverse of a reference and of a link, derived and its inverse."""
        slots = ((3,),)
        sailors, ships = Scope("ISailor", Given(0)), Scope("IShip", Given(0))
        for expected, edge, target in (
            ([2], "pupils", sailors),
            ([1, 2], "school", sailors),
            ([], "masters", sailors),
            ([], "ships", ships),
        ):
            with self.subTest(edge):
                found = self.passing(Leads(edge, target), slots=slots)
                self.assertEqual(expected, found)
        masters = Leads("masters", Scope("ISailor", Given(0)))
        self.assertEqual([2, 3, 4], self.passing(masters, slots=((1,),)))

    def test_leads_to_those_that_a_condition_lets_pass(self):
        """The target's conditions hold of the target."""
        captains = Scope("ISailor", Everything(), (Test("is_captain", "is", 0),))
        self.assertEqual([2, 4], self.passing(Leads("mentor", captains), slots=(True,)))

    def test_leads_to_those_that_the_viewer_sees(self):
        """The target's rule belongs to the condition."""
        seen = Scope("ISailor", Everything(), rule=NOBODY)
        pupils = Leads("pupils", seen)
        self.assertEqual([1, 2], self.passing(pupils))
        zoe = (6, "Zoe", None, None, None, None)
        self.backend.load(ISailor, [zoe, (7, "smuggler", None, None, None, 6)])
        found = self.ids(Scope("ISailor", Everything(), (pupils,)))
        self.assertEqual([1, 2], sorted(found))

    def test_leads_to_the_first_of_a_limit(self):
        """A limit in the target holds before the edge is followed to it."""
        oldest = Scope("ISailor", Everything(), order=(By(("born",)),), limit=0)
        self.assertEqual([], self.passing(Leads("mentor", oldest), slots=(1,)))
        self.assertEqual([2, 4], self.passing(Leads("mentor", oldest), slots=(2,)))

    def test_leads_to_those_that_were_followed(self):
        """The target may begin anywhere."""
        crew = Scope("ISailor", Followed("IShip", "crew", Keys(0)))
        self.assertEqual([2, 3, 4], self.passing(Leads("mentor", crew), keys=([1],)))
        bobs = Leads("mentor", replace(crew, where=(Test("name", "is", 0),)))
        self.assertEqual([3], self.passing(bobs, slots=("Bob",), keys=([1],)))

    def test_a_name_that_there_is_not(self):
        """The error names those there are."""
        with self.assertRaisesRegex(UnknownName, "ISailor has no attribute 'age'"):
            self.passing(Test("age", "is", None))

    def test_an_edge_that_no_row_leads_along(self):
        """A way back can't be followed, nor can a fact."""
        for interface, edge in ("IShip", "seen_by"), ("ISailor", "name"):
            scope = Scope(interface, Everything(), (Leads(edge, SAILORS),))
            with self.assertRaisesRegex(NotAllowed, f"{interface}.{edge} can't be"):
                self.ids(scope)

    def test_a_collection_can_not_be_compared(self):
        """An edge to many has no value."""
        with self.assertRaisesRegex(NotAllowed, "ISailor.pupils has no value"):
            self.passing(Test("pupils", "is", None))
