"""Expressions that Storm does not have.

Storm's compiler has an open table of handlers, and each database a child of
it. What both engines say alike is added here by ``extend``; what they say
each in their own way, in ``lp_persistence.storm.sqlite`` and ``postgres``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from storm.expr import (
    COLUMN_NAME,
    EXPR,
    And,
    Column,
    ComparableExpr,
    Compile,
    Expr,
    FromExpr,
    Join,
    JoinExpr,
    Not,
    Select,
    SQLRaw,
    State,
    compile_column,
)
from storm.expr import compile as plain_compile
from storm.info import get_cls_info
from storm.variables import BoolVariable, IntVariable, Variable

from lp_persistence.storm.parameters import INT, FindKeys, Parameter

TRUE = SQLRaw("TRUE")
FALSE = SQLRaw("FALSE")


def table_name(table: type) -> str:
    """The name of a Storm class's table."""
    name: str = get_cls_info(table).table.name
    return name


def view_of(table: type) -> Expr | None:
    """The query that stands in the place of a Storm class's table, if one does."""
    view: Expr | None = getattr(table, "view", None)
    return view


def may_be_null(column: Column) -> bool:
    """Whether a column can be empty, as its Storm class says."""
    return bool(column.variable_factory.keywords.get("allow_none", True))


class Renamed(ComparableExpr):
    """An expression on Storm classes whose tables have other names here.

    ``names`` gives the name of each class's table in the query around it.
    """

    __slots__ = ("expr", "names")

    def __init__(self, expr: Any, names: Mapping[type, str]):
        self.expr = expr
        self.names = names


class Compound(Expr):
    """Several expressions that are one value: the id of an entity that is made
    of others. It is compared as a row, part by part in the same order."""

    __slots__ = ("parts",)

    def __init__(self, parts: Iterable[Any]):
        self.parts = tuple(parts)


class Named(FromExpr):
    """The table of a Storm class, under a name; where the class has a ``view``,
    that query in its place."""

    __slots__ = ("name", "table")

    def __init__(self, table: type, name: str):
        self.table = table
        self.name = name


class Value(ComparableExpr):
    """A parameter that is one value."""

    __slots__ = ("parameter",)

    def __init__(self, parameter: Parameter):
        self.parameter = parameter


class Array(Expr):
    """A parameter that is an array of values of one kind."""

    __slots__ = ("kind", "parameter")

    def __init__(self, parameter: Parameter, kind: str = INT):
        self.parameter = parameter
        self.kind = kind


class HeldBy(ComparableExpr):
    """Whether an array holds a value.

    ``filter``: it will be asked of each row, no index can answer it.
    """

    __slots__ = ("array", "expr", "filter")

    def __init__(self, expr: Any, array: Array, filter: bool = False):
        self.expr = expr
        self.array = array
        self.filter = filter


class Overlaps(ComparableExpr):
    """Whether a column of arrays and an array have an element in common."""

    __slots__ = ("array", "column")

    def __init__(self, column: Any, array: Array):
        self.column = column
        self.array = array


class Elements(ComparableExpr):
    """The array of what a query of one column gives, as a column keeps it."""

    __slots__ = ("select",)

    def __init__(self, select: Expr):
        self.select = select


class Paragraphs(ComparableExpr):
    """The texts of a query of one column as one, with an empty line between
    each two; an empty text where there are none."""

    __slots__ = ("select",)

    def __init__(self, select: Expr):
        self.select = select


class Unnested(FromExpr):
    """The elements of an array as a table with one column, ``value``."""

    __slots__ = ("array", "name")

    def __init__(self, array: Array, name: str):
        self.array = array
        self.name = name

    @property
    def value(self) -> Any:
        return SQLRaw(f"{self.name}.value")


class UnnestedKeys(FromExpr):
    """Ids of ``width`` parts each as a table with the columns c0, c1 …."""

    __slots__ = ("keys", "name", "width")

    def __init__(self, keys: FindKeys, width: int, name: str):
        self.keys = keys
        self.width = width
        self.name = name

    @property
    def value(self) -> Any:
        return Compound(SQLRaw(f"{self.name}.c{at}") for at in range(self.width))


class Spread(FromExpr):
    """The elements of a JSON array of texts that a table before holds, as a
    table with one column, ``value``."""

    __slots__ = ("array", "name")

    def __init__(self, array: Expr, name: str):
        self.array = array
        self.name = name


