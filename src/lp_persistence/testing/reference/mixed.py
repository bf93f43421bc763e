"""Naive groups of several types."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, Self

from zope.interface.interface import InterfaceClass

from lp_persistence.errors import NotAllowed, UnknownName
from lp_persistence.testing.reference.addresses import address_of
from lp_persistence.testing.reference.expressions import Term
from lp_persistence.testing.reference.graph import Graph
from lp_persistence.testing.reference.reading import Member, Reading

if TYPE_CHECKING:
    from lp_persistence.testing.reference.groups import NaiveGroup


class NaiveSize:
    """See ``ISize``; of one group, or of all parts of a mixed one."""

    def __init__(self, *terms: Term):
        self.terms = terms


class NaiveMixed:
    """See ``IMixedGroup``; ``interface`` is the name of that of its root, if it has
    one."""

    interface = ""

    def __init__(self, parts: Iterable[NaiveGroup]):
        self.parts = tuple(parts)

    @property
    def terms(self) -> tuple[Term, ...]:
        """What its parts are."""
        return tuple(part.term for part in self.parts)

    def frozen(self) -> NaiveMixed:
        """As it is now: a later update() does not change it."""
        return NaiveMixed(part.frozen() for part in self.parts)

    def members(self, reading: Reading) -> Iterator[Member]:
        """In their order; NotRealised where one kind is not loaded."""
        for part in self.parts:
            yield from reading.members(part)

    def of_type(self, interface: str) -> NaiveGroup:
        """The part of a kind."""
        for part in self.parts:
            if part.term.interface == interface:
                return part
        raise NotAllowed(interface)

    def need(self, *names: Any) -> Self:
        found = asked_names(names)
        for part in self.parts:
            known = part.graph.types[part.term.interface].fields
            for each in found:
                if each not in known:
                    raise UnknownName("attribute", part.term.interface, each, known)
        for part in self.parts:
            part.need(*names)
        return self

    def need_url(self) -> Self:
        for part in self.parts:
            address_of(part.graph, part.term.interface)
        for part in self.parts:
            part.need_url()
        return self

    def all(self) -> Self:
        for part in self.parts:
            part.all()
        return self

    def used_up(self) -> None:
        for part in self.parts:
            part.used_up()

    def update(self, other: Any) -> None:
        if not isinstance(other, NaiveMixed) or type(other) is not type(self):
            raise NotAllowed("update")
        kinds = [[term.interface for term in each.terms] for each in (self, other)]
        if kinds[0] != kinds[1]:
            raise NotAllowed("update")
        for part, more in zip(self.parts, other.parts, strict=True):
            part.update(more)

    def size(self) -> NaiveSize:
        for part in self.parts:
            part.size()
        return NaiveSize(*self.terms)

    def __iter__(self) -> Iterator[Any]:
        """Entities that have an id, and nothing else."""
        if not self.parts:
            return
        reading = self.parts[0].read()
        for term, key in self.members(reading):
            yield reading.graph.types[term.interface].factory(id=key)


class NaiveNewest(NaiveMixed):
    """The newest of several types, of equals those of the first part."""

    def __init__(self, parts: Iterable[NaiveGroup], date: str, limit: int):
        super().__init__(parts)
        self.date = date
        self.limit = limit

    def frozen(self) -> NaiveMixed:
        return self

    def members(self, reading: Reading) -> Iterator[Member]:
        return self.newest(reading.graph, super().members(reading))

    def newest(self, graph: Graph, members: Iterable[Member]) -> Iterator[Member]:
        """Of the members of all parts the newest; the undated at the end."""
        dated: list[tuple[Any, Member]] = []
        undated: list[Member] = []
        for member in members:
            interface = member.term.interface
            has_date = self.date in graph.types[interface].fields
            value = graph.value(interface, member.key, self.date) if has_date else None
            if value is None:
                undated.append(member)
            else:
                dated.append((value, member))
        dated.sort(key=lambda pair: pair[0], reverse=True)
        found = [*(member for _, member in dated), *undated]
        return iter(found[: self.limit])

    def update(self, other: Any) -> None:
        raise NotAllowed("update")

    def size(self) -> NaiveSize:
        raise NotAllowed("size")


def asked_names(names: Iterable[Any]) -> list[str]:
    """Of names and interfaces what is asked for, by name."""
    found: list[str] = []
    for name in names:
        is_interface = isinstance(name, InterfaceClass)
        found += name.names(all=True) if is_interface else (name,)
    return found
