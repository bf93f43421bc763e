"""Creates the tables, in PostgreSQL as they are and in SQLite translated."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from importlib.resources import files
from typing import Any, Final

from lp_persistence.database.sqlite import MODULE, SQLITE

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

#: An index of words, and the texts that it holds those of.
_WORDS: Final = re.compile(
    r"CREATE INDEX (?P<name>\w+) ON (?P<table>\w+) USING gin .*?translate\("
    r"(?P<texts>.*?), '.*",
    re.DOTALL,
)
_FOREIGN_KEY: Final = re.compile(r"ALTER TABLE (\w+) ADD (FOREIGN KEY .*)", re.DOTALL)
_TABLE: Final = re.compile(r"CREATE TABLE (\w+) ")


def create_schema(store: Any) -> None:
    """Create all tables and indexes in an empty database.

    ``store`` is a Storm store on PostgreSQL or SQLite; its transaction is
    left open. Raises what the database raises where a table is there already.
    """
    _execute(store, SCHEMA)
    _execute(store, INDEXES)


def create_tables(store: Any) -> None:
    """Create the tables, with the indexes of production alone; as
    ``create_schema``."""
    _execute(store, SCHEMA)


def create_indexes(store: Any) -> None:
    """Create the indexes that listings need beyond these, in a database that
    was filled: with many rows that is faster. As ``create_schema``."""
    _execute(store, INDEXES)
    if _engine(store) == "postgres":
        # What words there are the planner learns of their indexes.
        store.execute("ANALYZE", noresult=True)


def _execute(store: Any, name: str) -> None:
    engine = _engine(store)
    words = engine == "postgres" or bool(store.execute(MODULE).get_one()[0])
    for statement in _said(name, engine, words):
        store.execute(statement, noresult=True)


def _engine(store: Any) -> str:
    dialect = type(store.get_database()).__mro__
    is_sqlite = any(cls.__module__ == "storm.databases.sqlite" for cls in dialect)
    return "sqlite" if is_sqlite else "postgres"


def statements(engine: str) -> Iterator[str]:
    """The statements that create the schema; ``engine`` is ``sqlite`` or
    ``postgres``."""
    yield from _said(SCHEMA, engine)
    yield from _said(INDEXES, engine)


def _said(name: str, engine: str, words: bool = True) -> Iterator[str]:
    """The statements of a file, as an engine takes them. Without ``words``: no
    indexes of these."""
    if engine == "postgres":
        yield from _statements(name)
        return
    for statement in _translated(list(_statements(name))):
        if not _WORDS.fullmatch(statement):
            yield statement
        elif words:
            yield from _word_index(statement).split(";\n")


def index_statements(store: Any) -> Iterator[str]:
    """The statements that create, in a Storm store, the indexes that listings need
    beyond those of production."""
    found = list(_statements(INDEXES))
    if _engine(store) == "postgres":
        yield from found
        return
    for statement in _translated(found):
        yield _word_index(statement) if _WORDS.fullmatch(statement) else statement


def _word_index(statement: str) -> str:
    """What SQLite says for an index of words: several statements."""
    match = _WORDS.fullmatch(statement)
    assert match is not None
    return SQLITE.words(
        match["name"], match["table"], match["texts"].split(" || ' ' || ")
    )


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
        if _FOREIGN_KEY.fullmatch(statement):
            continue
        text = statement
        for pattern, translation in _TRANSLATIONS:
            text = re.sub(pattern, translation, text)
        if table := _TABLE.match(text):
            body = text.removesuffix("\n)")
            text = ",\n".join([body, *keys[table[1]]]) + "\n)"
        yield text