class Derived(FromExpr):
    """A query as a table; ``lateral``: it sees the tables before it."""

    __slots__ = ("lateral", "name", "select")

    def __init__(self, select: Expr, name: str, lateral: bool = False):
        self.select = select
        self.name = name
        self.lateral = lateral


class WithQueries(Expr):
    """A query after others that it names as tables."""

    __slots__ = ("queries", "query")

    def __init__(self, queries: Sequence[tuple[str, Expr]], query: Expr):
        self.queries = queries
        self.query = query


class CrossJoin(JoinExpr):
    """All rows of a table with each row before it."""

    __slots__ = ()
    oper = "CROSS JOIN"


class Limited(Expr):
    """The first rows of a query; their number is a parameter.

    Storm's own limit is part of the text, which would be another text then
    for every number.
    """

    __slots__ = ("limit", "select")

    def __init__(self, select: Expr, limit: Value):
        self.select = select
        self.limit = limit


class UnionAll(Expr):
    """The rows of several queries, as they come."""

    __slots__ = ("selects",)

    def __init__(self, selects: Sequence[Expr]):
        self.selects = selects


class Nothing(Expr):
    """NULL, where other rows of a union have a value of a kind."""

    __slots__ = ("kind",)

    def __init__(self, kind: str):
        self.kind = kind


class When(ComparableExpr):
    """A value where a condition holds, else NULL."""

    __slots__ = ("condition", "value")

    def __init__(self, condition: Any, value: Any):
        self.condition = condition
        self.value = value


class Contains(ComparableExpr):
    """Whether a text contains another, which is in lower case; A–Z folded."""

    __slots__ = ("expr", "part")

    def __init__(self, expr: Any, part: Value):
        self.expr = expr
        self.part = part


class HasWords(ComparableExpr):
    """Whether texts, searched together, have all of some words."""

    __slots__ = ("texts", "words")

    def __init__(self, texts: Sequence[Any], words: Value):
        self.texts = texts
        self.words = words


class FoundFirst(ComparableExpr):
    """Whether a query that depends on nothing around it gives a value; it is
    run before all else."""

    __slots__ = ("expr", "select")

    def __init__(self, expr: Any, select: Expr):
        self.expr = expr
        self.select = select


class ByCodePoint(ComparableExpr):
    """A text that is compared and ordered by code point.

    ``column`` is the column that it is, if it is one: where that collates so
    already nothing is said, for an index on it would not be used.
    """

    __slots__ = ("column", "expr")

    def __init__(self, expr: Any, column: Column | None):
        self.expr = expr
        self.column = column


class Ordering(Expr):
    """A term of an order, in which NULL is the largest value."""

    __slots__ = ("descending", "expr", "nullable")

    def __init__(self, expr: Any, descending: bool, nullable: bool):
        self.expr = expr
        self.descending = descending
        self.nullable = nullable


class Labelled(Expr):
    """A column of a query under a name."""

    __slots__ = ("expr", "name")

    def __init__(self, expr: Any, name: str):
        self.expr = expr
        self.name = name


class Unpacked(FromExpr):
    """A parameter that is a JSON text of rows, as a table.

    ``columns`` has the name and the kind of each value of a row.
    """

    __slots__ = ("columns", "name", "rows")

    def __init__(self, rows: Value, columns: Sequence[tuple[str, str]], name: str):
        self.rows = rows
        self.columns = columns
        self.name = name


class OrIgnored(Expr):
    """An insertion that leaves out the rows that are there already."""

    __slots__ = ("insert",)

    def __init__(self, insert: Expr):
        self.insert = insert


class UpdateFrom(Expr):
    """Sets columns of a table to those of the same names in another."""

    __slots__ = ("columns", "source", "table", "where")

    def __init__(
        self, table: type, columns: Sequence[Column], source: Unpacked, where: Expr
    ):
        self.table = table
        self.columns = columns
        self.source = source
        self.where = where


def extend(compile: Compile) -> Compile:
    """Add to a database's compiler what engines have in common."""
    for expression, handler in _COMMON.items():
        compile.when(expression)(handler)
    compile.when(int, bool)(_number)
    compile.set_precedence(compile.get_precedence(Join), CrossJoin)
    # Storm takes NOT for a function, and leaves out parentheses around it.
    compile.set_precedence(compile.get_precedence(And) + 1, Not)
    return compile


def _column(compile: Compile, column: Column, state: State) -> str:
    names = getattr(state, "names", None)
    name = names.get(column.table) if names else None
    if name is None or state.context is COLUMN_NAME:
        plain: str = compile_column(compile, column, state)
        return plain
    return f"{name}.{compile(column.name, state, token=True)}"


