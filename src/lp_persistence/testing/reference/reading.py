"""What can be read after a realise(): it follows from the program alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final, NamedTuple

from lp_persistence.errors import NotAllowed, NotRealised
from lp_persistence.fields import (
    Choice,
    Collection,
    Edge,
    Embedded,
    OneOf,
    Permitted,
    Reference,
    WayBack,
)
from lp_persistence.testing.reference.addresses import (
    address_of,
    names_in,
    written,
)
from lp_persistence.testing.reference.expressions import Term
from lp_persistence.testing.reference.meanings import Law
from lp_persistence.testing.reference.members import Members


class _NotRequested:
    def __repr__(self) -> str:
        return "NOT_REQUESTED"


#: Reading it raises NotRequested.
NOT_REQUESTED: Final = _NotRequested()


class Member(NamedTuple):
    """A member of a term: what can be read of it follows from the term."""

    term: Term
    key: int


class Hidden(NamedTuple):
    """What the viewer may not see."""

    interface: str


class Values(NamedTuple):
    """An embedded value: what each of its attributes is."""

    of: dict[str, Any]


class Problem(NamedTuple):
    """A stored integer that no item of the enumeration has; or what an edge
    leads to and is not there: ``name`` is the edge, ``value`` the key again.
    Of what was only counted there is no ``key``."""

    interface: str
    key: int | None
    name: str
    value: Any


class Reading:
    """The state after one ``realise()``.

    What was asked later does not change it: objects handed out stay as they
    were.
    """

    def __init__(self, members: Members, laws: Iterable[Law] = ()):
        self.graph = members.graph
        self.terms = members.terms
        self._members = members
        self._asked = {term: tuple(term.asked) for term in self.terms.all}
        #: What is told at once was made since.
        self._count = len(self.terms.all)
        self._sized = {term for term in self.terms.all if term.sized}
        self._counted = {term: tuple(term.counted) for term in self.terms.all}
        self._loaded = {term for term in self.terms.all if term.loaded}
        self.problems = frozenset(self._problems())
        #: Groups that are not what their verbs mean.
        self.unlawful = [wrong for law in laws if (wrong := law.broken()) is not None]

    def members(self, group: Any) -> tuple[Member, ...]:
        """The members of a naive group; NotRealised if they are not loaded."""
        return self.of_term(group.term)

    def reached_from(self, group: Any, owner: int) -> tuple[Member, ...]:
        """What a collection gave one owner; NotRealised, or NotAllowed where the
        group does not tell."""
        term = group.term
        if not self._tells_owners(term):
            raise NotAllowed(term.interface)
        if term not in self._loaded or self.problems:
            raise NotRealised(term.interface)
        rows = self._members.rows(term)
        return tuple(Member(term, row.key) for row in rows if row.parent == owner)

    def owners(self, group: Any) -> tuple[int, ...]:
        """The ids of those that a collection led on from, as far as it is one."""
        source = group.term.source
        return () if source is None else self._members.of(source)

    def _tells_owners(self, term: Term) -> bool:
        if term.source is None or term.edge is None or term.base or term.parts:
            return False
        field = self.graph.field(term.source.interface, term.edge)
        return isinstance(field, Collection) and (term.limit is None or term.each)

    def is_loaded(self, term: Term) -> bool:
        """Whether a term's members were fetched."""
        return term in self._loaded

    def at_once(self, group: Any) -> tuple[int, ...] | None:
        """The ids of a group that is not loaded, where what is loaded tells
        them: it only leaves out of or orders the members of a loaded one, by
        facts that can be read there."""
        if self.problems or self._told_by(group.term) is None:
            return None
        return self._members.of(group.term)

    def _told_by(self, term: Term) -> Term | None:
        """The loaded term whose members tell those of another."""
        if term in self._loaded:
            return term
        if term.number < self._count or term.after is not None or term.each:
            return None
        for loaded in self._loaded:
            tests = _said_since(term, loaded)
            if tests is not None and self._can_be_told(
                term, loaded, tests, self._sorts(term, loaded)
            ):
                return loaded
        if term.base is not None:
            teller = self._told_by(term.base)
            if teller is not None and self._can_be_told(
                term, teller, term.where, self._sorts(term, term.base)
            ):
                return teller
        return None

    def _sorts(self, term: Term, narrowed: Term) -> bool:
        """Whether a term asks for another order than what it narrows has."""
        if term.order is None:
            return False
        order_of = self._members.order_terms
        return (
            term.order != narrowed.order
            or narrowed.each
            or order_of(term) != order_of(narrowed)
        )

    def _can_be_told(
        self,
        term: Term,
        loaded: Term,
        tests: tuple[Any, ...],
        has_new_order: bool,
    ) -> bool:
        readable = self.asked(loaded)
        names = {name for test in tests for name in _names_of(test)}
        if has_new_order:
            names |= {name for name, _ in self._members.order_terms(term)}
        return names <= readable and not any(_names_a_group(test) for test in tests)

    def of_term(self, term: Term) -> tuple[Member, ...]:
        """The members of a term; NotRealised if they are not loaded."""
        if term not in self._loaded or self.problems:
            raise NotRealised(term.interface)
        return tuple(Member(term, key) for key in self._members.of(term))

    def size(self, size: Any) -> int:
        """What a naive size() gives."""
        for term in size.terms:
            known = term in self._sized or self._told_by(term) is not None
            if self.problems or not known:
                raise NotRealised("size")
        return sum(len(self._members.of(term)) for term in size.terms)

    def counts(self, counts: Any) -> list[tuple[Any, int]]:
        """What a naive counted_by() gives: pairs of neutral values and
        numbers."""
        term, name = counts.term, counts.name
        known = name in self._counted.get(term, ())
        if not known:
            teller = self._told_by(term)
            known = teller is not None and name in self.asked(teller)
        if self.problems or not known:
            raise NotRealised(name)
        values = [self._value(term, key, name) for key in self._members.of(term)]
        some = sorted({value for value in values if value is not None})
        every = [*some, None] if None in values else some
        return [(value, values.count(value)) for value in every]

    def _value(self, term: Term, key: int, name: str) -> Any:
        return self._members.value(term.interface, key, name)

    def values(self, values: Any) -> Iterator[Any]:
        """What a naive group of embedded values gives."""
        for term, name in values.sources:
            members = self.of_term(term)
            if name not in self.asked(term):
                raise NotRealised(name)
            for member in members:
                yield self.read(member, name)

    def key(self, member: Member) -> tuple[Any, ...] | None:
        """The values of ``key(member)``; None where the order is that of
        members that a limit had left before."""
        term = member.term
        if term.is_positional:
            return None
        teller = self._told_by(term)
        if teller is None or (
            teller is not term and not self._can_be_told(term, teller, (), True)
        ):
            raise NotRealised(term.interface)
        return self._members.key(term, member.key)

    def names(self, interface: str) -> tuple[str, ...]:
        """Every attribute of an interface."""
        return tuple(self.graph.types[interface].fields)

    def asked(self, term: Term) -> set[str]:
        """What can be read of a term's members by name, ways back apart."""
        return {
            *self.graph.types[term.interface].brief,
            *self._asked.get(term, ()),
        }

    def read(self, member: Member, name: str) -> Any:
        """What an attribute gives: a neutral value, Member, Hidden, Values, a
        tuple of Members, or NOT_REQUESTED."""
        term, key = member
        field = self.graph.field(term.interface, name)
        if name not in self.asked(term):
            return self._way_back(member, name, field)
        if isinstance(field, Permitted):
            return self.graph.permits(
                self._members.viewer, term.interface, key, field.permission
            )
        if isinstance(field, Embedded):
            make = self.graph.rules.embedded[term.interface, name]
            return Values(make(self.graph, term.interface, key))
        if isinstance(field, OneOf):
            found = (self.read(member, each) for each in field.of)
            return next((each for each in found if each is not None), None)
        if isinstance(field, Reference):
            target = self.graph.value(term.interface, key, name)
            return self._led_to(self.terms.follow(term, name), target)
        if isinstance(field, Collection):
            whole = self.terms.follow(term, name)
            return tuple(
                Member(whole, each)
                for each in self._members.owned(term.interface, key, name)
            )
        return self._members.value(term.interface, key, name)

    def address(self, member: Member) -> str | _NotRequested | None:
        """What its canonical URL is: None where what it is below is hidden, or
        where it lacks what it is made of; or NOT_REQUESTED. Raises NotAllowed
        where there is none for such."""
        address = address_of(self.graph, member.term.interface)
        values = {name: self.read(member, name) for name in names_in(address)}
        ends = [self.read(member, edge) for edge in address.below]
        if any(each is NOT_REQUESTED for each in (*values.values(), *ends)):
            return NOT_REQUESTED
        above = next((each for each in ends if each is not None), None)
        place = self.address(above) if isinstance(above, Member) else None
        if isinstance(place, _NotRequested):
            return place
        if None in values.values() or (above is not None and place is None):
            return None
        text = written(address, values)
        return text if place is None else f"{place}/{text}"

    def _led_to(self, term: Term, target: int | None) -> Member | Hidden | None:
        if target is None:
            return None
        if not self._members.sees(term.interface, target):
            return Hidden(term.interface)
        return Member(term, target)

    def _way_back(self, member: Member, name: str, field: Any) -> Any:
        origin = self._members.origin(member.term)
        if origin is None or not isinstance(field, Edge):
            return NOT_REQUESTED
        source, edge = origin.source, origin.edge
        assert source is not None and edge is not None
        followed = self.graph.field(source.interface, edge)
        if isinstance(field, WayBack):
            if field.target != source.interface:
                return NOT_REQUESTED
        elif not (
            isinstance(field, Reference)
            and isinstance(followed, Collection)
            and followed.inverse == name
        ):
            return NOT_REQUESTED
        return Member(source, self._parent(member))

    def _parent(self, member: Member) -> int:
        term = member.term
        while term.base is not None:
            term = term.base  # what a limit settled keeps its way back
        for row in self._members.rows(term):
            if row.key == member.key:
                assert row.parent is not None
                return row.parent
        raise AssertionError(member)

    def _problems(self) -> Iterator[Problem]:
        for term in self._loaded:
            yield from self._unknown_items(term)
            yield from self._references_to_nothing(term)
        for term, names in self._counted.items():
            for name in names:
                yield from self._unknown_counted(term, name)

    def _unknown_items(self, term: Term) -> Iterator[Problem]:
        for name in self.asked(term):
            field = self.graph.field(term.interface, name)
            if not isinstance(field, Choice):
                continue
            for key in self._members.of(term):
                value = self._members.value(term.interface, key, name)
                if value is not None and value not in field.items:
                    yield Problem(term.interface, key, name, value)

    def _unknown_counted(self, term: Term, name: str) -> Iterator[Problem]:
        field = self.graph.field(term.interface, name)
        if not isinstance(field, Choice):
            return
        if term in self._loaded and name in self.asked(term):
            return  # told of each member
        for key in self._members.of(term):
            value = self._value(term, key, name)
            if value is not None and value not in field.items:
                yield Problem(term.interface, None, name, value)

    def _references_to_nothing(self, term: Term) -> Iterator[Problem]:
        if term.source is None or term.edge is None or term.is_narrowed:
            return
        for parent in self._members.of(term.source):
            led = self._members.targets(term.source.interface, parent, term.edge)
            for key, _ in led:
                if not self.graph.exists(term.interface, key):
                    yield Problem(term.interface, key, term.edge, key)


