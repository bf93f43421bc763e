"""Slots behind others, and rules for a viewer."""

from __future__ import annotations

import unittest
from dataclasses import replace
from typing import Any

from lp_persistence.binding import Binding
from lp_persistence.steps import (
    NOBODY,
    RANK,
    VIA,
    AnyOf,
    By,
    Everything,
    Followed,
    Given,
    Keys,
    Leads,
    Not,
    Reached,
    Scope,
    Test,
    United,
)

ID = By(("id",))


class Looking:
    """Nobody, from whom persons are hidden, and to whom ``is_mine`` depends on
    who looks."""

    def rule(self, interface: str) -> str | None:
        return NOBODY if interface == "IPerson" else None

    def whose(self, interface: str, name: str) -> str | None:
        return NOBODY if (interface, name) == ("IBug", "is_mine") else None


class BindingTests(unittest.TestCase):
    def test_slots(self):
        """None is no slot."""
        bind = Binding(5)
        self.assertEqual((5, None), (bind.slot(0), bind.slot(None)))
        self.assertEqual((6, None, 5), bind.slots((1, None, 0)))
        self.assertIsNone(bind.slots(None))

    def test_conditions(self):
        """However deep they stand."""
        said = AnyOf((Not(Test("heat", "is", 0)), Test("title", "is", None)))
        self.assertEqual(
            AnyOf((Not(Test("heat", "is", 3)), Test("title", "is", None))),
            Binding(3).condition(said, "IBug"),
        )

    def test_scopes(self):
        """Origin, conditions, place and limit."""
        scope = Scope(
            "IBug",
            Given(0),
            (Test("heat", "is", 1),),
            order=(ID,),
            after=(2, None),
            limit=3,
        )
        self.assertEqual(
            Scope(
                "IBug",
                Given(10),
                (Test("heat", "is", 11),),
                order=(ID,),
                after=(12, None),
                limit=13,
            ),
            Binding(10).scope(scope),
        )

    def test_origins(self):
        """Scopes in them move along, keys stay."""
        inner = Scope("IBug", Given(0))
        moved = Scope("IBug", Given(1))
        bind = Binding(1)
        for origin, expected in (
            (Everything(), Everything()),
            (Keys(0), Keys(0)),
            (Followed("IBug", "tasks", Keys(0)), Followed("IBug", "tasks", Keys(0))),
            (Followed("IBug", "tasks", inner), Followed("IBug", "tasks", moved)),
            (United((inner, inner)), United((moved, moved))),
        ):
            self.assertEqual(expected, bind.origin(origin))

    def test_rules(self):
        """Every scope gets that of its interface."""

        people = Scope("IPerson", Everything())
        bugs = Scope("IBug", Everything(), (Leads("subscribers", people),))
        followed = Scope("IPerson", Followed("IBug", "x", bugs))
        bound: Any = Binding(0, Looking()).scope(followed)
        self.assertEqual(NOBODY, bound.rule)
        self.assertIsNone(bound.origin.source.rule)
        self.assertEqual(NOBODY, bound.origin.source.where[0].target.rule)

    def test_who_looks(self):
        """Tests and orders say so where what they name depends on it, of whom they
        are a test or an order."""
        mine, heat = Test("is_mine", "is", 0), Test("heat", "is", 1)
        order = (By(("is_mine",), True), By(("heat",)), By(RANK), ID)
        where = (mine, Not(heat), AnyOf((mine,)))
        scope = Scope("IBug", Everything(), where, order=order)
        bound = Binding(0, Looking()).scope(scope)
        seen = Test("is_mine", "is", 0, NOBODY)
        self.assertEqual((seen, Not(heat), AnyOf((seen,))), bound.where)
        self.assertEqual((By(("is_mine",), True, NOBODY), *order[1:]), bound.order)
        other = replace(scope, interface="ITask")
        self.assertEqual(other, Binding(0, Looking()).scope(other))

    def test_who_looks_at_what_members_are_reached_over(self):
        """Behind VIA, terms are of those."""
        order = (By((VIA, "is_mine")), By(("is_mine",)), By((VIA, "id")))
        origin = Reached("IBug", "reporter", Scope("IBug", Everything()))
        bound = Binding(0, Looking()).scope(Scope("IPerson", origin, order=order))
        self.assertEqual((By((VIA, "is_mine"), False, NOBODY), *order[1:]), bound.order)
