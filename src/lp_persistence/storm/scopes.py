"""Scopes of steps as queries."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, NamedTuple, TypeGuard

from storm.expr import (
    And,
    Coalesce,
    Exists,
    In,
    LeftJoin,
    Lt,
    Min,
    Or,
    Select,
    SQLRaw,
    Undef,
)
from storm.expr import Count as CountRows
from storm.expr import Not as Negation

from lp_persistence.fields import Collection, Reference
from lp_persistence.steps import (
    ALL_PERMITTED,
    RANK,
    Everything,
    Followed,
    Given,
    Hop,
    Keys,
    Origin,
    Reached,
    Scope,
    United,
)
from lp_persistence.storm.book import RecordsBook, Relation
from lp_persistence.storm.compound import equal, is_some, parts_of, renamed
from lp_persistence.storm.conditions import (
    Conditions,
    is_limited,
    ranges,
)
from lp_persistence.storm.expressions import (
    FALSE,
    TRUE,
    Array,
    CrossJoin,
    Derived,
    Labelled,
    Renamed,
    Single,
    UnionAll,
    Value,
    within,
)
from lp_persistence.storm.held import holds, table_of
from lp_persistence.storm.limits import Limits
from lp_persistence.storm.query import MadePlace, Names, Place, Query
from lp_persistence.storm.reach import Reach
from lp_persistence.storm.records import VISIBLE, Records
from lp_persistence.storm.tops import all_of, labelled


class Seen(NamedTuple):
    """An edge in a query: the id of its owner, and the place of its target."""

    owner: Any
    place: Place
    relation: Relation
    names: Mapping[type, str]
    #: What tells the row that is the edge from the others of its owner: in
    #: SQLite its number.
    row: Any


class Scopes:
    """Makes the queries of one statement.

    ``lateral``: whether the engine has LATERAL, and a parser that queries
    within queries don't exhaust.
    """

    def __init__(self, book: RecordsBook, lateral: bool):
        self.book = book
        self.lateral = lateral
        self.names = Names(self.counted)
        #: Queries that stand before the statement's, by the names that it has
        #: for them: SQLite's parser is a hundred deep, and no more.
        self.before: list[tuple[str, Any]] = []
        self.limits = Limits(self)
        self.reach = Reach(self)
        self.conditions = Conditions(self)

    def members(self, scope: Scope) -> tuple[Query, Place]:
        """A query with one row for each member, ``after`` and limit left out."""
        if isinstance(scope.origin, Reached):
            return self.reach.first(scope, scope.origin)
        query = Query(self.book, self.names)
        records = self.book.records_of(scope.interface)
        instead: dict[str, Any] = {}
        place = self.begin(query, records, scope.origin, instead)
        if any(by.path == RANK for by in scope.order):
            instead[RANK[0]] = self._lowest_rank(scope.origin, place)
        if scope.each:
            query.where.append(In(place.id, self.ids(scope)))
            return query, place
        is_begun = bool(records.key) and _is_told(scope.origin)
        held = None if is_begun else self.held(scope.origin, place.id)
        if held is not None:
            query.where.append(held)
        self.restrict(query, place, scope)
        return query, place

    def begin(
        self,
        query: Query,
        records: Records,
        origin: Origin,
        instead: Mapping[str, Any] | None = None,
    ) -> Place:
        """Make an entity's table the first of a query; where its members begin.

        What is made of others begins with the ids that its origin tells, or
        with all combinations of these: no index tells of two tables.
        """
        if not records.key:
            return Place(query, records, query.begin(records.table), instead)
        parts = {name: self.book.target_of(records.name, name) for name in records.key}
        keys: list[Any] = [None] * len(parts)
        if _is_told(origin):
            name = self.names.fresh("made")
            table: Any = (
                table_of(origin, len(parts), name)
                if isinstance(origin, (Given, Keys))
                else Derived(self._made(origin), name)
            )
            query.tables.append(table)
            keys = [SQLRaw(f"{name}.c{at}") for at in range(len(parts))]
        places = {
            name: Place(query, part, query.combine(part.table, part.id, key))
            for (name, part), key in zip(parts.items(), keys, strict=True)
        }
        return MadePlace(query, records, places, instead)

    def _made(self, origin: Followed | United) -> Select:
        """The query for ids of several parts, c0, c1 …, each once."""
        if isinstance(origin, United):
            told = [self.ids(part) for part in origin.parts]
        else:
            query = Query(self.book, self.names)
            told = [query.select([self.followed(query, origin).place.id])]
        parts = []
        for select in map(labelled, told):
            if self.lateral:
                parts.append(all_of(Derived(select, self.names.fresh("part"))))
            else:
                parts.append(self._apart(select))
        each = Derived(UnionAll(parts), self.names.fresh("each"))
        return Select(SQLRaw("*"), tables=[each], distinct=True)

    def ids(self, scope: Scope) -> Any:
        """The query for the ids of the members; one may come twice."""
        if scope.each:
            pairs = self.limits.first_of_each(scope, lambda place: [place.id], True)
            assert isinstance(scope.origin, Followed)
            owner = self.book.records_of(scope.origin.owner)
            pairs.columns = pairs.columns[len(owner.key) or 1 :]
            pairs.order_by = Undef
            return pairs
        if is_limited(scope):
            return self.limits.first(scope, lambda place: [place.id], True)
        if isinstance(scope.origin, Reached) and scope.after is None:
            query, place = self.reach.all(scope, scope.origin)
            return query.select([place.id])
        if isinstance(scope.origin, Followed):
            query = Query(self.book, self.names)
            seen = self.followed(query, scope.origin)
            place = seen.place
            self.restrict(query, place, scope)
            self.not_before(query, seen, scope)
        else:
            query, place = self.members(scope)
        self.go_on(query, place, scope)
        return query.select([place.id])

    def holds(self, scope: Scope, expr: Any) -> Any:
        """Whether a member has the id ``expr``."""
        is_union = isinstance(scope.origin, United) and _is_whole(scope)
        if _is_plain(scope) or (is_union and not scope.where):
            return self.held(scope.origin, expr)
        if _is_one(scope):
            # Whether it is there is asked once, and the planner is told its id.
            query, _ = self.members(scope)
            there = Exists(self._apart(query.select([SQLRaw("1")])))
            return And(self.held(scope.origin, expr), there)
        return In(expr, self._apart(self._told(scope)))

    def _told(self, scope: Scope) -> Any:
        """As ``ids``, where no more is asked than whether one is among them:
        of those that an edge leads on from, the rows of the edge tell."""
        is_all = _is_whole(scope) and isinstance(scope.origin, Everything)
        found = None
        if is_all and len(scope.where) == 1:
            found = self.conditions.owners(scope.where[0], scope.interface)
        return self.ids(scope) if found is None else found

    def _apart(self, select: Any) -> Any:
        """A query that depends on none around it, said before them where the
        engine can't take it where it stands."""
        if self.lateral:
            return select
        name = self.names.fresh("scope")
        self.before.append((name, select))
        return all_of(SQLRaw(name))

    def among(self, source: Scope | Keys, expr: Any) -> Any:
        """Whether the source of an edge holds the id ``expr``."""
        if isinstance(source, Keys):
            return self.held(source, expr)
        return self.holds(source, expr)

    def held(self, origin: Origin, expr: Any) -> Any:
        """Whether an origin holds the id ``expr``; None for everything."""
        if isinstance(origin, (Given, Keys)):
            return holds(expr, origin)
        if isinstance(origin, United):
            return self._held_by_any(origin.parts, expr)
        if isinstance(origin, Followed):
            query = Query(self.book, self.names)
            seen = self.followed(query, origin)
            return In(expr, self._apart(query.select([seen.place.id])))
        assert isinstance(origin, Everything)
        return None

    def _held_by_any(self, parts: Sequence[Scope], expr: Any) -> Any:
        if not parts:
            return FALSE
        if all(_is_plain(part) for part in parts):
            return Or(*[self.holds(part, expr) for part in parts])
        selects = []
        for part in parts:
            select = self._apart(self._told(part))
            if self.lateral and is_limited(part):
                # A part of a union has no limit of its own.
                select = all_of(Derived(select, self.names.fresh("part")))
            selects.append(select)
        return In(expr, UnionAll(selects))

    def _lowest_rank(self, origin: Origin, place: Place) -> Any:
        # A member that several parents have comes where it comes first.
        assert isinstance(origin, Followed)
        query = Query(self.book, self.names)
        seen = self.followed(query, origin)
        query.where.append(equal(seen.place.id, place.id))
        return query.select([Min(Renamed(seen.relation.one, seen.names))])

    def restrict(
        self, query: Query, place: Place, scope: Scope, is_seen: bool = False
    ) -> None:
        """Add a scope's conditions and rule; ``is_seen``: not the rule."""
        for condition in scope.where:
            query.where.append(self.conditions.truth(condition, place).expr)
        if scope.rule is not None and not is_seen:
            shown = place.shown(scope.rule)
            if shown is not TRUE:
                query.where.append(shown)

    def go_on(self, query: Query, place: Place, scope: Scope) -> None:
        """Add a scope's ``after``, where it has no limit."""
        if scope.after is not None:
            beyond = list(ranges(place, scope))
            query.where.append(Or(*beyond) if beyond else FALSE)

    def verdict(self, place: Place, whose: str) -> tuple[Any, Any]:
        """Whether a place is shown, as a column and as a condition."""
        shown = place.shown(whose)
        if shown is TRUE:
            return TRUE, TRUE
        known = Coalesce(shown, FALSE)
        if not any(map(_asks_more, within(shown))):
            return known, shown
        # Computed once a row: PostgreSQL would plan and run the subqueries of
        # the rule for each column, if the offset did not keep them apart, and SQLite,
        # if they did not choose whether a row of one truth goes beside. Where the row's
        # own columns tell, asking again costs less than keeping apart.
        name = self.names.fresh("verdict")
        told = SQLRaw(f"{name}.shown")
        if self.lateral:
            once = Select(Labelled(known, "shown"), offset=0)
            place.query.tables.append(CrossJoin(Derived(once, name, lateral=True)))
            return told, told
        truth = Derived(Select(Labelled(TRUE, "shown")), name)
        place.query.tables.append(LeftJoin(truth, shown))
        return Coalesce(told, FALSE), told

    def followed(
        self, query: Query, origin: Followed, owner: Callable[[Any], Any] | None = None
    ) -> Seen:
        """Add an edge to a query, from those of its source alone; or from
        those whose ids ``owner`` gives a condition for."""
        if owner is None:
            owner = partial(self.among, origin.source)
        if origin.over:
            return self._composed(query, origin.over, owner)
        seen = self.related(query, origin.owner, origin.edge)
        query.where.append(owner(seen.owner))
        return seen

    def _composed(
        self, query: Query, over: Sequence[Hop], owner: Callable[[Any], Any]
    ) -> Seen:
        """Add an edge that is made of others: a row for each pair, on however
        many ways one leads to the other."""
        inner = Query(self.book, self.names)
        first, *others = over
        seen = self.related(inner, first.owner, first.edge)
        inner.where.append(owner(seen.owner))
        place = seen.place
        for hop in others:
            shown = TRUE if hop.rule is None else place.shown(hop.rule)
            if shown is not TRUE:
                inner.where.append(shown)
            place = self.related(inner, hop.owner, hop.edge, place).place
        ends = [Labelled(seen.owner, "owner"), Labelled(place.id, "target")]
        pairs = inner.select(ends)
        pairs.distinct = True
        name = self.names.fresh("pair")
        query.tables.append(Derived(pairs, name))
        target = SQLRaw(f"{name}.target")
        return Seen(
            SQLRaw(f"{name}.owner"),
            Place(query, place.records, instead={"id": target}),
            Relation(SQLRaw(f"{name}.owner"), target, ()),
            {},
            target,
        )

    def counted(self, place: Place, edge: str, whose: str) -> Any:
        """How many members of an edge somebody sees, from where its owner stands."""
        query = Query(self.book, self.names)
        records = place.records
        field = records.fields[edge]
        assert isinstance(field, Collection)
        rule = None if whose == ALL_PERMITTED else whose
        if field.over:
            owner = records
            hops: list[Hop] = []
            for name in field.over:
                hops.append(Hop(owner.name, name, rule if hops else None))
                owner = self.book.target_of(owner.name, name)
            seen = self._composed(query, hops, lambda key: equal(key, place.id))
        else:
            seen = self.related(query, records.name, edge)
            query.where.append(equal(seen.owner, place.id))
        target = seen.place.there()
        shown = TRUE if rule is None else target.shown(rule)
        if shown is not TRUE:
            query.where.append(shown)
        if seen.relation.one is None and not seen.relation.is_view:
            return Single(query.select([CountRows()]))
        if not target.records.key:
            return Single(query.select([CountRows(target.id, distinct=True)]))
        # SQLite counts one column, if they are to differ.
        each = query.select([target.id])
        each.distinct = True
        table = Derived(each, self.names.fresh("counted"))
        return Single(Select(CountRows(), tables=[table]))

    def related(
        self, query: Query, owner: str, edge: str, onto: Place | None = None
    ) -> Seen:
        """Add an edge to a query; its target's table only if it is needed.

        ``onto`` is where its owners stand in the query already.
        """
        relation = self.book.relation(owner, edge)
        target = self.book.target_of(owner, edge)
        kept = self.book.records_of(owner).fields[edge]
        if onto is not None and isinstance(kept, Reference):
            # A reference: its key is at hand.
            key = onto.term(edge).expr
            query.where.append(is_some(key))
            place = self.place_at(query, target, key, {})
            return Seen(onto.id, place, relation, {}, None)
        names = query.enter(relation, onto is not None)
        if relation.target_table is not None:
            place = Place(query, target, names[relation.target_table])
        else:
            key = renamed(relation.target, names)
            place = self.place_at(query, target, key, _known(relation, names))
        if onto is not None:
            query.where.append(equal(renamed(relation.owner, names), onto.id))
        row: Any = SQLRaw(f"{names[relation.tables[-1][0]]}.rowid")
        if relation.is_view:
            row = renamed(relation.target, names)
        return Seen(renamed(relation.owner, names), place, relation, names, row)

    def place_at(
        self,
        query: Query,
        target: Records,
        key: Any,
        known: Mapping[str, Any],
        over: Place | None = None,
    ) -> Place:
        """Where the target of an edge stands whose id is ``key``; ``known`` is
        what is known of it without its own table."""
        if not target.key:
            return Place(query, target, instead={**known, "id": key}, over=over)
        parts = {
            name: self.place_at(query, self.book.target_of(target.name, name), part, {})
            for name, part in zip(target.key, parts_of(key), strict=True)
        }
        return MadePlace(query, target, parts, known, over)

    def not_before(self, query: Query, seen: Seen, scope: Scope) -> None:
        """Leave out whoever comes before ``after`` from another parent: over a
        ranked edge a member's place is its first one."""
        if scope.after is None or not seen.relation.ranked:
            return
        assert isinstance(scope.origin, Followed)
        again = Query(self.book, self.names)
        other = self.followed(again, scope.origin)
        again.where.append(equal(other.place.id, seen.place.id))
        beyond = list(ranges(other.place, scope))
        again.where.append(Negation(Coalesce(Or(*beyond), FALSE) if beyond else FALSE))
        query.where.append(Negation(Exists(again.select([SQLRaw("1")]))))

    def once(self, query: Query, seen: Seen) -> None:
        """Leave each pair only its row with the lowest key."""
        relation = seen.relation
        if relation.one is None:
            return
        again = Query(self.book, self.names)
        names = again.enter(relation)
        for end in (relation.owner, relation.target):
            again.where.append(equal(renamed(end, names), renamed(end, seen.names)))
        again.where.append(
            Lt(Renamed(relation.one, names), Renamed(relation.one, seen.names))
        )
        lower: Any = Exists(again.select([SQLRaw("1")]))
        if self.lateral and not relation.facts:
            # All rows of an owner are looked at: as a value it is looked up row by
            # row. A planner that takes them for few would hold each against all.
            lower = Coalesce(lower, FALSE)
        query.where.append(Negation(lower))


