"""Writes the tables of a database as files, as PostgreSQL's COPY does."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

from storm.database import Connection

from lp_persistence.database.catalog import ARRAY, Table
from lp_persistence.database.engine import engine_of, quoted
from lp_persistence.database.files import SUFFIX, Field, write
from lp_persistence.storm.internals import rows_of
from lp_persistence.storm.parameters import BOOL


def write_tables(connection: Connection, folder: Path) -> None:
    """A file for each table, all of its columns and rows, in a new folder."""
    folder.mkdir()
    for table in engine_of(connection).catalog(connection).values():
        if not table.is_view:
            with (folder / f"{table.name}{SUFFIX}").open(
                "w", encoding="utf-8", newline=""
            ) as stream:
                write(stream, _rows(connection, table))


def _rows(connection: Connection, table: Table) -> Iterator[list[Field]]:
    yield list(table.columns)
    writers = [_WRITERS.get(column.kind, str) for column in table.columns.values()]
    names = ", ".join(map(quoted, table.columns))
    keys = ", ".join(map(quoted, table.primary_key))
    text = f"SELECT {names} FROM {quoted(table.name)} ORDER BY {keys}"
    for row in rows_of(connection, text, ()):
        yield [
            None if value is None else writer(value)
            for writer, value in zip(writers, row)
        ]


def _array(value: Any) -> str:
    elements = json.loads(value) if isinstance(value, str) else value
    return "{" + ",".join(map(str, elements)) + "}"


_WRITERS: Final[dict[str, Callable[[Any], str]]] = {
    ARRAY: _array,
    BOOL: lambda value: "t" if value else "f",
}
