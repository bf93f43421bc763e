"""What scopes find, and the columns and orders of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple, TypeAlias

from lp_persistence.errors import NotAllowed
from lp_persistence.memory.columns import column
from lp_persistence.memory.run import Column, Run
from lp_persistence.model import Model
from lp_persistence.steps import RANK, VIA, Path, Reached, Scope


class Found(NamedTuple):
    """Entities that were found; of a ``Followed``, edges: one for each pair
    of parent and entity, with its rank where the edge is ranked; of a
    ``Reached``, one for each pair of what it was reached over and entity."""

    ids: Sequence[int]
    parents: Sequence[int] | None = None
    ranks: Sequence[int] | None = None
    over: Sequence[int] | None = None

    def take(self, positions: Sequence[int]) -> Found:
        """Those at these positions."""
        ids, *others = self
        return Found(
            [ids[p] for p in positions],
            *(each and [each[p] for p in positions] for each in others),
        )

    def distinct(self) -> Found:
        """Each entity once, without parents, with its lowest rank."""
        if self.ranks is None:
            return Found(list(dict.fromkeys(self.ids)))
        lowest: dict[int, int] = {}
        for key, rank in zip(self.ids, self.ranks, strict=True):
            lowest[key] = min(rank, lowest.get(key, rank))
        return Found(list(lowest), None, list(lowest.values()))


#: Where a scope begins: distinct entities, or edges of distinct pairs.
Origin: TypeAlias = Callable[[Run], Found]
#: The values of an attribute, or the ranks, of what was found.
FoundColumn: TypeAlias = Callable[[Run, Found], Sequence[Any]]


#: Terms of an order: what is read of what was found, and whether it descends.
Order: TypeAlias = Sequence[tuple[FoundColumn, bool]]


def found_column(
    model: Model, scope: Scope, path: Path, whose: str | None = None
) -> FoundColumn:
    """Like ``column``, of what a scope found; RANK gives the ranks, VIA goes on
    from what it was reached over."""
    if path == RANK:
        return _ranks
    if path[0] == VIA:
        assert isinstance(scope.origin, Reached)
        over = column(model, model.type_named(scope.origin.owner), path[1:], whose)
        return lambda run, found: over(run, found.over or ())
    values: Column = column(model, model.type_named(scope.interface), path, whose)
    return lambda run, found: values(run, found.ids)


def _ranks(run: Run, found: Found) -> Sequence[Any]:
    if found.ranks is None:
        raise NotAllowed("A rank was asked for, but the edge followed has none.")
    return found.ranks


def order_of(model: Model, scope: Scope) -> Order:
    """The order of a scope."""
    return [
        (found_column(model, scope, by.path, by.whose), by.descending)
        for by in scope.order
    ]


def in_order(
    run: Run, found: Found, positions: Sequence[int], order: Order
) -> list[int]:
    """Positions in the order of what was found there."""
    those = found.take(positions)
    places = list(range(len(positions)))
    for read, descending in reversed(order):
        values = read(run, those)
        if None in values:
            values = [(value is None, value) for value in values]
        places.sort(key=values.__getitem__, reverse=descending)
    return [positions[each] for each in places]