def _said_since(term: Term, loaded: Term) -> tuple[Any, ...] | None:
    """The tests that a term adds to a loaded one; None where it does not only
    narrow that."""
    if term.base is loaded:
        return term.where
    if (
        term.interface,
        term.ids,
        term.source,
        term.edge,
        term.over,
        term.base,
        term.parts,
    ) != (
        loaded.interface,
        loaded.ids,
        loaded.source,
        loaded.edge,
        loaded.over,
        loaded.base,
        loaded.parts,
    ):
        return None
    if loaded.limit is not None or loaded.after is not None:
        return None
    if loaded.order not in (None, term.order):
        return None
    if term.where[: len(loaded.where)] == loaded.where:
        return term.where[len(loaded.where) :]
    if term.over is not None or any(_names_a_group(test) for test in loaded.where):
        return None
    if not set(loaded.where) <= set(term.where):
        return None
    return tuple(each for each in term.where if each not in loaded.where)


def _names_of(test: Any) -> tuple[str, ...]:
    match test:
        case ("not", inner):
            return _names_of(inner)
        case ("any", inners):
            return tuple(name for inner in inners for name in _names_of(inner))
        case ("matching", names, _):
            return tuple(names)
    return (test[1],)


def _names_a_group(test: Any) -> bool:
    """Whether a test leads to a group that says more than ids."""
    if test[0] == "not":
        return _names_a_group(test[1])
    if test[0] == "any":
        return any(map(_names_a_group, test[1]))
    return bool(test[0] == "leads to group")
