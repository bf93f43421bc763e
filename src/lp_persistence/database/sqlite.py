"""SQLite's catalog, and how it takes the texts of files."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any

from storm.database import Connection

from lp_persistence.database.catalog import (
    ARRAY,
    DAY,
    JSON,
    Catalog,
    Column,
    ForeignKey,
    Index,
    Table,
    index_of,
)
from lp_persistence.storm.internals import rows_of
from lp_persistence.storm.parameters import BOOL, DATE, INT, TEXT
from lp_persistence.storm.sqlite_words import (
    QUESTION,
    WordIndex,
    index_in,
    indexes_of,
)

_TABLES = """
    SELECT name, type, sql FROM sqlite_master
    WHERE type IN ('table', 'view') AND substr(name, 1, 7) <> 'sqlite_'
"""
_COLUMNS = """
    SELECT t.name, c.name, c.type, c."notnull", c.dflt_value IS NOT NULL, c.pk
    FROM sqlite_master AS t, pragma_table_info(t.name) AS c
    WHERE t.type IN ('table', 'view') ORDER BY t.name, c.cid
"""
_KEYS = """
    SELECT t.name, k.id, k.seq, k."from", k."table", k."to"
    FROM sqlite_master AS t, pragma_foreign_key_list(t.name) AS k
    WHERE t.type = 'table' ORDER BY t.name, k.id, k.seq
"""
#: Those that were created, and those that came with a primary key or a rule.
_INDEXES = "SELECT sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
_UNIQUE = """
    SELECT t.name, i.name, c.name
    FROM sqlite_master AS t, pragma_index_list(t.name) AS i,
    pragma_index_info(i.name) AS c
    WHERE t.type = 'table' AND i.origin <> 'c' ORDER BY i.name, c.seqno
"""

#: Whether the engine was built with indexes of words.
MODULE = "SELECT count(*) FROM pragma_module_list WHERE name = 'fts5'"

#: By kind, what a column may be that keeps it in its own form or another.
_KEPT_AS = {
    DATE: (DATE, TEXT),
    DAY: (DAY, TEXT),
    ARRAY: (ARRAY, TEXT),
    JSON: (JSON, TEXT),
    BOOL: (BOOL, INT),
}


class SQLiteEngine:
    """See ``lp_persistence.database.engine.Engine``."""

    #: A connection may have written without.
    checks_keys = False

    def catalog(self, connection: Connection) -> Catalog:
        columns: defaultdict[str, dict[str, Column]] = defaultdict(dict)
        ids: defaultdict[str, dict[int, str]] = defaultdict(dict)
        for table, name, kind, needed, default, place in _rows(connection, _COLUMNS):
            if place:
                ids[table][place] = name
            # One whole number as a key is the number of the row.
            is_number = place == 1 and kind.upper() == "INTEGER"
            columns[table][name] = Column(
                name, kind, not needed, bool(default) or is_number
            )
        keys: defaultdict[str, dict[int, ForeignKey]] = defaultdict(dict)
        for table, number, place, ours, other, theirs in _rows(connection, _KEYS):
            there = keys[table].get(number, ForeignKey((), other, ()))
            # Where nobody says which, it is the primary key.
            key = theirs or ids[other][place + 1]
            keys[table][number] = ForeignKey(
                (*there.columns, ours), other, (*there.keys, key)
            )
        indexes: defaultdict[str, list[Index]] = defaultdict(list)
        for (definition,) in _rows(connection, _INDEXES):
            table, index = index_of(definition)
            indexes[table].append(index)
        unique: defaultdict[tuple[str, str], tuple[str, ...]] = defaultdict(tuple)
        for table, name, column in _rows(connection, _UNIQUE):
            unique[table, name] += (column,)
        for (table, name), sorted_by in unique.items():
            indexes[table].append(Index(name, sorted_by))
        for each in indexes_of(_rows(connection, QUESTION)):
            indexes[each.table].append(_of_words(each))
        tables = _rows(connection, _TABLES)
        words = (index_in(definition) for _, _, definition in tables)
        # They are indexes, whatever they are kept in.
        kept_in = {name for index in words if index for name in index.tables}
        return {
            name: Table(
                name,
                kind == "view",
                columns[name],
                tuple(ids[name][place] for place in sorted(ids[name])),
                tuple(keys[name].values()),
                tuple(indexes[name]),
            )
            for name, kind, _ in tables
            if name not in kept_in
        }

    def travels(self, text: str, meaning: Any) -> Any:
        return meaning

    def cast(self, column: Column, expression: str) -> str:
        return expression

    def unpacked(self, count: int) -> str:
        values = ", ".join(
            f"json_extract(value, '$[{place}]')" for place in range(count)
        )
        return f"SELECT {values} FROM json_each(?)"

    def breaks_a_key(self, error: BaseException) -> bool:
        return "FOREIGN KEY" in str(error)

    def kept_as(self, kind: str) -> Collection[str]:
        return _KEPT_AS.get(kind, (kind,))

    def add_key(self, table: str, column: str, to: str, key: str) -> str:
        return (
            f"Make the table {table} anew with FOREIGN KEY ({column}) REFERENCES {to} "
            f"({key}), which SQLite takes with the table alone"
        )

    def sorted_array(self, expression: str) -> str:
        return (
            f"CASE WHEN {expression} IS NOT NULL THEN (SELECT json_group_array(value) "
            f"FROM (SELECT value FROM json_each({expression}) ORDER BY value)) END"
        )

    def needed(
        self, connection: Connection, statements: Iterable[str]
    ) -> Iterator[tuple[str, Index, str]]:
        catalog = self.catalog(connection)
        has_words = any(count for (count,) in _rows(connection, MODULE))
        for statement in statements:
            words = index_in(statement)
            if words is None:
                table, index = index_of(statement)
                columns = tuple(each.removesuffix(" desc") for each in index.columns)
            elif has_words:
                table, index, columns = words.table, _of_words(words), words.columns
            else:
                continue
            there = catalog[table].columns if table in catalog else {}
            if all(name in there for name in columns if name.isidentifier()):
                yield table, index, statement

    def words(self, name: str, table: str, texts: Sequence[str]) -> str:
        return ";\n".join(WordIndex(name, table, tuple(texts)).statements())

    def settle(self, connection: Connection, tables: Iterable[Table]) -> None:
        """Nothing: it counts on from the largest id by itself, and is not told
        statistics; see ``lp_persistence.storm.sqlite``."""


def _of_words(index: WordIndex) -> Index:
    # An expression on them, whichever comes first.
    return Index(index.name, (" ".join(sorted(index.columns)),), method="fts5")


def _rows(connection: Connection, text: str) -> list[tuple[Any, ...]]:
    return rows_of(connection, text, ())


SQLITE = SQLiteEngine()