def _compound(compile: Compile, expr: Compound, state: State) -> str:
    state.push("context", EXPR)
    parts = []
    for part in expr.parts:
        state.precedence = _ABOVE_SELECT
        parts.append(compile(part, state))
    state.pop()
    return f"({', '.join(parts)})"


def _renamed(compile: Compile, expr: Renamed, state: State) -> str:
    state.push("names", expr.names)
    text: str = compile(expr.expr, state)
    state.pop()
    return text


def _named(compile: Compile, expr: Named, state: State) -> str:
    view = view_of(expr.table)
    if view is not None:
        return _derived(compile, Derived(view, expr.name), state)
    table = compile(get_cls_info(expr.table).table, state, token=True)
    return table if table == expr.name else f"{table} AS {expr.name}"


def _number(compile: Compile, number: int, state: State) -> str:
    return str(number).upper()


def _literal(compile: Compile, variable: Variable, state: State) -> str:
    # A number in the text lets an engine choose by it, and use partial
    # indexes; it is no value of a run.
    value = variable.get(to_db=True)
    return "NULL" if value is None else str(value).upper()


def _nothing(compile: Compile, expr: Nothing, state: State) -> str:
    return "NULL"


def _value(compile: Compile, expr: Value, state: State) -> str:
    state.parameters.append(expr.parameter)
    return "?"


def _with_queries(compile: Compile, expr: WithQueries, state: State) -> str:
    state.push("context", EXPR)
    parts = []
    for name, query in expr.queries:
        state.precedence = 0
        parts.append(f"{name} AS ({compile(query, state)})")
    state.pop()
    state.precedence = 0
    return f"WITH {', '.join(parts)} {compile(expr.query, state)}"


def _derived(compile: Compile, expr: Derived, state: State) -> str:
    state.push("context", EXPR)
    # A query in parentheses of its own needs no others.
    state.precedence = 0
    text = compile(expr.select, state)
    state.pop()
    return f"{'LATERAL ' if expr.lateral else ''}({text}) AS {expr.name}"


def _limited(compile: Compile, expr: Limited, state: State) -> str:
    state.precedence = 0
    return f"{compile(expr.select, state)} LIMIT {compile(expr.limit, state)}"


def _union_all(compile: Compile, expr: UnionAll, state: State) -> str:
    texts = []
    for select in expr.selects:
        state.precedence = 0
        texts.append(compile(select, state))
    return " UNION ALL ".join(texts)


def _when(compile: Compile, expr: When, state: State) -> str:
    state.push("context", EXPR)
    state.precedence = _ABOVE_SELECT
    condition = compile(expr.condition, state, raw=True)
    state.precedence = _ABOVE_SELECT
    value = compile(expr.value, state, raw=True)
    state.pop()
    return f"CASE WHEN {condition} THEN {value} END"


def _labelled(compile: Compile, expr: Labelled, state: State) -> str:
    state.precedence = _ABOVE_SELECT
    return f"{compile(expr.expr, state, raw=True)} AS {expr.name}"


def _or_ignored(compile: Compile, expr: OrIgnored, state: State) -> str:
    state.precedence = 0
    return f"{compile(expr.insert, state)} ON CONFLICT DO NOTHING"


def _update_from(compile: Compile, expr: UpdateFrom, state: State) -> str:
    names = [compile(column.name, state, token=True) for column in expr.columns]
    table = compile(get_cls_info(expr.table).table, state, token=True)
    settings = ", ".join(f"{name} = {expr.source.name}.{name}" for name in names)
    source = compile(expr.source, state)
    state.push("context", EXPR)
    where = compile(expr.where, state)
    state.pop()
    return f"UPDATE {table} SET {settings} FROM {source} WHERE {where}"


#: What only a query needs parentheses in.
_ABOVE_SELECT = plain_compile.get_precedence(Select) + 1

_COMMON = {
    Column: _column,
    Compound: _compound,
    IntVariable: _literal,
    BoolVariable: _literal,
    Renamed: _renamed,
    Named: _named,
    Nothing: _nothing,
    Value: _value,
    Derived: _derived,
    WithQueries: _with_queries,
    Limited: _limited,
    UnionAll: _union_all,
    When: _when,
    Labelled: _labelled,
    OrIgnored: _or_ignored,
    UpdateFrom: _update_from,
}
