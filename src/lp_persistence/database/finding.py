"""What is found where records and a database disagree."""

from __future__ import annotations

from storm.expr import Column as StormColumn

from lp_persistence.finding import Finding
from lp_persistence.storm.expressions import table_name


def difference(place: str, what: str, to_do: str) -> Finding:
    """One difference: where, what, and what to do about it."""
    return Finding(f"{place}: {what}", to_do)


def place_of(column: StormColumn) -> str:
    """A column, as findings name it."""
    return f"{table_name(column.table)}.{column.name}"


def class_name(table: type) -> str:
    """A Storm class, as findings name it."""
    return f"{table.__module__}.{table.__qualname__}"


def counted(number: int, what: str) -> str:
    """``1 row``, ``2 rows``."""
    return f"{number} {what}" if number == 1 else f"{number} {what}s"
