"""Slots behind others, and rules for a viewer."""

from __future__ import annotations

import unittest
from typing import Any

from lp_persistence.binding import Binding
from lp_persistence.steps import (
    NOBODY,
    AnyOf,
    By,
    Everything,
    Followed,
    Given,
    Keys,
    Leads,
    Not,
    Scope,
    Test,
    United,
)

ID = By(("id",))


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
            Binding(3).condition(said),
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

        def rule(interface: str) -> str | None:
            return NOBODY if interface == "IPerson" else None

        people = Scope("IPerson", Everything())
        bugs = Scope("IBug", Everything(), (Leads("subscribers", people),))
        followed = Scope("IPerson", Followed("IBug", "x", bugs))
        bound: Any = Binding(0, rule).scope(followed)
        self.assertEqual(NOBODY, bound.rule)
        self.assertIsNone(bound.origin.source.rule)
        self.assertEqual(NOBODY, bound.origin.source.where[0].target.rule)
