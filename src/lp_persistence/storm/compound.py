"""Ids of several parts in expressions; of most, the one part that they are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from storm.expr import And, Eq, Is, IsNot, Or

from lp_persistence.storm.expressions import (
    TRUE,
    Compound,
    Nothing,
    Renamed,
    When,
)


def parts_of(expr: Any) -> tuple[Any, ...]:
    """The columns that an expression is in a query: of most, one."""
    return expr.parts if isinstance(expr, Compound) else (expr,)


def nothing(kind: str | tuple[str, ...]) -> Any:
    """What stands for an expression of a kind, of any number of parts, in the
    rows of a union that have none."""
    if isinstance(kind, str):
        return Nothing(kind)
    return Compound(map(Nothing, kind))


def renamed(expr: Any, names: Mapping[type, str]) -> Any:
    """An expression, of any number of parts, on tables of these names."""
    if isinstance(expr, Compound):
        return Compound(Renamed(part, names) for part in expr.parts)
    return Renamed(expr, names)


def equal(first: Any, second: Any) -> Any:
    """Whether two expressions of as many parts are equal. Part by part, for
    an index to be used."""
    pairs = zip(parts_of(first), parts_of(second), strict=True)
    return And(*[Eq(one, other) for one, other in pairs])


def when(condition: Any, expr: Any) -> Any:
    """An expression, of any number of parts, where a condition holds."""
    if condition is TRUE:
        return expr
    if isinstance(expr, Compound):
        return Compound(When(condition, part) for part in expr.parts)
    return When(condition, expr)


def is_none(expr: Any) -> Any:
    """Whether an expression, or a part of it, is NULL."""
    return Or(*[Is(part, None) for part in parts_of(expr)])


def is_some(expr: Any) -> Any:
    """Whether no part of an expression is NULL."""
    return And(*[IsNot(part, None) for part in parts_of(expr)])
