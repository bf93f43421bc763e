"""What reading costs, in calls of Python functions."""

from __future__ import annotations

import unittest
from collections.abc import Callable
from functools import partial
from typing import Any

from lp_persistence.context import Context
from lp_persistence.fields import OWN, Embedded, WayBack
from lp_persistence.interfaces import ALL_SEEING
from lp_persistence.model import EntityType, get_model
from lp_persistence.sample.generator import generate, load_world
from lp_persistence.testing.calls import calls_of
from lp_persistence.testing.layers import MEMORY

OURS = "lp_persistence."


def reading(entity: Any, name: str) -> Callable[[], Any]:
    """A function that reads an attribute as a program does, and no more."""
    read: Callable[[], Any] = eval(f"lambda: entity.{name}", {"entity": entity})
    return read


class ReadingTests(unittest.TestCase):
    layer = MEMORY

    def realised(self, type_: EntityType) -> Any:
        """A member that everything was asked for."""
        context = Context(viewer=ALL_SEEING)
        group = type_.group_interface(context).all()
        names = [
            name
            for name, field in type_.fields.items()
            if not isinstance(field, WayBack)
        ]
        for name in names:
            context.expressions.ask(group.node, name, group.node.place)
        context.realise()
        return group.first()

    def test_it_enters_no_function(self) -> None:
        """No field, reference or collection does. What an entity computes enters
        its own (which enters those of its values), what is made of others that
        which makes it. Under the lock it is the same."""
        load_world(self.layer["backend"], generate())
        token = object()
        for type_ in get_model():
            entity = self.realised(type_)
            for name, field in type_.fields.items():
                if isinstance(field, WayBack):
                    continue
                with self.subTest(f"{type_.name}.{name}"):
                    its_own = isinstance(field, Embedded) or field.kind == OWN
                    calls = calls_of(reading(entity, name))
                    ours = [call for call in calls if call.startswith(OURS)]
                    self.assertEqual(len(ours), int(its_own), calls)
                    self.assertTrue(its_own or not calls, calls)
                    self.layer["backend"].refuse(token)
                    try:
                        self.assertEqual(calls_of(reading(entity, name)), calls)
                    finally:
                        self.layer["backend"].allow(token)

    def test_the_way_back(self) -> None:
        """Of what was reached by an edge."""
        load_world(self.layer["backend"], generate())
        model = get_model()
        context = Context(viewer=ALL_SEEING)
        distributions = model.type_named("IDistribution").group_interface
        bugs = distributions(context).all().hot_bugs()
        context.realise()
        self.assertEqual(calls_of(reading(bugs.first(), "distro")), [])

    def test_a_call_is_counted(self) -> None:
        """Else the others would say nothing."""
        self.assertEqual(calls_of(partial(reading, None, "x"))[-1:], [".<module>"])
