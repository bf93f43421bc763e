"""Naive ids, and the keys of pages."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from lp_persistence.errors import InvalidKey, InvalidValue
from lp_persistence.fields import ID_RANGE, Choice, Datetime
from lp_persistence.testing.reference.expressions import Term
from lp_persistence.testing.reference.graph import Graph
from lp_persistence.testing.reference.members import RANK, VIA, Members


def has_id(graph: Graph, interface: str, key: Any) -> bool:
    """Whether something could be an id of an interface, however large."""
    width = len(graph.types[interface].key)
    parts = key if isinstance(key, tuple) else (key,)
    return (
        isinstance(key, tuple) == bool(width)
        and len(parts) == (width or 1)
        and all(type(part) is int for part in parts)
    )


def is_small(key: Any) -> bool:
    """Whether no part of an id is past 64 bits."""
    parts = key if isinstance(key, tuple) else (key,)
    return all(part in ID_RANGE for part in parts)


def key_value(value: Any) -> Any:
    """How a value of an order stands in a key."""
    if isinstance(value, tuple):
        return list(value)
    return value.isoformat() if isinstance(value, datetime) else value


def values_of_key(members: Members, term: Term, text: Any) -> tuple[Any, ...]:
    """The values that a key says in a term's order; InvalidKey else."""
    order = members.order_terms(term)
    try:
        values = json.loads(text)
    except (ValueError, TypeError):
        raise InvalidKey(text) from None
    if not isinstance(values, list) or len(values) != len(order):
        raise InvalidKey(text)
    try:
        return tuple(
            _value(members.graph, term, name, value)
            for (name, _), value in zip(order, values, strict=True)
        )
    except (ValueError, TypeError, InvalidValue):
        raise InvalidKey(text) from None


def _value(graph: Graph, term: Term, name: str, value: Any) -> Any:
    interface, is_id = term.interface, name in ("id", "via.id")
    if term.over is not None and name.startswith(VIA):
        interface, name = term.over.interface, name.removeprefix(VIA)
    field = None if name == RANK else graph.field(interface, name)
    if value is None and name != RANK and not is_id:
        return None
    if field is None or isinstance(field, Choice):
        if type(value) is not int or value not in ID_RANGE:
            raise ValueError(value)
        return value
    if value is None:
        raise ValueError(value)
    if isinstance(value, list):
        return field.neutral(tuple(value))
    if isinstance(field, Datetime):
        return field.neutral(datetime.fromisoformat(value))
    return field.neutral(value)
