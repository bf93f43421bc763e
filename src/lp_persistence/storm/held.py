"""Ids that are at hand, as a run brings them: in a slot, or from a step."""

from __future__ import annotations

from typing import Any

from storm.expr import Eq, In, Select

from lp_persistence.steps import Given, Keys
from lp_persistence.storm.compound import equal, parts_of
from lp_persistence.storm.expressions import (
    Array,
    Compound,
    HeldBy,
    Unnested,
    UnnestedKeys,
    Value,
)
from lp_persistence.storm.parameters import (
    KeyArray,
    SlotArray,
    SlotKeys,
    SlotSingle,
    StepKeys,
)

#: What ids of several parts are called where they are asked for.
_HELD = "held"


def holds(expr: Any, ids: Given | Keys) -> Any:
    """Whether the id ``expr`` is among those."""
    if isinstance(ids, Given) and ids.single:
        return _is_only(expr, ids.slot)
    if not isinstance(expr, Compound):
        return HeldBy(expr, _array(ids))
    table = _keys(ids, len(expr.parts), _HELD)
    return In(expr, Select(parts_of(table.value), tables=[table]))


def _is_only(expr: Any, slot: int) -> Any:
    if not isinstance(expr, Compound):
        return Eq(expr, Value(SlotSingle(slot)))
    values = (Value(SlotSingle(slot, part)) for part in range(len(expr.parts)))
    return equal(expr, Compound(values))


def table_of(ids: Given | Keys, width: int, name: str) -> Unnested | UnnestedKeys:
    """Those ids as a table of that name, of ``width`` parts each if not 0."""
    return _keys(ids, width, name) if width else Unnested(_array(ids), name)


def _keys(ids: Given | Keys, width: int, name: str) -> UnnestedKeys:
    if isinstance(ids, Given):
        return UnnestedKeys(SlotKeys(ids.slot), width, name)
    return UnnestedKeys(StepKeys(ids.index), width, name)


def _array(ids: Given | Keys) -> Array:
    if isinstance(ids, Given):
        return Array(SlotArray(ids.slot))
    return Array(KeyArray(ids.index))
