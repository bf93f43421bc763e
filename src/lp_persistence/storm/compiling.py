"""How both engines compile the expressions that Storm does not have.

Storm's compiler has an open table of handlers, and each database a child of
it, to which ``extend`` adds these.
"""

from __future__ import annotations

from collections.abc import Iterator

from storm.expr import (
    COLUMN_NAME,
    EXPR,
    And,
    Column,
    Compile,
    Join,
    Not,
    Select,
    State,
    compile_column,
)
from storm.expr import compile as plain_compile
from storm.info import get_cls_info
from storm.variables import BoolVariable, IntVariable, Variable

from lp_persistence.storm.expressions import (
    Compound,
    CrossJoin,
    Derived,
    Labelled,
    Limited,
    LookedUp,
    Named,
    Nothing,
    OrIgnored,
    Renamed,
    Single,
    Union,
    UnionAll,
    UpdateFrom,
    Value,
    When,
    WithQueries,
    view_of,
)


def extend(compile: Compile) -> Compile:
    """Add to a database's compiler what engines have in common."""
    for expression, handler in _COMMON.items():
        compile.when(expression)(handler)
    compile.when(int, bool)(_number)
    compile.set_precedence(compile.get_precedence(Join), CrossJoin, LookedUp)
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
    return " UNION ALL ".join(_selects(compile, expr, state))


def _union(compile: Compile, expr: Union, state: State) -> str:
    return " UNION ".join(_selects(compile, expr, state))


def _selects(compile: Compile, expr: UnionAll, state: State) -> Iterator[str]:
    for select in expr.selects:
        state.precedence = 0
        yield compile(select, state)


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


def _single(compile: Compile, expr: Single, state: State) -> str:
    state.precedence = 0
    return f"({compile(expr.select, state)})"


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
    Union: _union,
    UnionAll: _union_all,
    When: _when,
    Labelled: _labelled,
    Single: _single,
    OrIgnored: _or_ignored,
    UpdateFrom: _update_from,
}
