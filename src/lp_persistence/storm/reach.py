"""What is reached over entities that nobody reads: bugs by their tasks.

A row is one way to a member. The first way, in the order, is the one beside
which no better one stands: so rows are read in the order of one index, and no
DISTINCT has to see them all first.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

from storm.expr import And, Coalesce, Eq, Exists, Is, IsNot, Lt, Or, SQLRaw
from storm.expr import Gt as Greater
from storm.expr import Not as Negation

from lp_persistence.ordering import BY_VIA
from lp_persistence.steps import VIA, Condition, Leads, Not, Reached, Scope, United
from lp_persistence.storm.compound import equal, is_some
from lp_persistence.storm.conditions import is_limited
from lp_persistence.storm.expressions import FALSE, Renamed
from lp_persistence.storm.query import Place, Query, Term
from lp_persistence.storm.records import VISIBLE, Kept

if TYPE_CHECKING:
    from lp_persistence.storm.scopes import Scopes


class Way(NamedTuple):
    """One way to a member: where the member stands, and what it was reached
    over; ``one_rule``: who sees the one sees the other."""

    query: Query
    over: Place
    member: Place
    one_rule: bool


class Reach:
    """Makes the queries of one statement for what is reached."""

    def __init__(self, scopes: Scopes):
        self._scopes = scopes

    def all(self, scope: Scope, origin: Reached) -> tuple[Query, Place]:
        """A row for each way to each member; ``after`` and limit left out."""
        way, source = self._way(origin), origin.source
        if scope.rule is not None:
            where = tuple(_asked_once(origin.edge, each) for each in source.where)
            source = replace(source, where=where)
        self._begin(way, scope, source)
        self._scopes.restrict(way.query, way.member, scope)
        return way.query, way.member

    def first(self, scope: Scope, origin: Reached) -> tuple[Query, Place]:
        """One row for each member, the first way to it."""
        query, member = self.all(scope, origin)
        other = self._way(origin)
        other.query.where.append(equal(other.member.id, member.id))
        # What is said of the member was asked of the first way.
        where = origin.source.where
        others = tuple(each for each in where if not _is_of(origin.edge, each))
        self._begin(other, scope, replace(origin.source, where=others))
        before: list[Any] = []
        same: list[Any] = []
        for by in [by for by in scope.order if by.path[0] == VIA] or [BY_VIA]:
            ways = (other.member, member)
            terms = [way.path(by.path, by.whose) for way in ways]
            for theirs, mine in zip(*(term.parts for term in terms), strict=True):
                before.append(And(*same, _is_before(theirs, mine, by.descending)))
                same.append(_is_equal(theirs, mine))
        # As one value: an engine would try each part with every index.
        other.query.where.append(Coalesce(Or(*before), FALSE))
        query.where.append(Negation(Exists(other.query.select([SQLRaw("1")]))))
        return query, member

    def _begin(self, way: Way, scope: Scope, source: Scope) -> None:
        """Leave the ways that begin in the source."""
        query, over = way.query, way.over
        is_reached = isinstance(source.origin, Reached)
        if is_reached or is_limited(source) or source.after is not None:
            query.where.append(self._scopes.holds(source, over.id))
            return
        held = self._scopes.held(source.origin, over.id)
        if held is not None:
            query.where.append(held)
        # The rule is asked once, of the member.
        is_seen = way.one_rule and scope.rule is not None
        self._scopes.restrict(query, over, source, is_seen)

    def _way(self, origin: Reached) -> Way:
        book = self._scopes.book
        query = Query(book, self._scopes.names)
        records = book.records_of(origin.owner)
        target = book.target_of(origin.owner, origin.edge)
        known: dict[str, Any] = {}
        one_rule = False
        flat = records.flat
        if flat is not None and origin.edge in flat.leads:
            leads = flat.leads[origin.edge]
            names = {flat.table: query.begin(flat.table)}
            over = Place(query, records, instead=_known(flat.facts, names))
            known = _known(leads, names)
            one_rule = VISIBLE in leads and leads[VISIBLE] is flat.facts.get(VISIBLE)
        else:
            over = self._scopes.begin(query, records, origin.source.origin)
        key = over.term(origin.edge)
        if key.nullable:
            query.where.append(is_some(key.expr))
        member = self._scopes.place_at(query, target, key.expr, known, over)
        return Way(query, over, member, one_rule)


def _asked_once(edge: str, condition: Condition) -> Condition:
    """A condition without the rule of those that an edge has to lead to: it is
    the member's, of whom it is asked anyway."""
    if isinstance(condition, Not):
        return Not(_asked_once(edge, condition.condition))
    if isinstance(condition, Leads) and condition.edge == edge:
        return replace(condition, target=without_rule(condition.target))
    return condition


def without_rule(scope: Scope) -> Scope:
    """A scope of members that are told to be seen; where it is cut, its rule
    tells who is left."""
    if is_limited(scope) or scope.after is not None:
        return scope
    origin = scope.origin
    if isinstance(origin, United):
        origin = United(tuple(map(without_rule, origin.parts)))
    return replace(scope, rule=None, origin=origin)


def _is_of(edge: str, condition: Condition) -> bool:
    """Whether a condition speaks of nothing but where an edge leads."""
    if isinstance(condition, Not):
        return _is_of(edge, condition.condition)
    return isinstance(condition, Leads) and condition.edge == edge


def _known(kept: Mapping[str, Any], names: Mapping[type, str]) -> dict[str, Any]:
    """What the rows of a flat table tell, by name."""
    known: dict[str, Any] = {}
    for attribute, each in kept.items():
        if attribute == VISIBLE:
            known[attribute] = lambda viewer, each=each: Renamed(each(viewer), names)
        else:
            expression = each.expression if isinstance(each, Kept) else each
            known[attribute] = Renamed(expression, names)
    return known


def _is_before(theirs: Term, mine: Term, descending: bool) -> Any:
    """Whether a value comes before another; None is the largest."""
    return Or(*_ways_before(theirs, mine, descending))


def _ways_before(theirs: Term, mine: Term, descending: bool) -> Iterator[Any]:
    if descending:
        yield Greater(theirs.comparable, mine.comparable)
    else:
        yield Lt(theirs.comparable, mine.comparable)
    if mine.nullable:
        larger, smaller = (theirs, mine) if descending else (mine, theirs)
        yield And(Is(larger.expr, None), IsNot(smaller.expr, None))


def _is_equal(theirs: Term, mine: Term) -> Any:
    equal = Eq(theirs.expr, mine.expr)
    if not mine.nullable:
        return equal
    return Or(equal, And(Is(theirs.expr, None), Is(mine.expr, None)))
