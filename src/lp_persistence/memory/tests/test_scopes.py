"""Every origin, order and limit, on sailors and ships."""

from __future__ import annotations

import unittest
from typing import Any

from lp_persistence.errors import NotAllowed
from lp_persistence.memory.tests.harbour import Harbour, ISailor, IShip, year
from lp_persistence.steps import (
    NOBODY,
    RANK,
    SOMEBODY,
    By,
    Column,
    Everything,
    Follow,
    Followed,
    Given,
    Keys,
    Scope,
    Select,
    Test,
    United,
)

ID = By(("id",))
SAILORS = Everything()
VETERANS = Followed("IShip", "veterans", Keys(0))
BY_RANK = (By(RANK), ID)


class OriginTests(Harbour, unittest.TestCase):
    def found(self, origin: Any, *slots: Any, **more: Any) -> list[int]:
        return self.ids(Scope("ISailor", origin, order=(ID,)), *slots, **more)

    def test_everything(self):
        """All there are."""
        self.assertEqual([1, 2, 3, 4, 5], self.found(SAILORS))

    def test_given(self):
        """Ids that are nobody's are left out, and none comes twice."""
        self.assertEqual([2, 5], self.found(Given(0), (5, 2, 5, 99, 10**30)))

    def test_keys(self):
        """So are those of earlier steps, in whatever collection they come."""
        self.assertEqual([2, 5], self.found(Keys(1), keys=([], {5, 2, 99})))

    def test_followed_from_keys(self):
        """Who is on two ships, or twice on one, is one entity."""
        crew = Followed("IShip", "crew", Keys(0))
        self.assertEqual([1, 2, 3, 4], self.found(crew, keys=([1, 2, 99],)))

    def test_followed_from_a_scope(self):
        """The source has conditions, orders and limits of its own."""
        sunk = Scope("IShip", Everything(), (Test("is_sunk", "is", 0),))
        self.assertEqual([3, 4], self.found(Followed("IShip", "crew", sunk), True))
        last = Scope("IShip", Everything(), order=(By(("id",), True),), limit=0)
        self.assertEqual([3, 4], self.found(Followed("IShip", "crew", last), 2))

    def test_followed_from_those_that_the_viewer_sees(self):
        """What is hidden leads nowhere."""
        scope = Scope("ISailor", Everything(), (Test("name", "in", 0),), NOBODY)
        names = ("smuggler", "Anna")
        pupils = Followed("ISailor", "pupils", scope)
        self.assertEqual([2, 4], self.found(pupils, names))
        mentors = Followed("ISailor", "ships", scope)
        self.assertEqual([1], self.ids(Scope("IShip", mentors), names))

    def test_followed_to_a_row_that_is_not_there(self):
        """Nobody is found there."""
        mentors = Followed("ISailor", "mentor", Keys(0))
        self.assertEqual([1], self.found(mentors, keys=([2, 5],)))

    def test_united(self):
        """Each part has its own rule and limit; who is in both comes once."""
        dearest = Scope("ISailor", SAILORS, order=(By(("wage",), True), ID), limit=0)
        seen = Scope("ISailor", Given(1), rule=NOBODY)
        self.assertEqual([1, 2, 3], self.found(United((dearest, seen)), 2, (4, 1, 2)))

    def test_a_united_scope_has_conditions_of_its_own(self):
        """They hold of every part."""
        parts = Scope("ISailor", Given(0)), Scope("ISailor", Given(1))
        scope = Scope("ISailor", United(parts), (Test("wage", "is", 2),))
        self.assertEqual([2], self.ids(scope, (1, 2), (2, 3), 50))


class OrderTests(Harbour, unittest.TestCase):
    def in_order(self, *order: By, after: tuple[Any, ...] | None = None) -> list[int]:
        slots = None if after is None else tuple(range(len(after)))
        scope = Scope("ISailor", SAILORS, order=order, after=slots)
        return self.ids(scope, *(after or ()))

    def test_text_goes_by_code_point(self):
        """Capitals before small letters before É."""
        self.assertEqual([1, 2, 3, 4, 5], self.in_order(By(("name",))))

    def test_none_is_the_largest(self):
        """Last ascending, first descending; equals by the next term."""
        self.assertEqual([2, 4, 5, 1, 3], self.in_order(By(("wage",)), ID))
        down = By(("wage",), True)
        self.assertEqual([3, 1, 5, 2, 4], self.in_order(down, ID))
        self.assertEqual([3, 1, 5, 4, 2], self.in_order(down, By(("id",), True)))

    def test_dates_and_computed_facts_have_an_order(self):
        """A fact that is computed orders like a stored one."""
        self.assertEqual([4, 1, 2, 5, 3], self.in_order(By(("born",))))
        captains_last = By(("is_captain",))
        self.assertEqual([2, 3, 4, 5, 1], self.in_order(captains_last, ID))

    def test_an_order_along_a_reference(self):
        """A reference to nothing holds None, which is the largest."""
        mentor = By(("mentor", "name"))
        self.assertEqual([2, 4, 3, 1, 5], self.in_order(mentor, ID))

    def test_after_a_place_among_equals(self):
        """The same value goes on by the next term."""
        order = By(("wage",)), ID
        self.assertEqual([4, 5, 1, 3], self.in_order(*order, after=(50, 2)))
        self.assertEqual([2, 4, 5, 1, 3], self.in_order(*order, after=(49, 9)))

    def test_after_none(self):
        """Nothing is after None ascending but equals with a larger id."""
        self.assertEqual([], self.in_order(By(("wage",)), ID, after=(None, 3)))
        self.assertEqual([3], self.in_order(By(("wage",)), ID, after=(None, 2)))
        down = By(("wage",), True)
        self.assertEqual([1, 5, 2, 4], self.in_order(down, ID, after=(None, 3)))

    def test_after_a_slot_of_none(self):
        """A slot of None stands for the value None."""
        order = (By(("wage",), True), ID)
        scope = Scope("ISailor", SAILORS, order=order, after=(None, 0))
        self.assertEqual([1, 5, 2, 4], self.ids(scope, 3))

    def test_a_rank_needs_a_ranked_edge(self):
        """Nothing else has ranks."""
        with self.assertRaisesRegex(NotAllowed, "the edge followed has none"):
            self.in_order(By(RANK))


