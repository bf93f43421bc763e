"""What SQLite says in its own way, and how it is opened."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from copy import copy
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, Final
from weakref import WeakSet

from storm.database import Connection
from storm.databases import sqlite
from storm.exceptions import ConnectionBlockedError
from storm.expr import Compile, State

from lp_persistence.matching import words_of
from lp_persistence.storm.compiling import extend
from lp_persistence.storm.expressions import (
    Array,
    ByCodePoint,
    Contains,
    Elements,
    FoundFirst,
    HasWords,
    HeldBy,
    Labelled,
    Ordering,
    Overlaps,
    Paragraphs,
    Spread,
    Unnested,
    UnnestedKeys,
    Unpacked,
    column_of,
    table_name,
)
from lp_persistence.storm.internals import driver_connection, is_blocked
from lp_persistence.storm.parameters import (
    BOOL,
    DATE,
    INT,
    TEXTS,
    Binder,
    Binds,
    FindKeys,
    Parameter,
    Reader,
    format_date,
)
from lp_persistence.storm.sqlite_driver import LockableSQLite
from lp_persistence.storm.sqlite_words import QUESTION, WordIndex, indexes_of

#: The function of ours that tells whether a text has words.
_FUNCTION: Final = "lp_has_words"

compile = extend(sqlite.compile.create_child())


@compile.when(Array)
def _array(compile: Compile, expr: Array, state: State) -> str:
    state.parameters.append(expr.parameter)
    return "SELECT value FROM json_each(?)"


@compile.when(HeldBy)
def _held_by(compile: Compile, expr: HeldBy, state: State) -> str:
    value = compile(expr.expr, state)
    return f"{value} IN ({compile(expr.array, state)})"


@compile.when(Overlaps)
def _overlaps(compile: Compile, expr: Overlaps, state: State) -> str:
    column = compile(expr.column, state)
    array = compile(expr.array, state)
    return f"EXISTS (SELECT 1 FROM json_each({column}) WHERE value IN ({array}))"


@compile.when(Elements)
def _elements(compile: Compile, expr: Elements, state: State) -> str:
    select = copy(expr.select)
    select.columns = Labelled(select.columns, "value")
    state.precedence = 0
    return f"(SELECT json_group_array(value) FROM ({compile(select, state)}))"


@compile.when(Paragraphs)
def _paragraphs(compile: Compile, expr: Paragraphs, state: State) -> str:
    select = copy(expr.select)
    select.columns = Labelled(select.columns, "value")
    state.precedence = 0
    texts = compile(select, state)
    joined = f"SELECT group_concat(value, char(10, 10)) FROM ({texts})"
    return f"COALESCE(({joined}), '')"


@compile.when(Unnested)
def _unnested(compile: Compile, expr: Unnested, state: State) -> str:
    state.parameters.append(expr.array.parameter)
    return f"json_each(?) AS {expr.name}"


@dataclass(frozen=True)
class KeyRows(Parameter):
    """Ids of several parts, as rows of one JSON text."""

    keys: FindKeys

    def binder(self, engine: Binds) -> Binder:
        find = self.keys
        return lambda values, keys: str([list(key) for key in find(values, keys)])


@compile.when(UnnestedKeys)
def _unnested_keys(compile: Compile, expr: UnnestedKeys, state: State) -> str:
    state.parameters.append(KeyRows(expr.keys))
    columns = ", ".join(
        f"json_extract(value, '$[{at}]') AS c{at}" for at in range(expr.width)
    )
    return f"(SELECT {columns} FROM json_each(?)) AS {expr.name}"


@compile.when(Spread)
def _spread(compile: Compile, expr: Spread, state: State) -> str:
    return f"json_each({compile(expr.array, state, raw=True)}) AS {expr.name}"


@compile.when(Unpacked)
def _unpacked(compile: Compile, expr: Unpacked, state: State) -> str:
    columns = ", ".join(
        f"json_extract(value, '$[{index}]') AS {compile(name, state, token=True)}"
        for index, (name, _) in enumerate(expr.columns)
    )
    rows = compile(expr.rows, state)
    return f"(SELECT {columns} FROM json_each({rows})) AS {expr.name}"


@compile.when(Contains)
def _contains(compile: Compile, expr: Contains, state: State) -> str:
    # lower() folds A-Z and nothing else here.
    text = compile(expr.expr, state)
    return f"instr(lower({text}), {compile(expr.part, state)}) > 0"


@compile.when(FoundFirst)
def _found_first(compile: Compile, expr: FoundFirst, state: State) -> str:
    value = compile(expr.expr, state)
    state.precedence = 0
    return f"{value} IN ({compile(expr.select, state)})"


@compile.when(HasWords)
def _has_words(compile: Compile, expr: HasWords, state: State) -> str:
    index = state.indexes.of(expr)
    if index is not None:
        key, words = compile(expr.key, state), compile(expr.words, state)
        return f"{key} IN (SELECT rowid FROM {index} WHERE {index} MATCH {words})"
    texts = " || ' ' || ".join(compile(text, state) for text in expr.texts)
    return f"{_FUNCTION}({texts}, {compile(expr.words, state)})"


@compile.when(ByCodePoint)
def _by_code_point(compile: Compile, expr: ByCodePoint, state: State) -> str:
    # Texts are compared by the bytes of UTF-8, which is the same.
    text: str = compile(expr.expr, state)
    return text


@compile.when(Ordering)
def _ordering(compile: Compile, expr: Ordering, state: State) -> str:
    text = compile(expr.expr, state)
    direction = " DESC" if expr.descending else ""
    # NULL is the smallest here. Said only where needed: it costs the index.
    nulls = f" NULLS {'FIRST' if expr.descending else 'LAST'}" if expr.nullable else ""
    return f"{text}{direction}{nulls}"


def parse_date(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def parse_texts(array: str) -> tuple[str, ...]:
    """Each once, by code point: no engine says either."""
    return tuple(sorted(set(json.loads(array))))


class WordIndexes:
    """The indexes of words that a database has."""

    def __init__(self, indexes: Iterable[WordIndex] = ()):
        self._names = {(each.table, frozenset(each.columns)): each for each in indexes}
        #: Equal for databases that have the same.
        self.key = frozenset(self._names.values())

    def of(self, expr: HasWords) -> str | None:
        """The name of the one that answers an expression, if there is one."""
        key = column_of(expr.key)
        columns = [column_of(text) for text in expr.texts]
        # Not by ``in``: columns make an expression of being compared.
        names = frozenset(each.name for each in columns if each is not None)
        if key is None or len(names) < len(columns):
            return None
        found = self._names.get((table_name(key.table), names))
        return None if found is None else found.name


class SQLiteDialect:
    """See ``lp_persistence.storm.statements.Dialect``.

    ``indexes`` are those of words; without one a text is split by a function.
    """

    compile = compile
    lateral = False
    # Rows are made as they are fetched. A LIMIT would make the engine sort into a
    # table, which takes half as long again.
    takes_all = False
    readers: dict[str, Reader] = {
        BOOL: "not not {}",
        DATE: parse_date,
        TEXTS: parse_texts,
    }

    def __init__(self, indexes: WordIndexes):
        self._indexes = indexes
        #: The driver's connections that know our function.
        self._prepared: WeakSet[Any] = WeakSet()

    def __eq__(self, other: object) -> bool:
        # Databases that have the same indexes share their compiled steps.
        if not isinstance(other, SQLiteDialect):
            return NotImplemented
        return self._indexes.key == other._indexes.key

    def __hash__(self) -> int:
        return hash(self._indexes.key)

    def state(self) -> State:
        state = State()
        state.indexes = self._indexes
        return state

    def array(self, kind: str) -> Callable[[Iterable[Any]], Any]:
        return _ARRAYS.get(kind, _texts)

    def words(self, words: Iterable[str]) -> str:
        # As FTS5 asks for all of them; quoted, as they hold no quotes themselves.
        return " ".join(f'"{word}"' for word in words)

    def prepare(self, connection: Connection) -> None:
        """Give the engine the function that splits texts into words as we do; once:
        all statements that it remembers are compiled again after that."""
        raw = connection._raw_connection
        if raw not in self._prepared:
            raw.create_function(_FUNCTION, 2, _has_words_of, deterministic=True)
            self._prepared.add(raw)

    def finish(self, text: str, has_parameters: bool) -> str:
        return text

    def settle(self, connection: Connection, tables: Iterable[type]) -> None:
        """Let the engine know what it has after rows were loaded.

        Nothing here: with the statistics of ANALYZE, SQLite 3.40 answers some
        of our questions wrongly (an IN before an inequality on one index).
        """

    def is_snapshot(self, connection: Connection) -> bool:
        return True

    def must_begin(self, connection: Connection) -> bool:
        return not connection._in_transaction


def _integers(ids: Iterable[int]) -> str:
    # The engine sorts them into a table of its own, and reads by that. A set has whole
    # numbers nearly in order, which takes less than sorting, and saves it as much.
    return str(list(set(ids)))


def _texts(values: Iterable[Any]) -> str:
    return json.dumps(list(values), ensure_ascii=False)


@lru_cache(maxsize=100)
def _words(asked: str) -> frozenset[str]:
    return words_of(asked)


def _has_words_of(text: str | None, words: str) -> bool | None:
    return None if text is None else _words(words) <= words_of(text)


def _dates(values: Iterable[datetime]) -> str:
    return json.dumps([format_date(value) for value in values])


_ARRAYS: dict[str, Callable[[Iterable[Any]], str]] = {INT: _integers, DATE: _dates}


class SQLite(LockableSQLite, sqlite.SQLite):
    """SQLite, as this backend opens it: with foreign keys, readers that don't
    wait for a writer, and patience. Options of the URI change that."""

    def __init__(self, uri: Any):
        for name, value in _OPTIONS.items():
            uri.options.setdefault(name, value)
        super().__init__(uri)


_OPTIONS = {"timeout": "10", "journal_mode": "WAL", "foreign_keys": "ON"}


def dialect_of(connection: Connection) -> SQLiteDialect:
    """The dialect for a connection, an application's own too."""
    if is_blocked(connection):
        raise ConnectionBlockedError("Access to connection is blocked")
    # The driver is asked: a look at the catalog is no statement that pages send.
    rows = driver_connection(connection).execute(QUESTION).fetchall()
    return SQLiteDialect(WordIndexes(indexes_of(rows)))
