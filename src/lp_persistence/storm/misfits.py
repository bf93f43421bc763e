"""Which records a database has no place for, by what it says of a statement."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from storm.exceptions import DatabaseError
from storm.expr import Column
from storm.info import get_cls_info
from zope.interface.interface import InterfaceClass

from lp_persistence.errors import Misfit
from lp_persistence.storm.book import RecordsBook
from lp_persistence.storm.expressions import table_name
from lp_persistence.storm.records import Kept, Records

#: What SQLite and PostgreSQL say of a column, with or without the name that its
#: table has in the statement.
_COLUMN: Final = re.compile(
    r'no such column: "?(?:(?P<table>\w+)\.)?"?(?P<name>\w+)'
    r'|column "?(?:(?P<table_>\w+)\.)?"?(?P<name_>\w+)"? does not exist'
)
_TABLE: Final = re.compile(
    r'no such table: (?:main\.)?(?P<name>\w+)|relation "(?P<name_>\w+)" does not exist'
)


def misfit(
    book: RecordsBook, interface: InterfaceClass, error: DatabaseError
) -> Misfit | None:
    """What of the records is not in the database, if that is what it says; those of
    ``interface`` are looked at first."""
    text = str(error)
    missing = _COLUMN.search(text)
    by_name = missing is not None
    if missing is None:
        missing = _TABLE.search(text)
    if missing is None:
        return None
    name = missing["name"] or missing["name_"]
    alias = (missing["table"] or missing["table_"] or "") if by_name else name
    first = book.records_of(interface.__name__)
    for records in (first, *(each for each in book if each is not first)):
        for table in sorted(_tables(records), key=table_name):
            called = table_name(table).rpartition(".")[2]
            # The second of a table in a statement has a number behind its name.
            if alias and not re.fullmatch(rf"{re.escape(called)}(_\d+)?", alias):
                continue
            place = book.place_of(records.name)
            if not by_name:
                return Misfit(called, None, records.name, place)
            if any(column.name == name for column in get_cls_info(table).columns):
                return Misfit(called, name, _read(records, table, name), place)
    return None


def _tables(records: Records) -> Iterator[type]:
    yield from records.tables
    for rule in records.rules:
        yield from (side.table for side in rule.sides)
        yield from rule.reads


def _read(records: Records, table: type, name: str) -> str:
    """The attribute that is read from a column; the interface alone where none is."""
    for attribute, line in records.lines.items():
        column = line.expression if isinstance(line, Kept) else line
        if (
            isinstance(column, Column)
            and column.name == name
            and table_name(column.table) == table_name(table)
        ):
            return f"{records.name}.{attribute}"
    return records.name
