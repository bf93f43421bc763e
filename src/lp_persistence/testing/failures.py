"""What a failure of the differential machine prints: a program that runs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from lp_persistence.model import Model
from lp_persistence.testing.comparison import Disagreement
from lp_persistence.testing.programs import Program
from lp_persistence.testing.stores import Store
from lp_persistence.testing.world import World


@dataclass
class Found:
    """A program on which ``stores`` disagree with the rest, and how."""

    stores: tuple[Store, ...]
    program: Program
    error: Disagreement

    def text(self, model: Model, world: World) -> str:
        """A Python program that builds the world and runs the program."""
        store, error = self.stores[-1], self.error
        names = ", ".join(store.name for store in self.stores)
        return "\n".join(
            [
                f"# On {names} this program gives something else than it has to.",
                "import contextlib",
                "import datetime",
                "",
                "from zope.component import getGlobalSiteManager",
                "from zope.configuration import xmlconfig",
                "",
                "import lp_persistence",
                "from lp_persistence.bugs.lazy import Launchpad",
                "from lp_persistence.conditions import Before, Containing, Not",
                "from lp_persistence.context import Context",
                "from lp_persistence.errors import PersistenceError",
                "from lp_persistence.interfaces import ALL_SEEING, IBackend",
                *sorted(_imports(model)),
                "from lp_persistence.testing.programs import IBugRow, IPersonRow",
                "",
                "xmlconfig.file('domain.zcml', lp_persistence)",
                *store.source,
                "getGlobalSiteManager().registerUtility(backend, IBackend)",
                "",
                *world.source(model),
                "",
                *self.program.source(),
                f"# {error.place}",
                f"# expected: {error.expected}",
                *(f"# found: {line}" for line in str(error.found).splitlines()),
            ]
        )


def _imports(model: Model) -> set[str]:
    """Lines that import what worlds and programs name."""
    named: list[Any] = []
    for each in model:
        named += [each.interface, each.group_interface, each.factory]
        named += [
            field.vocabulary
            for field in each.fields.values()
            if hasattr(field, "vocabulary")
        ]
    return {f"from {each.__module__} import {each.__name__}" for each in named}
