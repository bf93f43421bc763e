"""Listings of what no index has in their order, looked for in that order.

An index of words gives all that have one, and these have to be sorted: of a word
that most bugs have, all but the first twenty for nothing. So a listing is read from
its beginning, row by row, for a while. Where that finds enough, they are the first;
where it does not, the word is rare there, and what has it is found by the index.
So it is with bugs of any of several groups, of which nobody can tell how many.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from storm.expr import Add, And, Coalesce, Count, Exists, Lt, Not, Or, Select, SQLRaw

from lp_persistence.fields import LongText
from lp_persistence.steps import (
    Condition,
    Everything,
    Leads,
    Matches,
    Reached,
    Scope,
    United,
)
from lp_persistence.storm.conditions import SomeMatches, is_limited, significant
from lp_persistence.storm.expressions import FALSE, Derived, Single, Union, Value
from lp_persistence.storm.parameters import Constant
from lp_persistence.storm.query import Query
from lp_persistence.storm.reach import without_rule
from lp_persistence.storm.tops import Columns, Top, all_of, together, top_of

if TYPE_CHECKING:
    from lp_persistence.storm.scopes import Scopes

#: So many rows are looked at: as many as tell of a word that one bug of fifty has,
#: in a tenth of the time that a page may take.
_WALKED: Final = 1000

#: So many that have a word are enough to find a thousand and one of a listing among.
_COUNTED: Final = 5000


def some_of(scope: Scope) -> Scope:
    """A scope with those of its members that are among some that have the words."""
    where = tuple(
        SomeMatches(each.names, each.slot, _COUNTED)
        if isinstance(each, Matches)
        else each
        for each in scope.where
    )
    return replace(scope, where=where)


def walks(scopes: Scopes, scope: Scope) -> bool:
    """Whether words of long texts, or several groups, narrow a listing that has an
    order of its own, and rows."""
    records = scopes.book.records_of(scope.interface)
    if records.key or not isinstance(scope.origin, (Everything, Reached)):
        return False
    # Of short texts, names, no word is one that most have.
    is_searched = any(
        isinstance(each, Matches)
        and any(isinstance(records.fields[name], LongText) for name in each.names)
        for each in scope.where
    )
    return bool(scope.order) and (is_searched or bool(_unions_of(scope)))


def walked(scopes: Scopes, scope: Scope, columns: Columns, limit: Value) -> Top:
    """The first members: of those that were walked past, or of all that have the
    words."""
    walk = _Walk(scopes, scope, limit)
    pieces = scopes.limits.pieces
    for (query, place, fixed), (again, _, _) in zip(
        pieces(walk.plain), pieces(walk.plain), strict=True
    ):
        order = significant(scope.order, place)
        walk.past(top_of(query, place, order, columns, fixed), again)
    query, place = scopes.members(scope)
    query.where.append(walk.is_missed)
    scopes.go_on(query, place, scope)
    others = top_of(query, place, significant(scope.order, place), columns)
    # What the index finds as well is the same rows.
    return together([*walk.tops, others.limited(limit)], limit, scopes.names, Union)


class _Walk:
    """Walks the ranges of a listing, one after the other: on to the next one only
    where one ends, or what it has would come before."""

    def __init__(self, scopes: Scopes, scope: Scope, limit: Value):
        self._scopes, self._scope, self._limit = scopes, scope, limit
        self._words = [each for each in scope.where if isinstance(each, Matches)]
        self._unions = _unions_of(scope)
        self.plain = _without(scope, (*self._words, *self._unions))
        #: What was found in each range.
        self.tops: list[Top] = []
        #: By range, the name of a query that gives a row where it goes on.
        self._left: list[str] = []
        self._found: list[Any] = []

    def past(self, range: Top, again: Query) -> None:
        """Walk past a range, which ``again`` is another query for."""
        names = self._scopes.names
        name, found = names.fresh("passed"), names.fresh("walked")
        passed = Derived(range.limited(Value(Constant(_WALKED))).select, name)
        select: Any = range.within([], [passed], name, range.fixed)
        select.columns = (SQLRaw(f"{name}.*"),)
        select.where = And(*self._is_sought(SQLRaw(f"{name}.c0")), *self._goes_on)
        top = range._replace(select=select, fixed=0).limited(self._limit)
        self._scopes.before.append((found, top.select))
        self.tops.append(top._replace(select=all_of(SQLRaw(found))))
        more = again.select([SQLRaw("1")])
        more.offset, more.limit = _WALKED, 1
        self._left.append(names.fresh("more"))
        self._scopes.before.append((self._left[-1], more))
        self._found.append(Single(Select(Count(), tables=[SQLRaw(found)])))

    def _is_sought(self, key: Any) -> list[Any]:
        scopes, interface = self._scopes, self._scope.interface
        groups = [each.target for each in self._unions]
        if self._scope.rule is not None:
            groups = list(map(without_rule, groups))
        return [
            # As a value: an engine would join what is sought, and sort it.
            *[Coalesce(scopes.holds(each, key), FALSE) for each in groups],
            *[scopes.conditions.of_row(each, interface, key) for each in self._words],
        ]

    @property
    def _goes_on(self) -> list[Any]:
        if not self.tops:
            return []
        return [self._is_short, *[Not(_is_there(name)) for name in self._left]]

    @property
    def is_missed(self) -> Any:
        """Whether there is more than was walked past, and too few were found."""
        return And(self._is_short, Or(*[_is_there(name) for name in self._left]))

    @property
    def _is_short(self) -> Any:
        return Lt(Add(*self._found), self._limit)


def _unions_of(scope: Scope) -> list[Leads]:
    """The conditions by which members have to be of one of several groups."""
    origin = scope.origin
    if not isinstance(origin, Reached):
        return []
    return [
        each
        for each in origin.source.where
        if isinstance(each, Leads)
        and each.edge == origin.edge
        and isinstance(each.target.origin, United)
        and each.target.after is None
        and not is_limited(each.target)
    ]


def _without(scope: Scope, conditions: Sequence[Condition]) -> Scope:
    """A scope without some of its conditions and those of its source."""
    where = tuple(each for each in scope.where if each not in conditions)
    origin = scope.origin
    if isinstance(origin, Reached):
        left = tuple(each for each in origin.source.where if each not in conditions)
        origin = replace(origin, source=replace(origin.source, where=left))
    return replace(scope, where=where, origin=origin)


def _is_there(name: str) -> Exists:
    return Exists(Select(SQLRaw("1"), tables=[SQLRaw(name)]))
