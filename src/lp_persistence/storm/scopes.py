"""Scopes of steps as queries."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple, TypeAlias

from storm.expr import (
    Coalesce,
    Eq,
    Exists,
    Expr,
    In,
    Lt,
    Min,
    Or,
    Select,
    SQLRaw,
    Undef,
)
from storm.expr import Not as Negation

from lp_persistence.planning.steps import (
    RANK,
    By,
    Everything,
    Followed,
    Given,
    Keys,
    Origin,
    Scope,
    United,
)
from lp_persistence.storm.book import RecordsBook, Relation
from lp_persistence.storm.conditions import (
    Conditions,
    is_limited,
    ranges,
    significant,
)
from lp_persistence.storm.expressions import (
    FALSE,
    TRUE,
    Array,
    CrossJoin,
    Derived,
    HeldBy,
    Labelled,
    Limited,
    Ordering,
    Renamed,
    UnionAll,
    Unnested,
    Value,
)
from lp_persistence.storm.parameters import KeyArray, Slot, SlotArray
from lp_persistence.storm.query import Names, Place, Query
from lp_persistence.storm.records import VISIBLE

#: Gives the columns to read for where an entity stands.
Columns: TypeAlias = Callable[[Place], Sequence[Any]]


class Seen(NamedTuple):
    """An edge in a query: the id of its owner, and the place of its target."""

    owner: Any
    place: Place
    relation: Relation
    names: Mapping[type, str]


class Scopes:
    """Makes the queries of one statement.

    ``lateral``: whether the engine has LATERAL.
    """

    def __init__(self, book: RecordsBook, lateral: bool):
        self.book = book
        self.lateral = lateral
        self.names = Names()
        self._conditions = Conditions(self)

    # --- membership ----------------------------------------------------------

    def members(self, scope: Scope) -> tuple[Query, Place]:
        """A query with one row for each member, ``after`` and limit left out."""
        query = Query(self.book, self.names)
        records = self.book.records_of(scope.interface)
        instead: dict[str, Any] = {}
        place = Place(query, records, query.begin(records.table), instead)
        if any(by.path == RANK for by in scope.order):
            instead[RANK[0]] = self._lowest_rank(scope.origin, place)
        if scope.each:
            query.where.append(In(place.id, self.ids(scope)))
            return query, place
        held = self._held(scope.origin, place.id)
        if held is not None:
            query.where.append(held)
        self.restrict(query, place, scope)
        return query, place

    def ids(self, scope: Scope) -> Any:
        """The query for the ids of the members; one may come twice."""
        if scope.each:
            pairs = self.first_of_each(scope, lambda place: [place.id])
            pairs.columns = pairs.columns[1:]
            pairs.order_by = Undef
            return pairs
        if is_limited(scope):
            return self.first(scope, lambda place: [place.id])
        if isinstance(scope.origin, Followed):
            query = Query(self.book, self.names)
            seen = self.related(query, scope.origin.owner, scope.origin.edge)
            query.where.append(self.among(scope.origin.source, seen.owner))
            place = seen.place
            self.restrict(query, place, scope)
        else:
            query, place = self.members(scope)
        self.go_on(query, place, scope)
        return query.select([place.id])

    def holds(self, scope: Scope, expr: Any) -> Any:
        """Whether a member has the id ``expr``."""
        if _is_plain(scope):
            return self._held(scope.origin, expr)
        return In(expr, self.ids(scope))

    def among(self, source: Scope | Keys, expr: Any) -> Any:
        """Whether the source of an edge holds the id ``expr``."""
        if isinstance(source, Keys):
            return self._held(source, expr)
        return self.holds(source, expr)

    def _held(self, origin: Origin, expr: Any) -> Any:
        if isinstance(origin, Given):
            return HeldBy(expr, Array(SlotArray(origin.slot)))
        if isinstance(origin, Keys):
            return HeldBy(expr, Array(KeyArray(origin.index)))
        if isinstance(origin, United):
            return self._held_by_any(origin.parts, expr)
        if isinstance(origin, Followed):
            query = Query(self.book, self.names)
            seen = self.related(query, origin.owner, origin.edge)
            query.where.append(self.among(origin.source, seen.owner))
            return In(expr, query.select([seen.place.id]))
        assert isinstance(origin, Everything)
        return None

    def _held_by_any(self, parts: Sequence[Scope], expr: Any) -> Any:
        if not parts:
            return FALSE
        if all(_is_plain(part) for part in parts):
            return Or(*[self.holds(part, expr) for part in parts])
        selects = []
        for part in parts:
            select = self.ids(part)
            if is_limited(part):
                # A part of a union has no limit of its own.
                select = _all_of(Derived(select, self.names.fresh("part")))
            selects.append(select)
        return In(expr, UnionAll(selects))

    def _lowest_rank(self, origin: Origin, place: Place) -> Any:
        # A member that several parents have comes where it comes first.
        assert isinstance(origin, Followed)
        query = Query(self.book, self.names)
        seen = self.related(query, origin.owner, origin.edge)
        query.where.append(self.among(origin.source, seen.owner))
        query.where.append(Eq(seen.place.id, place.id))
        return query.select([Min(Renamed(seen.relation.one, seen.names))])

    def restrict(self, query: Query, place: Place, scope: Scope) -> None:
        """Add a scope's conditions and rule."""
        for condition in scope.where:
            query.where.append(self._conditions.truth(condition, place).expr)
        if scope.rule is not None:
            shown = place.shown(scope.rule)
            if shown is not TRUE:
                query.where.append(shown)

    def go_on(self, query: Query, place: Place, scope: Scope) -> None:
        """Add a scope's ``after``, where it has no limit."""
        if scope.after is not None:
            beyond = list(ranges(place, significant(scope.order, place), scope.after))
            query.where.append(Or(*beyond) if beyond else FALSE)

    def verdict(self, place: Place, whose: str) -> tuple[Any, Any]:
        """Whether a place is shown, as a column and as a condition."""
        shown = place.shown(whose)
        if shown is TRUE:
            return TRUE, TRUE
        known = Coalesce(shown, FALSE)
        if not self.lateral:
            return known, shown
        # Computed once a row: PostgreSQL would plan and run the subqueries of
        # the rule for each column, if the offset did not keep them apart.
        name = self.names.fresh("verdict")
        once = Select(Labelled(known, "shown"), offset=0)
        place.query.tables.append(CrossJoin(Derived(once, name, lateral=True)))
        return SQLRaw(f"{name}.shown"), SQLRaw(f"{name}.shown")

    # --- edges ---------------------------------------------------------------

    def related(self, query: Query, owner: str, edge: str) -> Seen:
        """Add an edge to a query; its target's table only if it is needed."""
        relation = self.book.relation(owner, edge)
        names = query.enter(relation)
        target = self.book.target_of(owner, edge)
        if relation.target_table is not None:
            place = Place(query, target, names[relation.target_table])
        else:
            place = Place(query, target, instead=_known(relation, names))
        return Seen(Renamed(relation.owner, names), place, relation, names)

    def once(self, query: Query, seen: Seen) -> None:
        """Leave each pair only its row with the lowest key."""
        relation = seen.relation
        if relation.one is None:
            return
        again = Query(self.book, self.names)
        names = again.enter(relation)
        for end in (relation.owner, relation.target):
            again.where.append(Eq(Renamed(end, names), Renamed(end, seen.names)))
        again.where.append(
            Lt(Renamed(relation.one, names), Renamed(relation.one, seen.names))
        )
        query.where.append(Negation(Exists(again.select([SQLRaw("1")]))))

    # --- limits --------------------------------------------------------------

    def first(self, scope: Scope, columns: Columns) -> Any:
        """The first members, in the scope's order."""
        if _in_one_range(scope):
            query, place = self.members(scope)
            self.go_on(query, place, scope)
            order = [place.ordering(by) for by in significant(scope.order, place)]
            return Limited(query.select(columns(place), order), _limit(scope))
        top = self._top(scope, lambda: self.members(scope), columns)
        name = self.names.fresh("top")
        return top.within([], [Derived(top.select, name)], name)

    def first_of_each(self, scope: Scope, columns: Columns) -> Select:
        """Rows (parent, *columns): the first of every parent."""
        assert isinstance(scope.origin, Followed)
        name = self.names.fresh("parent")
        source = scope.origin.source
        if isinstance(source, Keys):
            parents: Expr = Unnested(Array(KeyArray(source.index)), name)
            parent = SQLRaw(f"{name}.value")
        else:
            parents = Derived(_labelled(self.ids(source)), name)
            parent = SQLRaw(f"{name}.c0")
        if self.lateral:
            top = self._top(scope, lambda: self._below(scope, parent)[:2], columns)
            name = self.names.fresh("top")
            tables = [parents, Derived(top.select, name, lateral=True)]
            return top.within([parent], tables, name)
        # Without LATERAL the rows of the edge are found by their number.
        query = Query(self.book, self.names)
        query.tables.append(parents)
        seen = self.related(query, scope.origin.owner, scope.origin.edge)
        row = _row_of(seen)

        def begin() -> tuple[Query, Place]:
            query, place, inner = self._below(scope, parent)
            rows[id(place)] = _row_of(inner)
            return query, place

        rows: dict[int, Any] = {}
        top = self._top(scope, begin, lambda place: [rows[id(place)]])
        name = self.names.fresh("top")
        rows_of_top = top.within([], [Derived(top.select, name)], name)
        rows_of_top.order_by = Undef
        query.where.append(In(row, rows_of_top))
        place = seen.place
        order = [place.ordering(by) for by in significant(scope.order, place)]
        return query.select([parent, *columns(place)], order)

    def _below(self, scope: Scope, parent: Any) -> tuple[Query, Place, Seen]:
        assert isinstance(scope.origin, Followed)
        query = Query(self.book, self.names)
        seen = self.related(query, scope.origin.owner, scope.origin.edge)
        query.where.append(Eq(seen.owner, parent))
        self.once(query, seen)
        self.restrict(query, seen.place, scope)
        return query, seen.place, seen

    def _top(
        self, scope: Scope, begin: Callable[[], tuple[Query, Place]], columns: Columns
    ) -> Top:
        limit = _limit(scope)
        query, place = begin()
        order = significant(scope.order, place)
        if scope.after is None:
            return _top_of(query, place, order, columns).limited(limit)
        count = len(list(ranges(place, order, scope.after)))
        if count == 0:
            query.where.append(FALSE)
            return _top_of(query, place, order, columns).limited(limit)
        # Each range of an index is read for itself: over all of them at once
        # an engine reads from the beginning, or sorts.
        parts = []
        for index in range(count):
            if index:
                query, place = begin()
            query.where.append(list(ranges(place, order, scope.after))[index])
            parts.append(_top_of(query, place, order, columns).limited(limit))
        if count == 1:
            return parts[0]
        selects = [
            _all_of(Derived(part.select, self.names.fresh("part"))) for part in parts
        ]
        name = self.names.fresh("beyond")
        whole = parts[0].within([], [Derived(UnionAll(selects), name)], name)
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
        return Select(
            (*before, *columns), tables=tables, order_by=tuple(order) or Undef
        )


