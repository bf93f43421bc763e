"""Total orders: what was asked, then the entity's own order, then the id."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from operator import itemgetter
from typing import Any, Final

from lp_persistence.errors import (
    InvalidKey,
    InvalidValue,
    NotAllowed,
    UnknownName,
    shortened,
)
from lp_persistence.expression import AMONG, Node, describe
from lp_persistence.fields import Attribute, Collection, Datetime, Int, Key
from lp_persistence.model import EntityType
from lp_persistence.steps import ID, RANK, VIA, By

BY_ID: Final = By(ID)
BY_VIA: Final = By((VIA, *ID))
#: Before a fact of what a member was reached over: ``via.importance``.
PREFIX: Final = "via."


def own_order(type_: EntityType) -> tuple[By, ...]:
    """The order of an entity type where nothing else was asked."""
    return _total(type_, type_.order)


def _total(
    type_: EntityType,
    names: tuple[str, ...],
    ranked: bool = False,
    over: EntityType | None = None,
) -> tuple[By, ...]:
    terms = [_term(type_, name, over) for name in names]
    if ranked:
        terms.append(By(RANK))
    terms += [_term(type_, name) for name in type_.order]
    terms.append(BY_ID if over is None else BY_VIA)
    first: dict[tuple[str, ...], By] = {}
    for term in terms:
        first.setdefault(term.path, term)
        if term.path in (ID, BY_VIA.path):
            break  # nothing behind it could decide
    return tuple(first.values())


def _term(type_: EntityType, name: str, over: EntityType | None = None) -> By:
    fact = name.removeprefix("-")
    if over is not None and fact.startswith(PREFIX):
        term = _term(over, fact.removeprefix(PREFIX))
        return By((VIA, *term.path), name.startswith("-"))
    if fact in type_.edges:
        raise NotAllowed(
            f"{type_.name}.{fact} leads to entities, which have no order among "
            f"each other. Order by a fact: {', '.join(_ordered_facts(type_))}."
        )
    field = type_.facts.get(fact)
    if field is None:
        raise UnknownName("fact", type_.name, fact, _ordered_facts(type_))
    if not field.is_ordered:
        raise NotAllowed(
            f"{type_.name}.{fact} holds several texts, which have no order among "
            f"each other. Order by a fact: {', '.join(_ordered_facts(type_))}."
        )
    return By((field.__name__,), name.startswith("-"))


def _ordered_facts(type_: EntityType) -> list[str]:
    """Names of the facts that can be ordered by."""
    return sorted(name for name, field in type_.facts.items() if field.is_ordered)


def check_order(
    type_: EntityType, names: tuple[str, ...], over: EntityType | None = None
) -> None:
    """Raise InvalidValue, UnknownName or NotAllowed unless each can be ordered
    by; ``over`` is the type that members are reached over."""
    for name in names:
        if not isinstance(name, str):
            raise InvalidValue(
                type_.name, "ordered_by", name, "expected names of facts"
            )
        _term(type_, name, over)


def is_positional(node: Node) -> bool:
    """Whether its order is that of something with a limit that it narrows,
    which no backend could repeat: the layer sorts by position."""
    if node.kind != AMONG or node.narrowing.order is not None:
        return False
    assert node.source is not None
    settled = node.source.narrowing
    return (
        settled.limit is not None
        or settled.after is not None
        or is_positional(node.source)
    )


def order_terms(node: Node) -> tuple[By, ...]:
    """The total order of a node.

    NotAllowed where the node only has its base's, known by position.
    """
    narrowing = node.narrowing
    if narrowing.order is not None:
        return _total(node.type, narrowing.order, over=node.over)
    if is_positional(node):
        raise NotAllowed(
            f"{describe(node)} has the order of what it was narrowed from. "
            f"Say ordered_by(…) before its limit is used like this."
        )
    edge = node.edge_field
    if isinstance(edge, Collection):
        return _total(node.type, edge.ordered_by, edge.ranked)
    return _total(node.type, node.type.order, over=node.over)


def opposite(node: Node) -> tuple[str, ...] | None:
    """What orders the members of a node from the last to the first, for
    ``ordered_by``.

    None where that can't be said: by the rank of an edge, or by what it was reached
    over, a member has several places, of which the first one counts. NotAllowed as
    ``order_terms`` has it.
    """
    terms = order_terms(node)
    if node.over is not None or any(term.path == RANK for term in terms):
        return None
    names = {field.__name__: name for name, field in node.type.facts.items()}
    return tuple(("" if by.descending else "-") + names[by.path[0]] for by in terms)


def key_text(values: tuple[Any, ...]) -> str:
    """The text of a key: the values of an order, as JSON."""
    return json.dumps(
        [
            value.isoformat() if isinstance(value, datetime) else value
            for value in values
        ],
        ensure_ascii=False,
        separators=(",", ":"),
    )


def parse_key(node: Node, text: Any) -> tuple[Any, ...]:
    """The neutral values of a key's text; InvalidKey where it is none."""
    terms = order_terms(node)
    problem = InvalidKey(
        f"{shortened(text)} is no place in {describe(node)}. A place is what "
        f"key(member) of the page before gave."
    )
    try:
        values = json.loads(text)
    except (ValueError, TypeError, RecursionError):
        raise problem from None
    if not isinstance(values, list) or len(values) != len(terms):
        raise problem
    try:
        return tuple(
            _parse_value(node, term, value)
            for term, value in zip(terms, values, strict=True)
        )
    except InvalidValue:
        raise problem from None


def field_of(node: Node, term: By) -> Attribute:
    """The field that a term of a node's order, but for a rank, is of."""
    is_via = node.over is not None and term.path[0] == VIA
    type_ = node.over if is_via else node.type
    assert type_ is not None
    return type_.fields[term.path[-1]]


def _parse_value(node: Node, term: By, value: Any) -> Any:
    """A neutral value of a term's field, as JSON has it; InvalidValue for others."""
    if term.path == RANK:
        Int(__name__="rank").check(value)
        return value
    field = field_of(node, term)
    if value is None:
        if term.path[-1:] == ID:
            raise field.invalid(value, "everybody has one")
        return None
    if isinstance(field, Key):
        return field.neutral(tuple(value) if isinstance(value, list) else value)
    if isinstance(field, Datetime):
        return field.neutral(_parse_date(field, value))
    items = getattr(field, "items", None)
    if items is not None:
        Int(__name__="item").check(value)
        return value
    return field.neutral(value)


def _parse_date(field: Datetime, value: Any) -> datetime:
    if not isinstance(value, str):
        raise field.invalid(value, "expected the text of a date")
    try:
        return datetime.fromisoformat(value)
    except ValueError:
        raise field.invalid(value, "it is no date") from None


def sort_rows(
    rows: list[tuple[Any, ...]], terms: tuple[By, ...], columns: dict[Any, int]
) -> None:
    """Sort rows in place by an order whose columns stand where ``columns``
    says. None is the largest."""
    for term in reversed(terms):
        rows.sort(key=_sort_key(columns[term.path]), reverse=term.descending)


def _sort_key(index: int) -> Callable[[tuple[Any, ...]], Any]:
    value = itemgetter(index)

    def key(row: tuple[Any, ...]) -> tuple[bool, Any]:
        found = value(row)
        return (True, 0) if found is None else (False, found)

    return key
