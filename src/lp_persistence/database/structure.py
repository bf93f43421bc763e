"""Whether tables and columns are as the Storm classes of records say."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from storm.info import get_cls_info
from storm.variables import (
    BoolVariable,
    DateTimeVariable,
    DateVariable,
    IntVariable,
    JSONVariable,
    ListVariable,
    UnicodeVariable,
)

from lp_persistence.database.catalog import ARRAY, DAY, JSON, Catalog, Table
from lp_persistence.database.engine import Engine
from lp_persistence.database.finding import class_name, difference, place_of
from lp_persistence.finding import Finding
from lp_persistence.storm.book import RecordsBook
from lp_persistence.storm.expressions import may_be_null, table_name
from lp_persistence.storm.parameters import BOOL, DATE, INT, TEXT

#: By Storm's variable, the kind of the values that it takes.
_KINDS: Final[tuple[tuple[type, str], ...]] = (
    (BoolVariable, BOOL),
    (IntVariable, INT),
    (UnicodeVariable, TEXT),
    (DateTimeVariable, DATE),
    (DateVariable, DAY),
    (ListVariable, ARRAY),
    (JSONVariable, JSON),
)
#: By kind, the type that says so in a statement.
_TYPES: Final = {
    INT: "integer",
    BOOL: "boolean",
    TEXT: "text",
    DATE: "timestamp without time zone",
    DAY: "date",
    ARRAY: "integer[]",
    JSON: "jsonb",
}


def classes_of(book: RecordsBook) -> list[type]:
    """The Storm classes that records or their rules name."""
    found: dict[type, None] = {}
    for records in book:
        found |= dict.fromkeys(records.tables)
        for rule in records.rules:
            found |= dict.fromkeys(side.table for side in rule.sides)
            found |= dict.fromkeys(rule.reads)
    for viewer_records in book.viewer_records.values():
        found |= dict.fromkeys(viewer_records.reads)
    return sorted(found, key=lambda table: (table_name(table), class_name(table)))


def structure(book: RecordsBook, catalog: Catalog, engine: Engine) -> Iterator[Finding]:
    """What tables and columns there should be, and are not so."""
    for table in classes_of(book):
        name = table_name(table)
        there = catalog.get(name.rpartition(".")[2])
        if there is None:
            yield difference(
                name,
                "there is no such table",
                f"Create it with the columns of {class_name(table)}; in an empty "
                "database lp-persistence init makes all",
            )
        else:
            yield from _columns(table, there, engine)


def _columns(table: type, there: Table, engine: Engine) -> Iterator[Finding]:
    for column in get_cls_info(table).columns:
        kind = _kind(column)
        found = there.columns.get(column.name)
        place, says = place_of(column), class_name(table)
        if found is None:
            yield difference(
                place,
                "there is no such column",
                f"ALTER TABLE {there.name} ADD COLUMN {column.name} "
                f"{_TYPES.get(kind or '', '…')}, or take it from {says}",
            )
            continue
        if kind is not None and found.kind not in engine.kept_as(kind):
            yield difference(
                place,
                f"its type is {found.type.lower()}, where {_TYPES[kind]} is read",
                f"Change its type, or its property in {says}",
            )
        if found.nullable and not may_be_null(column) and not there.is_view:
            yield difference(
                place,
                "it may be null, and statements count on it that it is not",
                f"ALTER TABLE {there.name} ALTER COLUMN {column.name} SET NOT NULL, "
                f"or allow None in {says}",
            )


def _kind(column: Any) -> str | None:
    """The kind that a Storm property reads; None for one of an application's
    own making."""
    variable = column.variable_factory.func
    for of_type, kind in _KINDS:
        if issubclass(variable, of_type):
            return kind
    return None
