"""Conditions of steps as expressions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import singledispatchmethod
from typing import TYPE_CHECKING, Any, NamedTuple

from storm.expr import And, Coalesce, Eq, Exists, In, Is, Lt, Or, SQLRaw
from storm.expr import Gt as Greater
from storm.expr import Not as Negation

from lp_persistence.fields import Reference
from lp_persistence.steps import (
    ID,
    RANK,
    VIA,
    AnyOf,
    By,
    Condition,
    Everything,
    Given,
    Leads,
    Matches,
    Not,
    Scope,
    Test,
)
from lp_persistence.storm.compound import equal, is_none, is_some
from lp_persistence.storm.expressions import (
    FALSE,
    Array,
    Contains,
    FoundFirst,
    HasWords,
    HeldBy,
    Limited,
    Renamed,
    RowHasWords,
    Single,
    Value,
    may_be_null,
)
from lp_persistence.storm.held import holds
from lp_persistence.storm.parameters import (
    TEXT,
    Constant,
    Slot,
    SlotArray,
    SlotPatterns,
    SlotWords,
)
from lp_persistence.storm.query import Place, Query, Term
from lp_persistence.storm.records import Listed

if TYPE_CHECKING:
    from lp_persistence.storm.scopes import Scopes, Seen


class Truth(NamedTuple):
    """A condition; ``unknown``: it may be NULL, which stands for False."""

    expr: Any
    unknown: bool

    def negated(self) -> Truth:
        known = Coalesce(self.expr, FALSE) if self.unknown else self.expr
        return Truth(Negation(known), False)


@dataclass(frozen=True, slots=True)
class SomeMatches(Matches):
    """Of those whose texts hold the words, no more than so many, whichever."""

    most: int


class Conditions:
    """Makes the conditions of one statement."""

    def __init__(self, scopes: Scopes):
        self._scopes = scopes

    @singledispatchmethod
    def truth(self, condition: Condition, place: Place) -> Truth:
        raise TypeError(f"{condition!r} is no condition")

    @truth.register
    def _test(self, condition: Test, place: Place) -> Truth:
        if condition.operator == "holding":
            return self._holding(condition, place)
        term = place.term(condition.name, condition.whose)
        if condition.slot is None:
            return Truth(is_none(term.expr), False)
        expr = _OPERATORS[condition.operator](term, condition.slot)
        return Truth(expr, term.nullable)

    def _holding(self, condition: Test, place: Place) -> Truth:
        line = place.records.lines[condition.name]
        assert isinstance(line, Listed)
        if condition.slot is None:
            query, _ = place.listed(line)
            return Truth(Exists(query.select([SQLRaw("1")])), False)
        # Found from the other end, once for all rows.
        query = Query(self._scopes.book, self._scopes.names)
        names = {line.table: query.begin(line.table)}
        texts = Array(SlotArray(condition.slot, TEXT), TEXT)
        query.where.append(HeldBy(Renamed(line.text, names), texts))
        owner = Renamed(line.owner, names)
        if may_be_null(line.owner):
            query.where.append(is_some(owner))
        return Truth(In(place.id, query.select([owner])), place.optional)

    @truth.register(Matches)
    @truth.register(SomeMatches)
    def _matches(self, condition: Matches, place: Place) -> Truth:
        words = Value(SlotWords(condition.slot))
        if place.records.key:  # made of others, it has no row to be found
            texts, unknown = _texts(place, condition.names)
            return Truth(HasWords(texts, words), unknown)
        # Found first, once for all rows: an engine takes splitting texts for
        # cheap, and would do it for each row of a listing.
        query = Query(self._scopes.book, self._scopes.names)
        found = Place(query, place.records, query.begin(place.records.table))
        texts, _ = _texts(found, condition.names)
        query.where.append(HasWords(texts, words, found.id))
        select: Any = query.select([found.id])
        if isinstance(condition, SomeMatches):
            select = Limited(select, Value(Constant(condition.most)))
        return Truth(FoundFirst(place.id, select), place.optional)

    def of_row(self, condition: Matches, interface: str, key: Any) -> Single:
        """Whether the row of an id, read by itself, has the words."""
        query = Query(self._scopes.book, self._scopes.names)
        records = self._scopes.book.records_of(interface)
        row = Place(query, records, query.begin(records.table))
        query.where.append(equal(row.id, key))
        texts, _ = _texts(row, condition.names)
        words = Value(SlotWords(condition.slot))
        parts = Array(SlotPatterns(condition.slot), TEXT)
        return Single(query.select([RowHasWords(texts, words, parts)]))

    @truth.register
    def _not(self, condition: Not, place: Place) -> Truth:
        return self.truth(condition.condition, place).negated()

    @truth.register
    def _any_of(self, condition: AnyOf, place: Place) -> Truth:
        truths = [self.truth(each, place) for each in condition.conditions]
        if not truths:
            return Truth(FALSE, False)
        return Truth(
            Or(*[truth.expr for truth in truths]),
            any(truth.unknown for truth in truths),
        )

    @truth.register
    def _leads(self, condition: Leads, place: Place) -> Truth:
        if condition.over:
            condition = condition.in_turn()
        owner, target = place.records.name, condition.target
        declaration = place.records.fields[condition.edge]
        if isinstance(declaration, Reference) and not is_limited(target):
            # A reference: its key is at hand.
            key = place.term(condition.edge)
            # The only one of a slot may be nobody, and then NULL.
            is_single = isinstance(target.origin, Given) and target.origin.single
            if _selects(target) and declaration.unless:
                # The columns as they are, for an index to be used.
                plain = place.key_of(declaration)
                alone = [is_none(place.term(e).expr) for e in declaration.unless]
                held = self._scopes.holds(target, plain.expr)
                return Truth(And(held, *alone), plain.nullable or is_single)
            if _selects(target):
                held = self._scopes.holds(target, key.expr)
                return Truth(held, key.nullable or is_single)
            query = Query(self._scopes.book, self._scopes.names)
            records = self._scopes.book.records_of(target.interface)
            found = self._scopes.begin(query, records, target.origin)
            query.where.append(equal(found.id, key.expr))
            self._scopes.restrict(query, found, target)
            self._scopes.go_on(query, found, target)
            return Truth(Exists(query.select([SQLRaw("1")])), False)
        query, seen = self._led(condition, owner)
        if _selects(target):
            # Found from the other end, once for all rows.
            return Truth(In(place.id, query.select([seen.owner])), place.optional)
        query.where.append(equal(seen.owner, place.id))
        return Truth(Exists(query.select([SQLRaw("1")])), False)

    def owners(self, condition: Condition, owner: str) -> Any:
        """The query for the ids of those that an edge leads on from, where it
        is found from its other end; else None. One may come twice."""
        if not isinstance(condition, Leads):
            return None
        if condition.over:
            condition = condition.in_turn()
        declaration = self._scopes.book.records_of(owner).fields[condition.edge]
        if isinstance(declaration, Reference) or not _selects(condition.target):
            return None
        query, seen = self._led(condition, owner)
        return query.select([seen.owner])

    def _led(self, condition: Leads, owner: str) -> tuple[Query, Seen]:
        """The query for what is an edge to a condition's target."""
        target = condition.target
        query = Query(self._scopes.book, self._scopes.names)
        seen = self._scopes.related(query, owner, condition.edge)
        if isinstance(target.origin, Everything) and not is_limited(target):
            self._scopes.restrict(query, seen.place, target)
            self._scopes.go_on(query, seen.place, target)
        else:
            query.where.append(self._scopes.holds(target, seen.place.id))
        if _selects(target):
            query.where.append(is_some(seen.owner))
        return query, seen


