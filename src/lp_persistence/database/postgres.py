"""PostgreSQL's catalog, and how it takes the texts of files."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from storm.database import Connection
from storm.exceptions import DatabaseError

from lp_persistence.database.catalog import (
    Catalog,
    Column,
    ForeignKey,
    Index,
    Table,
    index_of,
)
from lp_persistence.storm.internals import rows_of
from lp_persistence.storm.postgres_words import words_in

#: The tables and views that a bare name means.
_SEEN = """
    SELECT oid, relname, relkind FROM pg_class
    WHERE relkind IN ('r', 'p', 'f', 'v', 'm') AND pg_table_is_visible(oid)
    AND relnamespace NOT IN ('pg_catalog'::regnamespace,
        'information_schema'::regnamespace)
"""
_TABLES = f"SELECT relname::text, relkind IN ('v', 'm') FROM ({_SEEN}) AS seen"
_COLUMNS = f"""
    SELECT relname::text, attname::text, format_type(atttypid, atttypmod),
        NOT attnotnull, atthasdef OR attidentity <> ''
    FROM ({_SEEN}) AS seen JOIN pg_attribute ON attrelid = seen.oid
    WHERE attnum > 0 AND NOT attisdropped ORDER BY seen.relname, attnum
"""
_NAMES = """
    ARRAY(SELECT attname::text FROM unnest({keys}) WITH ORDINALITY AS k (n, place)
        JOIN pg_attribute ON attrelid = {table} AND attnum = n ORDER BY place)
"""
_KEYS = f"""
    SELECT relname::text, contype = 'p',
        {_NAMES.format(keys="conkey", table="conrelid")},
        (SELECT t.relname::text FROM pg_class AS t WHERE t.oid = confrelid),
        {_NAMES.format(keys="confkey", table="confrelid")}
    FROM ({_SEEN}) AS seen JOIN pg_constraint ON conrelid = seen.oid
    WHERE contype IN ('p', 'f') ORDER BY seen.relname, conname
"""
_INDEXES = f"""
    SELECT pg_get_indexdef(indexrelid), indisvalid
    FROM ({_SEEN}) AS seen JOIN pg_index ON indrelid = seen.oid
"""
_SEQUENCE = """
    SELECT setval(pg_get_serial_sequence(?, ?), max({column})) FROM {table}
"""
_DEFINITION = "SELECT pg_get_indexdef(CAST(? AS regclass))"


class PostgresEngine:
    """See ``lp_persistence.database.engine.Engine``."""

    checks_keys = True

    def catalog(self, connection: Connection) -> Catalog:
        columns: defaultdict[str, dict[str, Column]] = defaultdict(dict)
        for table, *column in _rows(connection, _COLUMNS):
            columns[table][column[0]] = Column(*column)
        ids: dict[str, tuple[str, ...]] = {}
        keys: defaultdict[str, list[ForeignKey]] = defaultdict(list)
        for table, is_primary, ours, other, theirs in _rows(connection, _KEYS):
            if is_primary:
                ids[table] = tuple(ours)
            else:
                keys[table].append(ForeignKey(tuple(ours), other, tuple(theirs)))
        indexes: defaultdict[str, list[Index]] = defaultdict(list)
        for definition, valid in _rows(connection, _INDEXES):
            table, index = index_of(definition, valid)
            indexes[table].append(index)
        return {
            name: Table(
                name,
                is_view,
                columns[name],
                ids.get(name, ()),
                tuple(keys[name]),
                tuple(indexes[name]),
            )
            for name, is_view in _rows(connection, _TABLES)
        }

    def travels(self, text: str, meaning: Any) -> Any:
        return text

    def cast(self, column: Column, expression: str) -> str:
        return f"CAST({expression} AS {column.type})"

    def unpacked(self, count: int) -> str:
        values = ["CAST(value ->> 0 AS integer)"]
        values += (f"value ->> {place}" for place in range(1, count))
        return (
            f"SELECT {', '.join(values)} "
            "FROM jsonb_array_elements(CAST(? AS jsonb)) AS given (value)"
        )

    def breaks_a_key(self, error: BaseException) -> bool:
        return "violates foreign key" in str(error)

    def kept_as(self, kind: str) -> Collection[str]:
        return (kind,)

    def add_key(self, table: str, column: str, to: str, key: str) -> str:
        return f"ALTER TABLE {table} ADD FOREIGN KEY ({column}) REFERENCES {to} ({key})"

    def sorted_array(self, expression: str) -> str:
        return (
            f"CASE WHEN {expression} IS NOT NULL THEN ARRAY(SELECT element "
            f"FROM unnest({expression}) AS element ORDER BY element) END"
        )

    def needed(
        self, connection: Connection, statements: Iterable[str]
    ) -> Iterator[tuple[str, Index, str]]:
        # How the catalog writes conditions and expressions only the database knows:
        # it is asked by a copy of the table that holds nothing.
        by_table: defaultdict[str, list[str]] = defaultdict(list)
        for statement in statements:
            by_table[index_of(statement)[0]].append(statement)
        for table, of_table in by_table.items():
            copy = f'CREATE TEMPORARY TABLE "{table}" (LIKE "{table}")'
            with _undone(connection) as can:
                if not can(copy):
                    continue
                for statement in of_table:
                    if can(statement):
                        name = index_of(statement)[1].name
                        ((definition,),) = rows_of(
                            connection, _DEFINITION, (f'pg_temp."{name}"',)
                        )
                        yield table, index_of(definition)[1], statement

    def words(self, name: str, table: str, texts: Sequence[str]) -> str:
        return f"CREATE INDEX {name} ON {table} USING gin (({words_in(texts)}))"

    def settle(self, connection: Connection, tables: Iterable[Table]) -> None:
        for table in tables:
            for name in table.primary_key:
                if table.columns[name].has_default:
                    connection.execute(
                        _SEQUENCE.format(column=f'"{name}"', table=f'"{table.name}"'),
                        (f'"{table.name}"', name),
                        noresult=True,
                    )
            connection.execute(f'ANALYZE "{table.name}"', noresult=True)


@contextmanager
def _undone(connection: Connection) -> Iterator[Callable[[str], bool]]:
    """What a block does is undone; it gets a function that runs a statement, and
    says whether all that it needs was there."""

    def say(text: str) -> None:
        connection.execute(text, noresult=True)

    def can(text: str) -> bool:
        say("SAVEPOINT attempt")
        try:
            say(text)
        except DatabaseError as error:
            say("ROLLBACK TO SAVEPOINT attempt")
            if "does not exist" not in str(error):
                raise
            return False
        finally:
            say("RELEASE SAVEPOINT attempt")
        return True

    say("SAVEPOINT undone")
    try:
        yield can
    finally:
        say("ROLLBACK TO SAVEPOINT undone")
        say("RELEASE SAVEPOINT undone")


def _rows(connection: Connection, text: str) -> list[tuple[Any, ...]]:
    return rows_of(connection, text, ())


POSTGRES = PostgresEngine()
