"""Steps that a function written by hand answers."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from storm.database import Connection

from lp_persistence.steps import Follow, Values
from lp_persistence.storm.internals import rows_of

Rows: TypeAlias = list[tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Asked:
    """What a strategy is asked: a step, what fills its slots, the ids that it
    starts from, and the connection to ask."""

    step: Follow
    values: Values
    keys: Sequence[Collection[Any]]
    connection: Connection

    def rows(self, text: str, parameters: Sequence[Any] = ()) -> Rows:
        """What one statement gives, with ``?`` for parameters; no more rows than the
        context has left."""
        return rows_of(self.connection, text, tuple(parameters), self.values.most)


#: The rows of the step, neutral and in its order, or None: it is left to the layer.
Strategy: TypeAlias = Callable[[Asked], Rows | None]
