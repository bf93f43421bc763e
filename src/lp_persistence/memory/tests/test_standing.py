"""What a world keeps whoever looks: orders and answers, on sailors and ships."""

from __future__ import annotations

import unittest
from typing import Any
from unittest.mock import patch

from lp_persistence.memory import standing
from lp_persistence.memory.tests.harbour import Harbour, ISailor, IShip, Sailor
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
    Test,
)

ID = By(("id",))
BY_WAGE = (By(("wage",)), ID)
CREW = Followed("IShip", "crew", Keys(0))
VETERANS = Followed("IShip", "veterans", Keys(0))
EMPLOYED = Select(
    Scope("ISailor", Everything(), order=(ID,)), (Column(("is_employed",)),)
)


class StandingTests(Harbour, unittest.TestCase):
    def sortings(self, scope: Scope, *slots: Any, **more: Any) -> int:
        """How often something is sorted to find a scope's entities."""
        with patch.object(standing, "in_order", wraps=standing.in_order) as sort:
            self.ids(scope, *slots, **more)
        return sort.call_count

    def test_everything_is_sorted_once(self):
        """Another limit, another condition: they take of the same order."""
        scope = Scope("ISailor", Everything(), order=BY_WAGE, limit=0)
        self.assertEqual(1, self.sortings(scope, 2))
        self.assertEqual(0, self.sortings(scope, 3))
        shown = Scope("ISailor", Everything(), (), NOBODY, BY_WAGE, limit=0)
        self.assertEqual(0, self.sortings(shown, 3))

    def test_each_parent_is_sorted_once(self):
        """For whichever is asked first."""
        scope = Scope("ISailor", CREW, order=BY_WAGE, limit=0)
        self.assertEqual(1, self.sortings(scope, 2, keys=([1],)))
        self.assertEqual(1, self.sortings(scope, 2, keys=([2],)))
        self.assertEqual(0, self.sortings(scope, 1, keys=([1],)))

    def test_what_is_loaded_is_sorted_in(self):
        """Another world has an order of its own."""
        scope = Scope("ISailor", CREW, order=BY_WAGE, limit=0)
        self.assertEqual([2, 1], self.ids(scope, 2, keys=([1],)))
        self.backend.load(IShip["crew"], [(1, 5)])
        self.assertEqual([2, 5], self.ids(scope, 2, keys=([1],)))

    def test_what_the_viewer_sees_has_no_order_of_its_own(self):
        """A rule and conditions pick of what is sorted for everybody."""
        order = (By(("wage",)), ID)
        scope = Scope("ISailor", CREW, (), SOMEBODY, order, limit=0)
        self.assertEqual([3], self.ids(scope, 1, keys=([2],)))
        self.assertEqual([4], self.ids(scope, 1, keys=([2],), friends=(4,)))
        employed = (Test("grade", "is", 1),)
        scope = Scope("ISailor", CREW, employed, None, order, limit=0)
        self.assertEqual([1], self.ids(scope, 1, 2, keys=([1],)))

    def test_ranks_of_one_parent(self):
        """They stand beside what they rank, a limit and a place behind another."""
        scope = Scope("ISailor", VETERANS, order=(By(RANK), ID), limit=0)
        follow = Follow(scope, (Column(RANK),))
        self.assertEqual([(1, 1, 1960)], self.run_step(follow, 1, keys=([1],)))
        self.assertEqual([1, 2], self.ids(scope, 9, keys=([1],)))
        behind = Scope("ISailor", VETERANS, order=(By(RANK), ID), after=(1, 2), limit=0)
        self.assertEqual([2], self.ids(behind, 9, 1960, 1, keys=([1],)))

    def test_an_edge_that_leads_to_nothing(self):
        """Who is not there has no place."""
        mentor = Followed("ISailor", "mentor", Keys(0))
        scope = Scope("ISailor", mentor, order=BY_WAGE, limit=0)
        self.assertEqual([], self.ids(scope, 2, keys=([5],)))


class AnswerTests(Harbour, unittest.TestCase):
    def test_a_fact_is_computed_once(self):
        """By each entity, until another world is loaded."""
        ships = property(lambda sailor: asked.append(sailor.id))
        asked: list[int] = []
        with patch.object(Sailor, "is_employed", ships):
            self.run_step(EMPLOYED)
            self.run_step(EMPLOYED)
            self.assertEqual([1, 2, 3, 4, 5], asked)
            self.backend.load(ISailor, [(6, "Zoe", 2, None, 300, None)])
            self.run_step(EMPLOYED)
        self.assertEqual([1, 2, 3, 4, 5, 1, 2, 3, 4, 5, 6], asked)
