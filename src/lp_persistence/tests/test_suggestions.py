"""The call that NotRequested suggests makes the same read succeed, whatever is read."""

from __future__ import annotations

import unittest
from collections.abc import Iterator
from typing import Any

from lp_persistence.context import Context
from lp_persistence.errors import NotRequested
from lp_persistence.interfaces import ALL_SEEING
from lp_persistence.model import EntityType, get_model
from lp_persistence.sample.generator import generate, load_world
from lp_persistence.testing.layers import MEMORY

PROGRAM = "<program>"
BUILT_AT = 2


def program(type_: EntityType) -> list[str]:
    """The lines of a program that asks for nothing."""
    return [
        "context = Context(viewer=ALL_SEEING)",
        f"group = {type_.group_interface.__name__}(context).all()",
        "context.realise()",
    ]


def first_of(lines: list[str]) -> Any:
    """Run a program; the first member of its group."""
    names: dict[str, Any] = {"Context": Context, "ALL_SEEING": ALL_SEEING}
    for type_ in get_model():
        names[type_.group_interface.__name__] = type_.group_interface
    exec(compile("\n".join(lines), PROGRAM, "exec"), names)
    return next(iter(names["group"]))


def mended(lines: list[str], error: NotRequested) -> list[str]:
    """The program with what the error suggests, at the place that it names."""
    name, _, number = error.built.rpartition(":")
    assert name == PROGRAM, error.built
    at = int(number)
    if error.call.startswith("."):
        return [*lines[:at], f"group{error.call}", *lines[at:]]
    # A root is narrowed, or said to be meant whole.
    built = error.call.replace("(context)", "(context).all()")
    return [*lines[: at - 1], f"group = {built}", *lines[at:]]


def pairs() -> Iterator[tuple[EntityType, str]]:
    """Every entity interface with every attribute that is not in its brief."""
    for type_ in get_model():
        for name in type_.fields:
            if name not in type_.brief:
                yield type_, name


class SuggestionTests(unittest.TestCase):
    layer = MEMORY

    def test_every_attribute(self) -> None:
        """It raises as it is, and is read when the error was obeyed."""
        load_world(self.layer["backend"], generate())
        tried = 0
        for type_, name in pairs():
            with self.subTest(f"{type_.name}.{name}"):
                lines = program(type_)
                entity = first_of(lines)
                with self.assertRaises(NotRequested) as caught:
                    getattr(entity, name)
                self.assertEqual(caught.exception.built, f"{PROGRAM}:{BUILT_AT}")
                getattr(first_of(mended(lines, caught.exception)), name)
                tried += 1
        self.assertGreater(tried, 100)
