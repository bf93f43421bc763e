"""The first rows of a scope, in all or of every parent."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from storm.expr import Expr, In, Select, SQLRaw, Undef

from lp_persistence.steps import (
    By,
    Followed,
    Keys,
    Leads,
    Matches,
    Reached,
    Scope,
    United,
)
from lp_persistence.storm.branches import branches
from lp_persistence.storm.compound import equal, parts_of
from lp_persistence.storm.conditions import ranges, significant
from lp_persistence.storm.expressions import (
    Compound,
    CrossJoin,
    Derived,
    Labelled,
    Limited,
    Ordering,
    Union,
    UnionAll,
    Value,
)
from lp_persistence.storm.held import table_of
from lp_persistence.storm.parameters import Slot
from lp_persistence.storm.query import Place, Query

if TYPE_CHECKING:
    from lp_persistence.storm.scopes import Scopes, Seen

#: Gives the columns to read for where an entity stands.
Columns: TypeAlias = Callable[[Place], Sequence[Any]]
#: Begins a query of the rows of which the first are wanted.
Begin: TypeAlias = Callable[[], tuple[Query, Place]]


class Limits:
    """Makes the limited queries of one statement.

    ``nested`` queries are not tuned: within others they would nest too deep
    for the parser of SQLite.
    """

    def __init__(self, scopes: Scopes):
        self._scopes = scopes

    def first(self, scope: Scope, columns: Columns, nested: bool = False) -> Any:
        """The first members, in the scope's order."""

        def begin_of(each: Scope) -> Begin:
            return lambda: self._scopes.members(each)

        scopes = branches(scope) if self._scopes.lateral and not nested else [scope]
        if len(scopes) == 1:
            return self._first(scope, begin_of(scope), columns, nested)
        parts = [
            part
            for each in scopes
            for part in self._parts(each, begin_of(each), columns, False)
        ]
        return self._whole(self._together(parts, _limit(scope), Union))

    def first_of_each(
        self, scope: Scope, columns: Columns, nested: bool = False
    ) -> Select:
        """Rows (parent, *columns): the first of every parent."""
        assert isinstance(scope.origin, Followed)
        name = self._scopes.names.fresh("parent")
        source = scope.origin.source
        width = len(self._scopes.book.records_of(scope.origin.owner).key)
        if isinstance(source, Keys):
            table = table_of(source, width, name)
            parents: Expr = table
            parent = table.value
        else:
            parents = Derived(labelled(self._scopes.ids(source)), name)
            columns_of = [SQLRaw(f"{name}.c{at}") for at in range(width or 1)]
            parent = Compound(columns_of) if width else columns_of[0]
        if self._scopes.lateral:
            return self._by_lateral(scope, columns, nested, parents, parent)
        return self._by_row(scope, columns, nested, parents, parent)

    def _by_lateral(
        self, scope: Scope, columns: Columns, nested: bool, parents: Expr, parent: Any
    ) -> Select:
        def begin() -> tuple[Query, Place]:
            query, seen = self._below(scope, parent)
            return query, seen.place

        top = self._top(scope, begin, columns, nested)
        name = self._scopes.names.fresh("top")
        tables = [parents, Derived(top.select, name, lateral=True)]
        return top.within([parent], tables, name)

    def _by_row(
        self, scope: Scope, columns: Columns, nested: bool, parents: Expr, parent: Any
    ) -> Select:
        """Without LATERAL: the rows of the edge are found by their number."""
        assert isinstance(scope.origin, Followed)
        query = Query(self._scopes.book, self._scopes.names)
        query.tables.append(parents)
        origin = scope.origin
        if origin.over:
            seen = self._scopes.followed(query, origin)
            query.where.append(equal(seen.owner, parent))
        else:
            seen = self._scopes.related(query, origin.owner, origin.edge)
        # SQLite keeps the order of a cross join. Left to choose, and told by
        # ANALYZE what there is, it walks all edges and asks each for its number.
        parents, edges, *others = query.tables
        query.tables = [parents, CrossJoin(edges), *others]
        place = seen.place
        rows: dict[Place, Any] = {}

        def begin() -> tuple[Query, Place]:
            query, below = self._below(scope, parent)
            rows[below.place] = below.row
            return query, below.place

        first = self._first(scope, begin, lambda place: [rows[place]], nested)
        query.where.append(In(seen.row, first))
        if seen.relation.is_view:
            query.where.append(equal(seen.owner, parent))
        order = place.orderings(significant(scope.order, place))
        return query.select([parent, *columns(place)], order)

    def _below(self, scope: Scope, parent: Any) -> tuple[Query, Seen]:
        """The query for the edges of one parent, each once."""
        assert isinstance(scope.origin, Followed)
        query = Query(self._scopes.book, self._scopes.names)
        seen = self._scopes.followed(
            query, scope.origin, lambda owner: equal(owner, parent)
        )
        self._scopes.once(query, seen)
        self._scopes.restrict(query, seen.place, scope)
        self._scopes.not_before(query, seen, scope)
        return query, seen

    def _first(self, scope: Scope, begin: Begin, columns: Columns, nested: bool) -> Any:
        if nested or not _in_ranges(scope):
            query, place = begin()
            self._scopes.go_on(query, place, scope)
            order = place.orderings(significant(scope.order, place))
            return Limited(query.select(columns(place), order), _limit(scope))
        return self._whole(self._top(scope, begin, columns, nested))

    def _whole(self, top: Top) -> Select:
        name = self._scopes.names.fresh("top")
        return top.within([], [Derived(top.select, name)], name)

    def _top(self, scope: Scope, begin: Begin, columns: Columns, nested: bool) -> Top:
        parts = self._parts(scope, begin, columns, nested)
        if len(parts) == 1:
            return parts[0]
        return self._together(parts, _limit(scope), UnionAll)

    def _parts(
        self, scope: Scope, begin: Begin, columns: Columns, nested: bool
    ) -> list[Top]:
        """The first of each range of an index: over all of them at once an engine
        reads from the beginning, or sorts."""
        query, place = begin()
        order = significant(scope.order, place)
        count = 1
        if not nested and _in_ranges(scope):
            count = len(list(ranges(place, scope)))
        if count < 2:
            self._scopes.go_on(query, place, scope)
            return [_top_of(query, place, order, columns).limited(_limit(scope))]
        parts = []
        for index in range(count):
            if index:
                query, place = begin()
            query.where.append(list(ranges(place, scope))[index])
            parts.append(_top_of(query, place, order, columns).limited(_limit(scope)))
        return parts

    def _together(
        self, parts: Sequence[Top], limit: Value, union: type[UnionAll]
    ) -> Top:
        """The first of those that are the first of each part."""
        names = self._scopes.names
        selects = [all_of(Derived(part.select, names.fresh("part"))) for part in parts]
        name = names.fresh("beyond")
        whole = parts[0].within([], [Derived(union(selects), name)], name)
        whole.columns = (SQLRaw(f"{name}.*"),)
        return parts[0]._replace(select=Limited(whole, limit))