def _known(relation: Relation, names: Mapping[type, str]) -> dict[str, Any]:
    """What the rows of an edge tell of its target."""
    known: dict[str, Any] = {}
    for name, kept in relation.facts.items():
        if name == VISIBLE:
            known[name] = lambda viewer, kept=kept: Renamed(kept(viewer), names)
        else:
            known[name] = Renamed(kept, names)
    if relation.ranked:
        known[RANK[0]] = Renamed(relation.one, names)
    return known


def _is_told(origin: Origin) -> TypeGuard[Given | Keys | Followed | United]:
    """Whether there is a query for its ids, or they are at hand."""
    if isinstance(origin, United):
        return bool(origin.parts)
    return isinstance(origin, (Given, Keys, Followed))


def _is_whole(scope: Scope) -> bool:
    """Whether nothing but conditions tells its members from others."""
    return scope.rule is None and scope.after is None and not is_limited(scope)


def _is_plain(scope: Scope) -> bool:
    """Whether its members are ids that are at hand, and all of them."""
    return (
        isinstance(scope.origin, (Given, Keys))
        and not scope.where
        and scope.rule is None
        and scope.after is None
        and not is_limited(scope)
    )


def _is_one(scope: Scope) -> bool:
    """Whether it has one member at most, whose id is at hand."""
    is_single = isinstance(scope.origin, Given) and scope.origin.single
    return is_single and scope.after is None and not is_limited(scope)


def _asks_more(expr: Any) -> bool:
    """Whether a rule asks, here, for what is not in the row: parameters count, as
    each would be sent once for each column."""
    return isinstance(expr, (Select, Array, Value))