def _top_of(
    query: Query, place: Place, order: tuple[By, ...], columns: Columns
) -> Top:
    exprs = columns(place)
    terms = [(place.path(by.path), by.descending) for by in order]
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


def _known(relation: Relation, names: Mapping[type, str]) -> dict[str, Any]:
    """What the rows of an edge tell of its target."""
    known: dict[str, Any] = {"id": Renamed(relation.target, names)}
    for name, kept in relation.facts.items():
        if name == VISIBLE:
            known[name] = lambda viewer, kept=kept: Renamed(kept(viewer), names)
        else:
            known[name] = Renamed(kept, names)
    if relation.ranked:
        known[RANK[0]] = Renamed(relation.one, names)
    return known


def _is_plain(scope: Scope) -> bool:
    """Whether its members are ids that are at hand, and all of them."""
    return (
        isinstance(scope.origin, (Given, Keys))
        and not scope.where
        and scope.rule is None
        and scope.after is None
        and not is_limited(scope)
    )


def _in_one_range(scope: Scope) -> bool:
    return scope.after is None or len(scope.after) < 2


def _limit(scope: Scope) -> Value:
    assert scope.limit is not None
    return Value(Slot(scope.limit))


def _row_of(seen: Seen) -> Any:
    """The number of the row that is the edge, in SQLite."""
    return SQLRaw(f"{seen.names[seen.relation.tables[-1][0]]}.rowid")


def _labelled(select: Any) -> Any:
    inner = select.select if isinstance(select, Limited) else select
    inner.columns = (Labelled(inner.columns[0], "c0"),)
    return select


def _all_of(table: Derived) -> Select:
    return Select(SQLRaw("*"), tables=[table])
