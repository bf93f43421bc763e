"""Orders that are the same whoever looks: what a limit takes the first of is
sorted once, and kept as long as the world."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

from lp_persistence.memory.found import Found, Order, in_order
from lp_persistence.memory.live import LiveWorld, Made
from lp_persistence.memory.run import Run
from lp_persistence.steps import VIA, Followed, Scope, Values

#: Where an edge leads from a parent; for everything of a type the parent is None.
Gather: TypeAlias = Callable[[Run, Any], Found]


def is_steady(scope: Scope) -> bool:
    """Whether a limit takes the first of an order that depends on the world alone."""
    return (
        scope.limit is not None
        and bool(scope.order)
        and all(by.whose is None and by.path[0] != VIA for by in scope.order)
    )


class Standing:
    """What is there of a scope's origin in the scope's order, by parent."""

    def __init__(self, scope: Scope, order: Order, gather: Gather):
        origin = scope.origin
        edge = (origin.owner, origin.edge) if isinstance(origin, Followed) else None
        self._name = scope.interface
        self._kept = scope.interface, edge, scope.order
        self._order = order
        self._gather = gather

    def __call__(self, run: Run, parent: Any) -> Found:
        world = run.world
        known = world.kept.get(self._kept)
        if known is None:
            known = world.kept.setdefault(self._kept, Made(self._sorting(world)))
        found: Found = known[parent]
        return found

    def _sorting(self, world: LiveWorld) -> Callable[[Any], Found]:
        # What fills the slots of a step has no part in it.
        run = Run(world, Values(), ())

        def sort(parent: Any) -> Found:
            found, rows = self._gather(run, parent), world.rows[self._name]
            there = [place for place, key in enumerate(found.ids) if key in rows]
            return found.take(in_order(run, found, there, self._order))

        return sort
