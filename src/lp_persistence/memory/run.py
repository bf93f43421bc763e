"""One run of a step, and what compiled pieces are."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from types import SimpleNamespace
from typing import Any, TypeAlias

from lp_persistence.memory.live import LiveWorld
from lp_persistence.steps import Values


class Run:
    """One run of a step: the world, and what fills the step's slots.

    ``memo`` keeps what compiled pieces found during this run, by piece.
    """

    __slots__ = ("_viewer", "keys", "memo", "slots", "world")

    def __init__(self, world: LiveWorld, values: Values, keys: Sequence[Iterable[int]]):
        self.world = world
        self.slots = values.slots
        self.keys = keys
        self.memo: dict[object, Any] = {}
        self._viewer = values.viewer

    def viewer(self, facts: Sequence[str]) -> SimpleNamespace:
        """What rules and facts are told of who looks."""
        return told_of(self._viewer, facts)


def told_of(
    known: Mapping[str, frozenset[int]], facts: Sequence[str]
) -> SimpleNamespace:
    """A viewer of whom so much is known; nobody has nothing."""
    return SimpleNamespace(**{name: frozenset(known.get(name, ())) for name in facts})


#: From ids that are there to a value of each.
Column: TypeAlias = Callable[[Run, Sequence[int]], list[Any]]
#: The same, where the values are truth values.
Mask: TypeAlias = Column