def _texts(place: Place, names: tuple[str, ...]) -> tuple[list[Any], bool]:
    """Texts that are searched together; whether that may be NULL."""
    terms = [place.term(name) for name in names]
    if len(terms) == 1:
        return [terms[0].expr], terms[0].nullable
    return [
        Coalesce(term.expr, "") if term.nullable else term.expr for term in terms
    ], False


def is_limited(scope: Scope) -> bool:
    """Whether its members are the first of something."""
    return scope.limit is not None


def _selects(scope: Scope) -> bool:
    """Whether few are expected, so that they are found first."""
    if not isinstance(scope.origin, Everything) or is_limited(scope):
        return True
    return any(_is_narrow(condition) for condition in scope.where)


def _is_narrow(condition: Condition) -> bool:
    if isinstance(condition, Test):
        is_compared = condition.operator in ("is", "in")
        return is_compared and condition.slot is not None and condition.whose is None
    return isinstance(condition, Leads) and _selects(condition.target)


def _is(term: Term, slot: int) -> Any:
    return And(*[Eq(part.expr, value) for part, value in _with_values(term, slot)])


def _with_values(term: Term, slot: int) -> list[tuple[Term, Value]]:
    """The parts of a term, each with what stands for it in a slot."""
    if isinstance(term.kind, str):
        return [(term, Value(Slot(slot, term.kind)))]
    return [(part, Value(Slot(slot, part=at))) for at, part in enumerate(term.parts)]


