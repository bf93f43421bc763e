"""Loads table files into tables: all of them, or nothing.

Rows are staged in temporary tables, with the lines they stand in, and each
table gets its own by one statement: so keys that lead to other rows of the
same table hold, and what the database refuses is found in a few more.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from storm.database import Connection
from storm.exceptions import DatabaseError

from lp_persistence.database.blame import Blame
from lp_persistence.database.catalog import Catalog, Column, Table
from lp_persistence.database.engine import Engine, engine_of
from lp_persistence.database.files import Field, Line, read, table_files
from lp_persistence.database.order import Filling, filling_order
from lp_persistence.database.staged import Staged
from lp_persistence.database.values import meaning
from lp_persistence.errors import InvalidFile, shortened
from lp_persistence.storm.book import RecordsBook
from lp_persistence.storm.expressions import table_name
from lp_persistence.storm.loading import Loader
from lp_persistence.storm.statements import Dialect

#: How many rows travel at once.
BATCH: Final = 5_000

#: ``progress(done, total)``; called last with both equal.
Progress = Callable[[int, int], object]


def load_files(
    folder: Path,
    book: RecordsBook,
    connection: Connection,
    dialect: Dialect,
    progress: Progress,
) -> dict[str, int]:
    """Load the table files of a folder; how many rows each table got.

    Tables that no records name are loaded as well. A table that follows from
    others (``Records.upkeep``) and has no file is brought up to date. Commits
    nothing. Raises InvalidFile, and nothing is loaded then; OSError.
    """
    engine = engine_of(connection)
    files = table_files(folder)
    catalog = engine.catalog(connection)
    for name, path in files.items():
        if name not in catalog or catalog[name].is_view:
            raise InvalidFile(f"{path.name}: the database has no table {name}.")
    loading = _Loading(connection, engine, catalog, progress)
    with Loader(book, connection, dialect) as loader:
        rows = loading.load(files)
        filled = dict.fromkeys(files)
        for records in book:
            for upkeep in records.upkeep:
                name = table_name(upkeep.table)
                if name not in filled:
                    loader.bring_up_to_date(upkeep)
                    filled[name] = None
        engine.settle(connection, [catalog[name] for name in filled])
    progress(1, 1)
    return rows


class _Loading:
    def __init__(
        self,
        connection: Connection,
        engine: Engine,
        catalog: Catalog,
        progress: Progress,
    ):
        self._connection = connection
        self._engine = engine
        self._catalog = catalog
        self._progress = progress
        self._done = 0
        self._total = 1

    def load(self, files: Mapping[str, Path]) -> dict[str, int]:
        sizes = {name: path.stat().st_size for name, path in files.items()}
        # Once to stage it, once to insert it; and what comes after.
        self._total = 2 * sum(sizes.values()) + 1
        staged = {}
        for name, path in files.items():
            staged[name] = self._stage(self._catalog[name], path, sizes[name])
        order = filling_order(files, self._catalog)
        for filling in order:
            self._insert(staged[filling.table.name], filling)
            self._advance(sizes[filling.table.name])
        for filling in order:
            if set(filling.later) & {
                c.name for c in staged[filling.table.name].columns
            }:
                self._complete(staged[filling.table.name], filling)
        for each in staged.values():
            self._execute(each.drop())
        return {name: each.count for name, each in staged.items()}

    def _stage(self, table: Table, path: Path, size: int) -> Staged:
        lines = read(path)
        columns = _header(table, path.name, lines)
        staged = Staged(table, path.name, columns)
        self._execute(staged.create())
        unpacked = self._engine.unpacked(len(columns) + 1)
        insert = staged.fill(unpacked)
        begin, read_so_far = self._done, 0
        for batch in _batches(_values(self._engine, staged, lines)):
            staged.count += len(batch)
            text = json.dumps(batch, ensure_ascii=False)
            self._connection.execute(insert, (text,), noresult=True)
            read_so_far += len(text)
            self._show(begin + min(read_so_far, size))
        self._done = begin
        self._advance(size)
        return staged

    def _insert(self, staged: Staged, filling: Filling) -> None:
        self._execute("SAVEPOINT one_table")
        try:
            self._execute(staged.insert(self._engine, filling.later))
        except DatabaseError as error:
            self._execute("ROLLBACK TO SAVEPOINT one_table")
            blame = Blame(self._connection, self._engine, staged, filling.later)
            raise blame.of_insert(error) from error
        self._execute("RELEASE SAVEPOINT one_table")

    def _complete(self, staged: Staged, filling: Filling) -> None:
        self._execute("SAVEPOINT one_table")
        try:
            self._execute(staged.complete(self._engine, filling.later))
        except DatabaseError as error:
            self._execute("ROLLBACK TO SAVEPOINT one_table")
            blame = Blame(self._connection, self._engine, staged, filling.later)
            raise blame.of_completion(error) from error
        self._execute("RELEASE SAVEPOINT one_table")

    def _execute(self, text: str) -> None:
        self._connection.execute(text, noresult=True)

    def _advance(self, size: int) -> None:
        self._done += size
        self._show(self._done)

    def _show(self, done: int) -> None:
        self._progress(done, self._total)


def _header(table: Table, file: str, lines: Iterator[Line]) -> list[Column]:
    """The columns that the first line of a file names."""
    first = next(lines, None)
    if first is None:
        raise InvalidFile.at(file, 1, "it should name the columns, and is not there")
    columns: list[Column] = []
    for name in first.fields:
        if name is None or name not in table.columns:
            known = ", ".join(table.columns)
            raise InvalidFile.at(
                file, 1, f"{table.name} has no column {name or ''!r}; it has {known}"
            )
        if table.columns[name] in columns:
            raise InvalidFile.at(file, 1, f"{name} is named twice")
        columns.append(table.columns[name])
    for column in table.columns.values():
        if not (column.nullable or column.has_default or column in columns):
            raise InvalidFile.at(
                file, 1, f"{column.name} is missing, and can't be null"
            )
    return columns


def _values(
    engine: Engine, staged: Staged, lines: Iterator[Line]
) -> Iterator[Sequence[Any]]:
    """What travels of each line: its number, and its values."""
    columns = staged.columns
    for number, fields in lines:
        if len(fields) != len(columns):
            raise InvalidFile.at(
                staged.file,
                number,
                f"it has {len(fields)} values instead of {len(columns)}",
            )
        row: list[Any] = [number]
        for column, field in zip(columns, fields):
            try:
                row.append(_value(engine, column, field))
            except ValueError as error:
                raise InvalidFile.at(
                    staged.file,
                    number,
                    f"{column.name} can't be {shortened(field)}: {error}",
                ) from None
        yield row


def _value(engine: Engine, column: Column, field: Field) -> Any:
    if field is None:
        if not column.nullable:
            raise ValueError("it is needed")
        return None
    return engine.travels(field, meaning(column, field))


def _batches(rows: Iterator[Sequence[Any]]) -> Iterator[list[Sequence[Any]]]:
    batch: list[Sequence[Any]] = []
    for row in rows:
        batch.append(row)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch
