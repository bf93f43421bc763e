"""Expressions that Storm does not have.

What both engines say alike of them stands in ``lp_persistence.storm.compiling``,
what they say each in their own way in ``sqlite`` and ``postgres``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from storm.expr import (
    Column,
    ComparableExpr,
    Expr,
    FromExpr,
    JoinExpr,
    LeftJoin,
    SQLRaw,
)
from storm.info import get_cls_info

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


def within(expr: Any) -> Iterator[Any]:
    """An expression, and all that it is made of."""
    yield expr
    if isinstance(expr, (tuple, list)):
        parts: Iterable[Any] = expr
    elif isinstance(expr, Expr):
        slots = [vars(cls).get("__slots__", ()) for cls in type(expr).__mro__]
        # Some have one, and say it as a text.
        names = [(each,) if isinstance(each, str) else each for each in slots]
        parts = [getattr(expr, name, None) for each in names for name in each]
    else:
        return
    for part in parts:
        yield from within(part)


class Renamed(ComparableExpr):
    """An expression on Storm classes whose tables have other names here.

    ``names`` gives the name of each class's table in the query around it.
    """

    __slots__ = ("expr", "names")

    def __init__(self, expr: Any, names: Mapping[type, str]):
        self.expr = expr
        self.names = names


def column_of(expr: Any) -> Column | None:
    """The column that an expression is, if it is one."""
    if isinstance(expr, Renamed):
        return column_of(expr.expr)
    return expr if isinstance(expr, Column) else None


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
    """Whether an array holds a value."""

    __slots__ = ("array", "expr")

    def __init__(self, expr: Any, array: Array):
        self.expr = expr
        self.array = array


class Overlaps(ComparableExpr):
    """Whether a column of arrays and an array have an element in common."""

    __slots__ = ("array", "column")

    def __init__(self, column: Any, array: Array):
        self.column = column
        self.array = array


class Single(ComparableExpr):
    """The one value that a query gives."""

    __slots__ = ("select",)

    def __init__(self, select: Expr):
        self.select = select


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


class LookedUp(LeftJoin):
    """At most one row of a table beside each row before it: by its key, and for its
    columns alone. ``among`` are all of the query's, to which others may be added."""

    __slots__ = ("among",)

    def __init__(self, table: Named, on: Expr, among: list[LookedUp]):
        super().__init__(table, on)
        self.among = among
        among.append(self)


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


class Union(UnionAll):
    """The rows of several queries, each row once."""

    __slots__ = ()


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
    """Whether texts, searched together, have all of some words.

    ``key``: where they are columns of one table, the id of the row.
    """

    __slots__ = ("key", "texts", "words")

    def __init__(self, texts: Sequence[Any], words: Value, key: Any = None):
        self.texts = texts
        self.words = words
        self.key = key


class RowHasWords(ComparableExpr):
    """The same of the texts of one row that is at hand, which no index is asked for;
    ``parts`` are patterns of texts that hold the words in something."""

    __slots__ = ("parts", "texts", "words")

    def __init__(self, texts: Sequence[Any], words: Value, parts: Array):
        self.texts = texts
        self.words = words
        self.parts = parts


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
    already nothing is said, for an index on it would not be used. ``sorts``: no
    index could be, so that what sorts fastest is said.
    """

    __slots__ = ("column", "expr", "sorts")

    def __init__(self, expr: Any, column: Column | None, sorts: bool = False):
        self.expr = expr
        self.column = column
        self.sorts = sorts


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
