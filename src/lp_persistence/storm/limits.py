"""The first rows of a scope, in all or of every parent."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from storm.expr import Expr, In, Select, SQLRaw

from lp_persistence.steps import (
    Followed,
    Keys,
    Leads,
    Matches,
    Reached,
    Scope,
    United,
)
from lp_persistence.storm.compound import equal
from lp_persistence.storm.conditions import ranges_of, significant
from lp_persistence.storm.expressions import (
    Compound,
    CrossJoin,
    Derived,
    Limited,
    UnionAll,
    Value,
)
from lp_persistence.storm.held import table_of
from lp_persistence.storm.parameters import Slot
from lp_persistence.storm.query import Place, Query
from lp_persistence.storm.tops import Columns, Top, labelled, together, top_of
from lp_persistence.storm.walks import walked, walks

if TYPE_CHECKING:
    from lp_persistence.storm.scopes import Scopes, Seen

#: Begins a query of the rows of which the first are wanted.
Begin: TypeAlias = Callable[[], tuple[Query, Place]]


class Piece(NamedTuple):
    """A query for a range of an index, where its members stand, and the number of
    the first terms of the order in which they are equal."""

    query: Query
    place: Place
    fixed: int


class Limits:
    """Makes the limited queries of one statement.

    ``nested`` queries are not tuned: within others they would nest too deep
    for the parser of SQLite.
    """

    def __init__(self, scopes: Scopes):
        self._scopes = scopes

    def first(self, scope: Scope, columns: Columns, nested: bool = False) -> Any:
        """The first members, in the scope's order."""

        if not nested and self._scopes.lateral and walks(self._scopes, scope):
            return self._whole(walked(self._scopes, scope, columns, _limit(scope)))
        return self._first(scope, self._begin(scope), columns, nested)

    def _begin(self, scope: Scope) -> Begin:
        return lambda: self._scopes.members(scope)

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
        limit = _limit(scope)
        parts = [
            top_of(
                query, place, significant(scope.order, place), columns, fixed
            ).limited(limit)
            for query, place, fixed in self._pieces(scope, begin, nested)
        ]
        if len(parts) == 1:
            return parts[0]
        return together(parts, limit, self._scopes.names, UnionAll)

    def pieces(self, scope: Scope) -> list[Piece]:
        """The members range by range, in the order of the scope."""
        pieces = self._pieces(scope, self._begin(scope), False)
        return sorted(pieces, key=lambda piece: -piece.fixed)

    def _pieces(self, scope: Scope, begin: Begin, nested: bool) -> Iterator[Piece]:
        """Each range of an index: over all of them at once an engine reads from the
        beginning, or sorts."""
        query, place = begin()
        count = 1
        if not nested and _in_ranges(scope):
            count = len(list(ranges_of(place, scope)))
        if count < 2:
            self._scopes.go_on(query, place, scope)
            yield Piece(query, place, 0)
            return
        for index in range(count):
            if index:
                query, place = begin()
            condition, fixed = list(ranges_of(place, scope))[index]
            query.where.append(condition)
            yield Piece(query, place, fixed)


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