class LimitTests(Harbour, unittest.TestCase):
    def test_a_limit_takes_the_first(self):
        """In the scope's order; none, fewer than there are, more than that."""
        scope = Scope("ISailor", SAILORS, order=(By(("wage",)), ID), limit=0)
        for limit, expected in (0, []), (2, [2, 4]), (9, [2, 4, 5, 1, 3]):
            self.assertEqual(expected, self.ids(scope, limit))

    def test_a_limit_counts_those_that_pass_alone(self):
        """What is hidden or fails a condition takes nobody's place."""
        where = (Test("is_captain", "is", 1),)
        order = (By(("wage",)), ID)
        scope = Scope("ISailor", SAILORS, where, NOBODY, order, limit=0)
        self.assertEqual([2, 5], self.ids(scope, 2, False))

    def test_a_limit_after_a_place(self):
        """The page begins behind it."""
        order = (By(("wage",)), ID)
        scope = Scope("ISailor", SAILORS, order=order, after=(0, 1), limit=2)
        self.assertEqual([4, 5], self.ids(scope, 50, 2, 2))

    def test_a_limit_goes_on_where_many_fail(self):
        """However many fail first."""
        rows = [(i, "smuggler", None, None, i, None) for i in range(100, 300)]
        self.backend.load(ISailor, [*rows, (300, "Zoe", 2, None, 300, None)])
        order = (By(("wage",), True), ID)
        scope = Scope("ISailor", SAILORS, (), NOBODY, order, limit=0)
        self.assertEqual([3, 300, 1], self.ids(scope, 3))

    def test_a_limit_asks_no_more_than_it_must(self):
        """An error of somebody far behind is not met."""
        self.backend.load(ISailor, [(i, "x", 1, None, 0, i - 1) for i in range(6, 90)])
        order = (By(("wage",), True), ID)
        where = (Test("is_employed", "is", 1),)
        scope = Scope("ISailor", SAILORS, where, None, order, limit=0)
        self.assertEqual([3], self.ids(scope, 1, True))

    def test_a_limit_of_every_parent(self):
        """``each``: the first of each ship, in one order."""
        crew = Followed("IShip", "crew", Keys(0))
        scope = Scope("ISailor", crew, order=(ID,), limit=0, each=True)
        self.assertEqual([1, 3], self.ids(scope, 1, keys=([2, 1],)))
        self.assertEqual([1, 2, 3, 4], self.ids(scope, 2, keys=([2, 1],)))

    def test_a_limit_in_all(self):
        """Without ``each`` the first of all ships together."""
        crew = Followed("IShip", "crew", Keys(0))
        scope = Scope("ISailor", crew, order=(ID,), limit=0)
        self.assertEqual([1, 2], self.ids(scope, 2, keys=([2, 1],)))


class RankTests(Harbour, unittest.TestCase):
    def test_the_lowest_rank_counts(self):
        """A class may yield a pair more than once."""
        follow = Follow(Scope("ISailor", VETERANS, order=BY_RANK), (Column(RANK),))
        expected = [(1, 1, 1960), (1, 2, 1970)]
        self.assertEqual(expected, self.run_step(follow, keys=([1],)))

    def test_ranks_order_and_limit(self):
        """Also of one entity that several parents rank."""
        self.backend.load(IShip["crew"], [(3, 2), (3, 5)])
        scope = Scope("ISailor", VETERANS, order=BY_RANK, limit=0)
        self.assertEqual([4, 1, 2], self.ids(scope, 3, keys=([1, 2, 3],)))
        select = Select(Scope("ISailor", VETERANS, order=BY_RANK), (Column(RANK),))
        expected = [(4, 1950), (1, 1960), (2, 1970), (5, 1980)]
        self.assertEqual(expected, self.run_step(select, keys=([1, 2, 3],)))

    def test_after_a_rank(self):
        """A page may begin behind one."""
        scope = Scope("ISailor", VETERANS, order=BY_RANK, after=(0, 1))
        self.assertEqual([2], self.ids(scope, 1960, 1, keys=([1, 2],)))

    def test_a_rule_holds_of_ranked_targets(self):
        """Friends see the smuggler first of all."""
        scope = Scope("ISailor", VETERANS, rule=SOMEBODY, order=BY_RANK, limit=0)
        self.assertEqual([1], self.ids(scope, 1, keys=([1, 2],)))
        self.assertEqual([4], self.ids(scope, 1, keys=([1, 2],), friends=[4]))


class StaleTests(Harbour, unittest.TestCase):
    def test_a_date_is_compared_in_utc(self):
        """Whatever time zone a slot has."""
        scope = Scope("ISailor", SAILORS, (Test("born", "is", 0),))
        self.assertEqual([2], self.ids(scope, year(1970)))
