"""What PostgreSQL says in its own way, and how it is opened.

This module needs psycopg2; it is imported when a store on PostgreSQL is used.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Collection, Iterable
from datetime import UTC, datetime
from typing import Any, Final

from psycopg2 import extensions
from storm.database import Connection
from storm.databases import postgres
from storm.expr import EXPR, Column, Compile, State, compile_join
from storm.info import get_cls_info
from storm.variables import IntVariable

from lp_persistence.storm.compiling import extend
from lp_persistence.storm.expressions import (
    Array,
    ByCodePoint,
    Contains,
    Elements,
    FoundFirst,
    HasWords,
    HeldBy,
    LookedUp,
    Nothing,
    Ordering,
    Overlaps,
    Paragraphs,
    RowHasWords,
    Spread,
    Unnested,
    UnnestedKeys,
    Unpacked,
    table_name,
)
from lp_persistence.storm.internals import database_of
from lp_persistence.storm.parameters import (
    BOOL,
    DATE,
    INT,
    TEXT,
    TEXTS,
    PartArray,
    Reader,
    format_date,
)
from lp_persistence.storm.postgres_driver import LockablePostgres
from lp_persistence.storm.postgres_words import folded, together, words_in

compile = extend(postgres.compile.create_child())

_TYPES: Final = {
    INT: "bigint[]",
    BOOL: "boolean[]",
    TEXT: "text[]",
    DATE: "timestamp without time zone[]",
    TEXTS: "jsonb[]",
}


@compile.when(Array)
def _array(compile: Compile, expr: Array, state: State) -> str:
    state.parameters.append(expr.parameter)
    return f"?::{_TYPES[expr.kind]}"


@compile.when(HeldBy)
def _held_by(compile: Compile, expr: HeldBy, state: State) -> str:
    value = compile(expr.expr, state)
    if expr.array.kind != INT:
        return f"{value} = ANY ({compile(expr.array, state)})"
    # A literal without a type takes the value's: of one type on both sides the
    # array is hashed, where no index serves.
    state.parameters.append(expr.array.parameter)
    return f"{value} = ANY (?)"


@compile.when(Overlaps)
def _overlaps(compile: Compile, expr: Overlaps, state: State) -> str:
    column = compile(expr.column, state)
    state.parameters.append(expr.array.parameter)
    return f"{column} && ?::integer[]"


@compile.when(Elements)
def _elements(compile: Compile, expr: Elements, state: State) -> str:
    state.precedence = 0
    return f"ARRAY({compile(expr.select, state)})"


@compile.when(Paragraphs)
def _paragraphs(compile: Compile, expr: Paragraphs, state: State) -> str:
    state.precedence = 0
    texts = compile(expr.select, state)
    return f"array_to_string(ARRAY({texts}), chr(10) || chr(10))"


@compile.when(Nothing)
def _nothing(compile: Compile, expr: Nothing, state: State) -> str:
    # The first two of many queries decide what a column of their union is.
    kind = "text[]" if expr.kind == TEXTS else _TYPES[expr.kind].removesuffix("[]")
    return f"NULL::{kind}"


@compile.when(Unnested)
def _unnested(compile: Compile, expr: Unnested, state: State) -> str:
    return f"unnest({compile(expr.array, state)}) AS {expr.name} (value)"


@compile.when(UnnestedKeys)
def _unnested_keys(compile: Compile, expr: UnnestedKeys, state: State) -> str:
    state.parameters += [PartArray(expr.keys, at) for at in range(expr.width)]
    arrays = ", ".join(["?::bigint[]"] * expr.width)
    columns = ", ".join(f"c{at}" for at in range(expr.width))
    return f"unnest({arrays}) AS {expr.name} ({columns})"


@compile.when(Spread)
def _spread(compile: Compile, expr: Spread, state: State) -> str:
    array = compile(expr.array, state, raw=True)
    return f"jsonb_array_elements_text({array}) AS {expr.name} (value)"


@compile.when(Unpacked)
def _unpacked(compile: Compile, expr: Unpacked, state: State) -> str:
    columns = ", ".join(
        f"(value ->> {index})::{_TYPES[kind].removesuffix('[]')} "
        f"AS {compile(name, state, token=True)}"
        for index, (name, kind) in enumerate(expr.columns)
    )
    rows = compile(expr.rows, state)
    return f"(SELECT {columns} FROM jsonb_array_elements({rows}::jsonb)) AS {expr.name}"


@compile.when(Contains)
def _contains(compile: Compile, expr: Contains, state: State) -> str:
    # lower() would fold by the database's locale.
    text = folded(compile(expr.expr, state))
    return f"strpos({text}, {compile(expr.part, state)}) > 0"


@compile.when(FoundFirst)
def _found_first(compile: Compile, expr: FoundFirst, state: State) -> str:
    value = compile(expr.expr, state)
    state.precedence = 0
    return f"{value} = ANY (ARRAY({compile(expr.select, state)}))"


@compile.when(HasWords)
def _has_words(compile: Compile, expr: HasWords, state: State) -> str:
    texts = [compile(text, state) for text in expr.texts]
    # Told which words, the planner would split every text for those that many have:
    # it takes that for cheap.
    return f"{words_in(texts)} @@ (SELECT {compile(expr.words, state)}::tsquery)"


@compile.when(RowHasWords)
def _row_has_words(compile: Compile, expr: RowHasWords, state: State) -> str:
    # Splitting a text takes ten times as long as looking for the word in it.
    texts = [compile(text, state) for text in expr.texts]
    text = f"{together(texts)} LIKE ALL ({compile(expr.parts, state)})"
    words = f"{words_in(texts)} @@ {compile(expr.words, state)}::tsquery"
    state.precedence = 0
    return f"CASE WHEN {text} THEN {words} ELSE FALSE END"


@compile.when(ByCodePoint)
def _by_code_point(compile: Compile, expr: ByCodePoint, state: State) -> str:
    text: str = compile(expr.expr, state)
    how = state.collations.of(expr.column)
    if how == BYTES or (how == CODE_POINTS and not expr.sorts):
        return text
    return f'{text} COLLATE "C"'


@compile.when(Ordering)
def _ordering(compile: Compile, expr: Ordering, state: State) -> str:
    # NULL is the largest here as well.
    text: str = compile(expr.expr, state)
    return f"{text} DESC" if expr.descending else text


#: So many tables that are looked up are planned with the rest of a statement.
TOGETHER: Final = 10


@compile.when(LookedUp)
def _looked_up(compile: Compile, expr: LookedUp, state: State) -> str:
    if len(expr.among) <= TOGETHER:
        text: str = compile_join(compile, expr, state)
        return text
    # The engine tries in which order they are joined best, eight at a time: 20 ms for
    # the eighteen of a task and its targets. Where none can be moved it takes 1 ms.
    table = compile(expr.right, state, token=True)
    state.push("context", EXPR)
    on = compile(expr.on, state, raw=True)
    state.pop()
    query = f"SELECT * FROM {table} WHERE {on} OFFSET 0"
    return f"LEFT JOIN LATERAL ({query}) AS {expr.right.name} ON TRUE"


#: How texts sort: as bytes, which is by code point and fastest; by code point,
#: as the system's functions do; in another way.
BYTES: Final = "bytes"
CODE_POINTS: Final = "code points"
OTHERWISE: Final = "otherwise"


class Collations:
    """Which columns of a database sort by code point already, and how."""

    #: By name of a collation that does, how.
    SORTED: Final = {
        "C": BYTES,
        "POSIX": BYTES,
        "C.UTF-8": CODE_POINTS,
        "C.utf8": CODE_POINTS,
        "ucs_basic": CODE_POINTS,
    }
    #: The database's own collation, and of what columns have another.
    QUESTION: Final = """
        SELECT NULL, NULL, CASE
            WHEN COALESCE(to_jsonb(d) ->> 'datlocprovider', 'c') = 'c'
            THEN datcollate END
        FROM pg_database AS d WHERE datname = current_database()
        UNION ALL
        SELECT relname, attname, COALESCE(NULLIF(collcollate, ''), collname)
        FROM pg_attribute
        JOIN pg_class ON pg_class.oid = attrelid
        JOIN pg_namespace ON pg_namespace.oid = relnamespace
        JOIN pg_collation ON pg_collation.oid = attcollation
        WHERE collname <> 'default' AND attnum > 0
        AND nspname NOT IN ('pg_catalog', 'information_schema')
    """

    def __init__(self, rows: Iterable[tuple[Any, ...]]):
        known = {
            (table, column): self.SORTED.get(name, OTHERWISE)
            for table, column, name in rows
        }
        self._default = known.pop((None, None), OTHERWISE)
        self._known = known
        #: Equal for databases that sort alike.
        self.key = (self._default, frozenset(known.items()))

    def of(self, column: Column | None) -> str:
        """How a column, or what is none, sorts."""
        if column is None:
            return self._default
        table = table_name(column.table).rpartition(".")[2]
        return self._known.get((table, column.name), self._default)


def aware(date: datetime) -> datetime:
    return date.replace(tzinfo=UTC)


def in_order(texts: list[str]) -> tuple[str, ...]:
    """Each once, by code point, however the database collates."""
    return tuple(sorted(set(texts)))


class PostgresDialect:
    """See ``lp_persistence.storm.statements.Dialect``."""

    compile = compile
    lateral = True
    takes_all = True
    readers: dict[str, Reader] = {DATE: aware, TEXTS: in_order}

    def __init__(self, collations: Collations):
        self._collations = collations

    def __eq__(self, other: object) -> bool:
        # Databases that sort alike share their compiled steps.
        if not isinstance(other, PostgresDialect):
            return NotImplemented
        return self._collations.key == other._collations.key

    def __hash__(self) -> int:
        return hash(self._collations.key)

    def state(self) -> State:
        state = State()
        state.collations = self._collations
        return state

    def array(self, kind: str) -> Callable[[Iterable[Any]], Any]:
        return _ARRAYS.get(kind, list)

    def words(self, words: Iterable[str]) -> str:
        # Quoted, as they hold no quotes themselves.
        return " & ".join(f"'{word}'" for word in words)

    def prepare(self, connection: Connection) -> None:
        """Nothing: the engine has all it needs."""

    def finish(self, text: str, has_parameters: bool) -> str:
        # The driver looks for marks only where there are parameters.
        return text.replace("%", "%%").replace("?", "%s") if has_parameters else text

    def settle(self, connection: Connection, tables: Iterable[type]) -> None:
        """Let the engine know what it has after rows were loaded: the next
        number of each sequence, and the statistics of each table."""
        for table in tables:
            name = table_name(table)
            for column in get_cls_info(table).primary_key:
                if not isinstance(column.variable_factory(), IntVariable):
                    continue
                connection.execute(
                    f"SELECT setval(pg_get_serial_sequence(?, ?), max({column.name}))"
                    f" FROM {name}",
                    (name, column.name),
                )
            connection.execute(f"ANALYZE {name}", noresult=True)

    def is_snapshot(self, connection: Connection) -> bool:
        """Whether what a transaction reads is one state of the database."""
        raw = connection._raw_connection
        return not raw.autocommit and raw.isolation_level in (
            extensions.ISOLATION_LEVEL_REPEATABLE_READ,
            extensions.ISOLATION_LEVEL_SERIALIZABLE,
        )

    def must_begin(self, connection: Connection) -> bool:
        raw = connection._raw_connection
        status: int = raw.status
        return status == extensions.STATUS_READY and not raw.autocommit


def _integers(ids: Collection[int]) -> Any:
    # One literal: an array of the driver's is as long again, and slower.
    found = list(ids)
    literal = f"{{{str(found)[1:-1]}}}"
    try:
        array("i", found)
    except OverflowError:
        return extensions.AsIs(f"'{literal}'::bigint[]")  # no integer of a column's
    return literal


def _dates(values: Iterable[datetime]) -> list[str]:
    return [format_date(value) for value in values]


_ARRAYS: dict[str, Callable[[Any], Any]] = {INT: _integers, DATE: _dates}


class Postgres(LockablePostgres, postgres.Postgres):
    """PostgreSQL, as this backend opens it."""

    dialect: PostgresDialect | None = None

    def _raw_connect(self) -> Any:
        raw = super()._raw_connect()
        if self.dialect is None:
            # With the first messages of the first connection, not with a step.
            cursor = raw.cursor()
            cursor.execute(Collations.QUESTION)
            self.dialect = PostgresDialect(Collations(cursor.fetchall()))
            raw.rollback()
        return raw


def dialect_of(connection: Connection) -> PostgresDialect:
    """The dialect for a connection, an application's own too."""
    database = database_of(connection)
    if isinstance(database, Postgres) and database.dialect is not None:
        return database.dialect
    result = connection.execute(Collations.QUESTION)
    return PostgresDialect(Collations(result.get_all()))
