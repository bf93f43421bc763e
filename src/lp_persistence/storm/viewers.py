"""Who looks, in the records of rules, and what is asked of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from storm.expr import Expr

from lp_persistence.storm.expressions import Array, HeldBy, Overlaps, Value
from lp_persistence.storm.parameters import ViewerArray, ViewerHas


class Viewer:
    """Who looks, for rules of visibility."""

    def has(self, fact: str) -> Expr:
        """Whether there is anything in a fact of the viewer."""
        return Value(ViewerHas(fact))

    def holds(self, fact: str, column: Any) -> Expr:
        """Whether the id in a column is in a fact of the viewer."""
        return HeldBy(column, Array(ViewerArray(fact)))

    def overlaps(self, fact: str, column: Any) -> Expr:
        """Whether a column of ids has one that is in a fact of the viewer."""
        return Overlaps(column, Array(ViewerArray(fact, elements=True)))


VIEWER: Final = Viewer()


@dataclass(frozen=True, eq=False)
class ViewerRecords:
    """How a fact of the viewer is kept: ``select(viewer)`` gives the query of
    its ids, one column, for the viewer whose id is the expression given;
    ``reads`` are the tables that it asks."""

    select: Callable[[Expr], Expr]
    reads: tuple[type, ...] = ()