class Top(NamedTuple):
    """A query whose columns are c0, c1 …, and its order's terms o0, o1 …."""

    select: Any
    columns: int
    #: Of each term, whether it descends and whether it may be NULL.
    order: tuple[tuple[bool, bool], ...]

    def limited(self, limit: Value) -> Top:
        return self._replace(select=Limited(self.select, limit))

    def within(self, before: list[Any], tables: list[Any], name: str) -> Select:
        """A query with the same columns and order, of ``tables`` among which
        this has that name; with others before."""
        columns = [SQLRaw(f"{name}.c{index}") for index in range(self.columns)]
        order = [
            Ordering(SQLRaw(f"{name}.o{index}"), *term)
            for index, term in enumerate(self.order)
        ]
        flat = [part for expr in before for part in parts_of(expr)]
        return Select((*flat, *columns), tables=tables, order_by=tuple(order) or Undef)


def _top_of(query: Query, place: Place, order: tuple[By, ...], columns: Columns) -> Top:
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
    select = query.select(
        labelled, [term.ordering(descending) for term, descending in terms]
    )
    return Top(
        select,
        len(exprs),
        tuple((descending, term.nullable) for term, descending in terms),
    )


def _in_ranges(scope: Scope) -> bool:
    is_behind = scope.after is not None and len(scope.after) > 1
    return is_behind and not _is_sorted(scope)


def _is_sorted(scope: Scope) -> bool:
    """Whether its members are found by something else, and sorted then: one look
    at them all is enough."""
    where = scope.where
    if isinstance(scope.origin, Reached):
        where += scope.origin.source.where
    return any(
        isinstance(each, Matches)
        or (isinstance(each, Leads) and isinstance(each.target.origin, United))
        for each in where
    )


def _limit(scope: Scope) -> Value:
    assert scope.limit is not None
    return Value(Slot(scope.limit))


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