def _in(term: Term, slot: int) -> Any:
    if not isinstance(term.kind, str):
        return holds(term.expr, Given(slot))
    return HeldBy(term.expr, Array(SlotArray(slot, term.kind), term.kind))


def _before(term: Term, slot: int) -> Any:
    return Lt(term.comparable, Value(Slot(slot, str(term.kind))))


def _containing(term: Term, slot: int) -> Any:
    return Contains(term.expr, Value(Slot(slot, str(term.kind), folded=True)))


_OPERATORS = {"is": _is, "in": _in, "before": _before, "containing": _containing}


def significant(order: tuple[By, ...], place: Place) -> tuple[By, ...]:
    """The terms up to the first that no two rows share: an index may end
    there."""
    for index, by in enumerate(order):
        is_rank = by.path == RANK and RANK[0] in place.instead
        if is_rank or by.path in (ID, (VIA, *ID)):
            return order[: index + 1]
    return order


class Range(NamedTuple):
    """What comes after a key, or a part of it, as a condition; all that it holds is
    equal in the first ``fixed`` terms of the order."""

    condition: Any
    fixed: int


def ranges(place: Place, scope: Scope) -> Iterator[Any]:
    """What comes after a key, as conditions of which one holds at most; each
    is a range of an index on the terms."""
    for each in ranges_of(place, scope):
        yield each.condition


def ranges_of(place: Place, scope: Scope) -> Iterator[Range]:
    """The same, with what is known of the rows of each."""
    same: list[Any] = []
    fixed = 0
    for by, slot in zip(scope.order, scope.after or (), strict=True):
        whole = place.path(by.path, by.whose)
        if slot is None:
            # Nothing is larger than None; everything else is smaller.
            if by.descending:
                yield Range(_all((*same, is_some(whole.expr))), fixed)
            same.append(is_none(whole.expr))
            fixed += len(whole.parts)
            continue
        for term, value in _with_values(whole, slot):
            for beyond in _beyond(term, by.descending, value):
                yield Range(_all((*same, beyond)), fixed)
            same.append(Eq(term.expr, value))
            fixed += 1


def _all(conditions: Sequence[Any]) -> Any:
    return And(*conditions) if len(conditions) > 1 else conditions[0]


def _beyond(term: Term, descending: bool, value: Value) -> Iterator[Any]:
    if descending:
        yield Lt(term.comparable, value)
        return
    yield Greater(term.comparable, value)
    if term.nullable:
        yield Is(term.expr, None)
