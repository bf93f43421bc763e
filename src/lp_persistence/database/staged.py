"""Rows of one file in a temporary table, and the statements about them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Final

from lp_persistence.database.catalog import Column, ForeignKey, Table
from lp_persistence.database.engine import Engine, quoted

#: The column with the number of the line that a row begins in.
LINE: Final = "#line"
PREFIX: Final = "lp_file_of_"


class Staged:
    """The rows of a file that go into ``table``; ``count`` of them."""

    def __init__(self, table: Table, file: str, columns: Sequence[Column]):
        self.table = table
        self.file = file
        self.columns = columns
        self.count = 0
        self.name = quoted(PREFIX + table.name)

    def create(self) -> str:
        texts = "".join(f", {quoted(column.name)} TEXT" for column in self.columns)
        return f"CREATE TEMPORARY TABLE {self.name} ({quoted(LINE)} INTEGER{texts})"

    def drop(self) -> str:
        return f"DROP TABLE {self.name}"

    def fill(self, unpacked: str) -> str:
        """``unpacked`` is the query for rows that travel."""
        return f"INSERT INTO {self.name} {unpacked}"

    def insert(self, engine: Engine, later: Collection[str]) -> str:
        """All rows, but for the columns that are filled ``later``."""
        columns = [each for each in self.columns if each.name not in later]
        names = ", ".join(quoted(column.name) for column in columns)
        values = ", ".join(
            engine.cast(column, quoted(column.name)) for column in columns
        )
        return (
            f"INSERT INTO {quoted(self.table.name)} ({names}) "
            f"SELECT {values} FROM {self.name}"
        )

    def up_to(self, statement: str, line: int) -> str:
        """A statement of these for the rows that begin up to a line."""
        word = "AND" if " WHERE " in statement else "WHERE"
        return f"{statement} {word} {self.name}.{quoted(LINE)} <= {line}"

    def complete(self, engine: Engine, later: Collection[str]) -> str:
        """The statement that fills the other columns of rows that are there."""
        table = quoted(self.table.name)
        given = {each.name: each for each in self.columns}
        columns = [given[name] for name in later if name in given]
        values = ", ".join(
            f"{quoted(column.name)} = {self._value(engine, column)}"
            for column in columns
        )
        same = " AND ".join(
            f"{table}.{quoted(name)} = {self._value(engine, given[name])}"
            for name in self.table.primary_key
        )
        some = " OR ".join(
            f"{self.name}.{quoted(column.name)} IS NOT NULL" for column in columns
        )
        return f"UPDATE {table} SET {values} FROM {self.name} WHERE {same} AND ({some})"

    def leading_to_nothing(self, engine: Engine, key: ForeignKey) -> str:
        """The query for line and values of the first row whose key leads to
        nothing."""
        given = {each.name: each for each in self.columns}
        columns = [given[name] for name in key.columns]
        values = [f"{self.name}.{quoted(column.name)}" for column in columns]
        there = " AND ".join(
            f"there.{quoted(theirs)} = {self._value(engine, column)}"
            for theirs, column in zip(key.keys, columns)
        )
        where = [f"{value} IS NOT NULL" for value in values]
        where.append(
            f"NOT EXISTS (SELECT 1 FROM {quoted(key.table)} AS there WHERE {there})"
        )
        if key.table == self.table.name and set(key.keys) <= set(given):
            beside = " AND ".join(
                f"beside.{quoted(theirs)} = {value}"
                for theirs, value in zip(key.keys, values)
            )
            where.append(
                f"NOT EXISTS (SELECT 1 FROM {self.name} AS beside WHERE {beside})"
            )
        return (
            f"SELECT {quoted(LINE)}, {', '.join(values)} FROM {self.name} "
            f"WHERE {' AND '.join(where)} ORDER BY {quoted(LINE)} LIMIT 1"
        )

    def _value(self, engine: Engine, column: Column) -> str:
        return engine.cast(column, f"{self.name}.{quoted(column.name)}")
