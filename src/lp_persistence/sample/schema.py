"""Creates the tables, in PostgreSQL as they are and in SQLite translated."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from importlib.resources import files
from typing import Any, Final

SCHEMA: Final = "schema.sql"
INDEXES: Final = "indexes.sql"

#: Patterns of PostgreSQL's DDL and what SQLite says, in this order.
_TRANSLATIONS: Final = (
    (r"timezone\('UTC', now\(\)\)", "(strftime('%Y-%m-%d %H:%M:%f000', 'now'))"),
    (r"'(-?\d+)'::integer", r"\1"),
    (r"::\w+", ""),
    # What is kept as a text says what it is, for those who have to write it.
    (r"\btimestamp without time zone\b", "DATETIME TEXT"),
    (r"\b(?:integer|text)\[\]", "ARRAY TEXT"),
    (r"\bdate\b", "DATE TEXT"),
    (r"\bjsonb\b", "JSON TEXT"),
    (r"\btsvector\b", "TEXT"),
    (r"\bcharacter\(\d+\)", "TEXT"),
    (r"\b(?:big)?serial\b", "INTEGER"),
    (r"\bbigint\b", "INTEGER"),
)

#: Indexes that SQLite has no kind of; its statements do without.
_NOT_IN_SQLITE: Final = " USING gin "
_FOREIGN_KEY: Final = re.compile(r"ALTER TABLE (\w+) ADD (FOREIGN KEY .*)", re.DOTALL)
_TABLE: Final = re.compile(r"CREATE TABLE (\w+) ")


def create_schema(store: Any) -> None:
    """Create all tables and indexes in an empty database.

    ``store`` is a Storm store on PostgreSQL or SQLite; its transaction is
    left open. Raises what the database raises where a table is there already.
    """
    for statement in statements(_engine(store)):
        store.execute(statement, noresult=True)


def _engine(store: Any) -> str:
    dialect = type(store.get_database()).__mro__
    is_sqlite = any(cls.__module__ == "storm.databases.sqlite" for cls in dialect)
    return "sqlite" if is_sqlite else "postgres"


def statements(engine: str) -> Iterator[str]:
    """The statements that create the schema; ``engine`` is ``sqlite`` or
    ``postgres``."""
    found = [*_statements(SCHEMA), *_statements(INDEXES)]
    yield from _translated(found) if engine == "sqlite" else found


def index_statements(store: Any) -> Iterator[str]:
    """The statements that create, in a Storm store, the indexes that listings need
    beyond those of production."""
    found = list(_statements(INDEXES))
    yield from _translated(found) if _engine(store) == "sqlite" else found


def _statements(name: str) -> Iterator[str]:
    text = files(__package__).joinpath(name).read_text("utf-8")
    text = re.sub(r"^--.*\n", "", text, flags=re.MULTILINE)
    for statement in text.split(";\n"):
        if statement.strip():
            yield statement.strip()


def _translated(found: list[str]) -> Iterator[str]:
    # SQLite takes foreign keys with the table alone.
    keys: defaultdict[str, list[str]] = defaultdict(list)
    for statement in found:
        if key := _FOREIGN_KEY.fullmatch(statement):
            keys[key[1]].append(f"    {key[2]}")
    for statement in found:
        if _FOREIGN_KEY.fullmatch(statement) or _NOT_IN_SQLITE in statement:
            continue
        text = statement
        for pattern, translation in _TRANSLATIONS:
            text = re.sub(pattern, translation, text)
        if table := _TABLE.match(text):
            body = text.removesuffix("\n)")
            text = ",\n".join([body, *keys[table[1]]]) + "\n)"
        yield text
