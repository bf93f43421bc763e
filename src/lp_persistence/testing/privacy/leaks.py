"""Runs programs on a world and on its twins, and compares all that is shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from lp_persistence.model import Model
from lp_persistence.testing.machine import names_on_backends
from lp_persistence.testing.privacy.hidden import Hidden
from lp_persistence.testing.privacy.observing import Observation
from lp_persistence.testing.privacy.twins import twins
from lp_persistence.testing.programs import Program
from lp_persistence.testing.stores import Store
from lp_persistence.testing.world import World


@dataclass
class Leak:
    """A program that tells its viewer of what is hidden, and how."""

    program: Program
    says: str
    there: str
    twin: str = ""

    def __str__(self) -> str:
        return f"{self.program}\n{self.says}:\n  {self.there}\n  {self.twin}"


def find_leak(
    store: Store,
    world: World,
    model: Model,
    viewer: int | None,
    programs: Sequence[Program],
) -> Leak | None:
    """The first that tells anything; the programs are of this viewer."""
    there = _observed(store, world, model, programs)
    hidden = Hidden(world, viewer).ids(model)
    for program, seen in zip(programs, there, strict=True):
        for interface, key in sorted(seen.met):
            if key in hidden[interface]:
                return Leak(program, "this is hidden", f"{interface} {key}")
    for says, twin in twins(world, model, viewer):
        found = _observed(store, twin, model, programs)
        for program, one, other in zip(programs, there, found, strict=True):
            for mine, theirs in zip(one.lines, other.lines):
                if mine != theirs:
                    return Leak(program, says, mine, theirs)
            if len(one.lines) != len(other.lines):
                return Leak(program, says, str(len(one.lines)), str(len(other.lines)))
    return None


def _observed(
    store: Store, world: World, model: Model, programs: Sequence[Program]
) -> list[Observation]:
    found: list[Observation] = []
    with store.opened() as backend:
        world.load(backend, model)
        for program in programs:
            seen = Observation(model)
            names: dict[str, Any] = names_on_backends(model)
            seen.run(program, names)
            found.append(seen)
    return found
