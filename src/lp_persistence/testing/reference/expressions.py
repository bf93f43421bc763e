"""What a naive group's members are, as a term; equal terms are one object."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final

from lp_persistence.fields import Collection, Edge, Embedded, OneOf
from lp_persistence.testing.reference.graph import Graph


@dataclass(eq=False)
class Term:
    """One of: all of ``interface``; those of ``ids``; where ``edge`` leads
    from ``source``, or from ``over``, which is not loaded; those of ``parts``;
    those of ``base``. Of these, what the narrowing leaves, in its order.

    A union that is an edge of a union has ``source`` and ``edge`` too.
    """

    interface: str
    ids: tuple[int, ...] | None = None
    source: Term | None = None
    edge: str | None = None
    over: Term | None = None
    parts: tuple[Term, ...] = ()
    base: Term | None = None

    #: Tests in the order of giving, as tuples that compare.
    where: tuple[Any, ...] = ()
    order: tuple[str, ...] | None = None
    after: tuple[Any, ...] | None = None
    limit: int | None = None
    each: bool = False

    #: Its place among the terms of its context.
    number: int = 0
    asked: dict[str, None] = field(default_factory=dict)
    #: Handles that were not used up; whether it is loaded whatever they do.
    handles: int = 0
    wanted: bool = False
    #: Whether it was said that all of a kind may be read for it.
    whole: bool = False
    loaded: bool = False
    #: Whether its size was asked for.
    sized: bool = False
    #: Facts that its members were to be counted by.
    counted: dict[str, None] = field(default_factory=dict)

    @property
    def is_of_all(self) -> bool:
        """Whether it begins with everything there is of a kind."""
        begins = (self.ids, self.source, self.over, self.base)
        return begins == (None,) * 4 and not self.parts

    @property
    def is_root(self) -> bool:
        """Whether it is everything there is of a kind, in whatever order."""
        leaves_out = self.where or (self.after, self.limit) != (None, None)
        return self.is_of_all and not leaves_out

    @property
    def is_narrowed(self) -> bool:
        """Whether it leaves out or orders."""
        return bool(
            self.where
            or self.order is not None
            or self.after is not None
            or self.limit is not None
        )

    @property
    def is_limited(self) -> bool:
        """Whether its order is that of members that a limit left."""
        return self.limit is not None or self.is_positional

    @property
    def is_positional(self) -> bool:
        """Whether its order is only known as the places in one that a limit
        left."""
        return self.order is None and self.base is not None and self.base.is_limited

    @property
    def cuts_by_position(self) -> bool:
        """Whether a limit, its own or one it begins with, cuts an order that is
        only known as places."""
        begins = (self.source, self.over, self.base, *self.parts)
        return (self.limit is not None and self.is_positional) or any(
            each is not None and each.cuts_by_position for each in begins
        )


NOTHING_SAID: Final = Term("")


class Terms:
    """The terms of one context."""

    def __init__(self, graph: Graph):
        self.graph = graph
        self.all: list[Term] = []
        self._known: dict[Any, Term] = {}

    def term(self, interface: str, **parts: Any) -> Term:
        """The one term of these parts."""
        key = (interface, *sorted(parts.items(), key=lambda item: item[0]))
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = Term(interface, **parts)
            known.number = len(self.all)
            self.all.append(known)
        return known

    def edge_of(self, term: Term, edge: str) -> Edge:
        """The field of an edge."""
        field_ = self.graph.field(term.interface, edge)
        assert isinstance(field_, Edge)
        return field_

    def follow(self, source: Term, edge: str) -> Term:
        """The whole edge; of a union the union of its parts' edges."""
        interface = self.edge_of(source, edge).target
        if source.parts:
            parts = tuple(self.follow(part, edge) for part in source.parts)
            return self.term(interface, source=source, edge=edge, parts=parts)
        return self.term(interface, source=source, edge=edge)

    def union(self, first: Term, second: Term) -> Term:
        """Those of either; unions of unions are flat."""
        parts: dict[Term, None] = {}
        for term in (first, second):
            plain = bool(term.parts) and term.edge is None
            for part in term.parts if plain else (term,):
                parts[part] = None
        if len(parts) == 1:
            return first
        flat = tuple(sorted(parts, key=lambda part: part.number))
        return self.term(first.interface, parts=flat)

    def narrow(self, term: Term, settled: bool, **changes: Any) -> Term:
        """The term with more said of it; ``settled``: what was said before
        comes first, and holds."""
        if settled:
            return self.term(term.interface, base=term, **changes)
        if not term.is_narrowed and term.source is not None:
            assert term.edge is not None
            if not isinstance(self.edge_of(term.source, term.edge), Collection):
                return self.term(term.interface, base=term, **changes)
        if term.parts and term.edge is None:
            return self.term(term.interface, base=term, **changes)
        said = {
            name: getattr(term, name)
            for name in ("ids", "source", "edge", "over", "base")
            if getattr(term, name) is not None
        }
        for name in ("where", "order", "after", "limit", "each"):
            value = changes.get(name, getattr(term, name))
            if value is not getattr(NOTHING_SAID, name):
                said[name] = value
        return self.term(term.interface, **said)

    def unordered(self, term: Term) -> Term:
        """The same members, without orders that nothing is cut by: in whatever
        order they stand, what is reached from them is one group."""
        said: dict[str, Any] = {
            name: getattr(term, name)
            for name in ("ids", "edge", "over", "where", "after", "limit", "each")
            if getattr(term, name) is not getattr(NOTHING_SAID, name)
        }
        for name in ("source", "base"):
            begin = getattr(term, name)
            if begin is not None:
                said[name] = self.unordered(begin)
        if term.parts:
            said["parts"] = tuple(map(self.unordered, term.parts))
        if term.order is not None and (term.limit, term.after) != (None, None):
            said["order"] = term.order
        return self.term(term.interface, **said)

    def ask(self, term: Term, name: str, wanted: bool = True) -> Term | None:
        """Have an attribute read; gives the term of an edge. Unless ``wanted``, it
        is no reason to load the term."""
        field_ = self.graph.field(term.interface, name)
        term.wanted |= wanted
        for part in term.parts:
            self.ask(part, name, wanted)
        of = field_.of if isinstance(field_, Embedded | OneOf) else ()
        for read in (*field_.reads, *of):
            self.ask(term, read, wanted)
        term.asked[name] = None
        if not isinstance(field_, Edge):
            return None
        target = self.follow(term, name)
        target.wanted |= wanted
        return target
