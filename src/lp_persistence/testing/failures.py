"""What a failure of the differential machine prints: a program that runs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from lp_persistence.fields import Choice
from lp_persistence.model import Model
from lp_persistence.testing.comparison import Disagreement
from lp_persistence.testing.programs import OPERATORS, ROWS, Program, mixed_roots
from lp_persistence.testing.stores import Store
from lp_persistence.testing.world import World

PUBLIC: Final = (
    "ALL_SEEING",
    "Context",
    "Launchpad",
    *(operator.__name__ for operator in OPERATORS),
)


class Failure(AssertionError):
    """A program on which somebody disagrees; its text runs as it stands."""


@dataclass
class Found:
    """A program on which ``stores`` disagree with the rest, and how."""

    stores: tuple[Store, ...]
    program: Program
    error: Disagreement

    def text(self, model: Model, world: World) -> str:
        """A Python program that builds the world and runs the program."""
        names = ", ".join(store.name for store in self.stores)
        body = [*world.source(model), "", *self.program.source(), *self._reading()]
        return "\n".join(
            [
                f"# On {names} this program gives something else than it has to.",
                *_imports(model, "\n".join(body)),
                "",
                *self.stores[-1].source,
                "getGlobalSiteManager().registerUtility(backend, IBackend)",
                "",
                *body,
            ]
        )

    def _reading(self) -> Iterator[str]:
        place = self.error.place
        yield f"# {place}"
        yield from _comment("expected", self.error.expected)
        yield from _comment("found", self.error.found)
        if _can_be_read(place):
            yield f"print({place})"


def _comment(word: str, text: object) -> Iterator[str]:
    for line in str(text).splitlines() or [""]:
        yield f"# {word}: {line}"


def _can_be_read(place: str) -> bool:
    """Whether the place of a difference is an expression after the program."""
    if "_before" in place or "realise" in place or " = " in place:
        return False
    try:
        compile(place, "the place of a difference", "eval")
    except SyntaxError:
        return False
    return True


def _imports(model: Model, body: str) -> Iterator[str]:
    """Lines that import what the body names, and load the ZCML."""
    modules = dict.fromkeys(PUBLIC, "lp_persistence")
    modules["PersistenceError"] = "lp_persistence.errors"
    named: list[Any] = [*ROWS.values(), *mixed_roots().values()]
    for each in model:
        named += [each.interface, each.group_interface, each.factory]
        named += [
            field.vocabulary
            for field in each.fields.values()
            if isinstance(field, Choice)
        ]
    modules |= {each.__name__: each.__module__ for each in named}
    used = {name for name in modules if re.search(rf"\b{name}\b", body)}
    for module in ("contextlib", "datetime"):
        if f"{module}." in body:
            yield f"import {module}"
    yield ""
    yield "from zope.component import getGlobalSiteManager"
    yield "from zope.configuration import xmlconfig"
    yield ""
    yield "import lp_persistence"
    yield "from lp_persistence.interfaces import IBackend"
    for name in sorted(used, key=lambda name: (modules[name], name)):
        yield f"from {modules[name]} import {name}"
    yield ""
    yield "xmlconfig.file('domain.zcml', lp_persistence)"
