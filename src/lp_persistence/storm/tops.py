"""Queries of the first of something, and how several are put together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple, TypeAlias

from storm.expr import Expr, Select, SQLRaw, Undef

from lp_persistence.steps import By
from lp_persistence.storm.compound import parts_of
from lp_persistence.storm.expressions import (
    Derived,
    Labelled,
    Limited,
    Ordering,
    UnionAll,
    Value,
)
from lp_persistence.storm.query import Names, Place, Query

#: Gives the columns to read for where an entity stands.
Columns: TypeAlias = Callable[[Place], Sequence[Any]]


class Top(NamedTuple):
    """A query whose columns are c0, c1 …, and its order's terms o0, o1 …."""

    select: Any
    columns: int
    #: Of each term, whether it descends and whether it may be NULL.
    order: tuple[tuple[bool, bool], ...]
    #: So many of the first terms are equal in all rows: by these nothing is sorted.
    fixed: int = 0

    def limited(self, limit: Value) -> Top:
        return self._replace(select=Limited(self.select, limit))

    def within(
        self, before: list[Any], tables: list[Any], name: str, fixed: int = 0
    ) -> Select:
        """A query with the same columns and order, of ``tables`` among which
        this has that name; with others before."""
        columns = [SQLRaw(f"{name}.c{index}") for index in range(self.columns)]
        order = [
            Ordering(SQLRaw(f"{name}.o{index}"), *term)
            for index, term in enumerate(self.order)
            if index >= fixed
        ]
        flat = [part for expr in before for part in parts_of(expr)]
        return Select((*flat, *columns), tables=tables, order_by=tuple(order) or Undef)


def top_of(
    query: Query, place: Place, order: tuple[By, ...], columns: Columns, fixed: int = 0
) -> Top:
    """The members in an order; see ``Top``."""
    exprs = [part for expr in columns(place) for part in parts_of(expr)]
    terms = [
        (term, by.descending)
        for by in order
        for term in place.path(by.path, by.whose).parts
    ]
    labelled = [Labelled(expr, f"c{index}") for index, expr in enumerate(exprs)]
    labelled += [
        Labelled(term.comparable, f"o{index}") for index, (term, _) in enumerate(terms)
    ]
    ordered = [term.ordering(descending) for term, descending in terms[fixed:]]
    select = query.select(labelled, ordered)
    return Top(
        select,
        len(exprs),
        tuple((descending, term.nullable) for term, descending in terms),
        fixed,
    )


def together(
    tops: Sequence[Top], limit: Value, names: Names, union: type[UnionAll]
) -> Top:
    """The first of those that are the first of each."""
    selects = [all_of(Derived(top.select, names.fresh("part"))) for top in tops]
    name = names.fresh("beyond")
    whole = tops[0].within([], [Derived(union(selects), name)], name)
    whole.columns = (SQLRaw(f"{name}.*"),)
    return tops[0]._replace(select=Limited(whole, limit), fixed=0)


def labelled(select: Any) -> Any:
    """A query, limited or not, whose columns are c0, c1 …."""
    inner = select.select if isinstance(select, Limited) else select
    inner.columns = tuple(
        Labelled(column, f"c{at}") for at, column in enumerate(inner.columns)
    )
    return select


def all_of(table: Expr) -> Select:
    """All that a query gives, as a part of a union, which has no limit."""
    return Select(SQLRaw("*"), tables=[table])
