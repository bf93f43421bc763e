"""Who the members of a term are, in which order, for one viewer."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any, Final, NamedTuple

from lp_persistence.fields import Collection, Count
from lp_persistence.testing.reference.expressions import Term, Terms

RANK: Final = "#rank"
#: What names a fact of what a member was reached over begins with.
VIA: Final = "via."


class Row(NamedTuple):
    """A member as it was reached: from whom, and with which rank there; or
    over whom."""

    key: int
    parent: int | None = None
    rank: int = 0
    via: int | None = None


class Members:
    """Members of the terms of one context."""

    def __init__(self, terms: Terms, viewer: Any):
        self.terms = terms
        self.graph = terms.graph
        self.viewer = viewer
        self.rows = cache(self._rows)
        self.of = cache(self._of)
        self.value = cache(self._value)

    def sees(self, interface: str, key: int) -> bool:
        """Whether there is an entity, and the viewer is shown it."""
        return self.graph.exists(interface, key) and self.graph.sees(
            self.viewer, interface, key
        )

    def _value(self, interface: str, key: int, name: str) -> Any:
        """What an attribute that leads nowhere is, in neutral form."""
        field = self.graph.field(interface, name)
        if isinstance(field, Count):
            return len(self._visible_targets(interface, key, field.edge))
        if field.is_blind:
            return self.graph.value(interface, key, name)
        return self.graph.told(self.viewer, interface, key, name)

    def targets(
        self, interface: str, key: int, edge: str
    ) -> tuple[tuple[int, int], ...]:
        """Where an edge leads, as pairs (id, rank), whoever sees its ends; what
        lies between two edges is seen."""
        field = self.graph.field(interface, edge)
        over = getattr(field, "over", ())
        if not over:
            return self.graph.targets(interface, key, edge)
        reached = self.graph.reached(interface, key, over, self.sees)
        return tuple((target, 0) for target in reached)

    def _of(self, term: Term) -> tuple[int, ...]:
        """The ids of a term's members, in its order."""
        return tuple(dict.fromkeys(row.key for row in self.rows(term)))

    def origin(self, term: Term) -> Term | None:
        """The whole edge that a term's members were reached by, if they were."""
        if term.base is not None:
            return self.origin(term.base)
        if term.source is None or term.edge is None:
            return None
        return self.terms.follow(term.source, term.edge)

    def _rows(self, term: Term) -> tuple[Row, ...]:
        """Rows in the term's order; the first of a member gives its place.

        A limit keeps every row of the members that it keeps, and for each
        parent the parent's first.
        """
        if term.base is not None:
            found = list(self.rows(term.base))
        elif term.source is not None and term.edge is not None:
            found = self._followed(term.source, term.edge)
        elif term.over is not None and term.edge is not None:
            found = [
                Row(row.key, via=row.parent)
                for row in self._followed(term.over, term.edge)
            ]
        elif term.parts:
            keys = {key for part in term.parts for key in self.of(part)}
            found = [Row(key) for key in keys]
        else:
            keys = set(self.graph.ids(term.interface))
            if term.ids is not None:
                keys &= set(term.ids)
            found = [Row(key) for key in keys if self.sees(term.interface, key)]
        lowest = _lowest_ranks(found)
        found = [
            row
            for row in found
            if all(self.passes(term.interface, row.key, test) for test in term.where)
        ]
        if not self._keeps_place(term):
            found = self._sorted(term, found, lowest)
        if term.over is not None:
            found = _first_ways(found)
        if term.after is not None:
            found = self._after(term, found, lowest)
        return tuple(self._limited(term, found))

    def _followed(self, source: Term, edge: str) -> list[Row]:
        target = self.terms.edge_of(source, edge).target
        return [
            Row(key, parent, rank)
            for parent in self.of(source)
            for key, rank in self.targets(source.interface, parent, edge)
            if self.sees(target, key)
        ]

    def _limited(self, term: Term, rows: list[Row]) -> Iterable[Row]:
        if term.limit is None:
            return rows
        if not term.each:
            kept = list(dict.fromkeys(row.key for row in rows))[: term.limit]
            return [row for row in rows if row.key in kept]
        assert term.source is not None
        found = []
        for parent in self.of(term.source):
            # Among the targets of one parent its own ranks count.
            of_parent = [row for row in rows if row.parent == parent]
            own = {row.key: row.rank for row in of_parent}
            found += self._sorted(term, of_parent, own)[: term.limit]
        return found

    def _keeps_place(self, term: Term) -> bool:
        """Whether the order is the base's, whatever gave that."""
        return term.base is not None and term.order is None

    def order_terms(self, term: Term) -> list[tuple[str, bool]]:
        """Its total order: names (RANK among them), and whether descending."""
        if term.base is not None and term.order is None:
            return self.order_terms(term.base)
        names: tuple[str, ...] = ()
        if term.order is not None:
            names = term.order
        elif term.source is not None and term.edge is not None:
            names = self._edge_order(term.source.interface, term.edge)
        over = None if term.over is None else term.over.interface
        return self._total(term.interface, names, over)

    def _edge_order(self, interface: str, edge: str) -> tuple[str, ...]:
        rules, place = self.graph.rules, (interface, edge)
        ranked = (RANK,) if place in rules.ranked else ()
        return (*rules.edge_order.get(place, ()), *ranked)

    def _total(
        self, interface: str, names: Iterable[str], over: str | None = None
    ) -> list[tuple[str, bool]]:
        entity_type = self.graph.types[interface]
        own = self.graph.rules.own_order.get(interface, ())
        found: dict[str, bool] = {}
        last = "id" if over is None else "via.id"
        for name in (*names, *own, last):
            fact = name.removeprefix("-")
            if over is not None and fact.startswith(VIA):
                facts = self.graph.types[over].facts
                fact = VIA + facts[fact.removeprefix(VIA)].__name__
            elif fact != RANK:
                fact = entity_type.facts[fact].__name__
            found.setdefault(fact, name.startswith("-"))
            if fact in ("id", "via.id"):
                break  # nothing behind it can decide
        return list(found.items())

    def _sorted(self, term: Term, rows: list[Row], ranks: dict[int, int]) -> list[Row]:
        """By the term's order, then by the place of the parent.

        ``ranks`` are the members'; a row's own rank decides between rows of
        one member.
        """
        terms = self.order_terms(term)
        rows = sorted(rows, key=lambda row: self._parents_place(term, row))
        if (RANK, False) in terms:
            rows.sort(key=lambda row: row.rank)
        over = None if term.over is None else term.over.interface
        return self._sorted_by(term.interface, terms, rows, ranks, over)

    def _sorted_by(
        self,
        interface: str,
        terms: list[tuple[str, bool]],
        rows: list[Row],
        ranks: dict[int, int],
        over: str | None = None,
    ) -> list[Row]:
        for name, descending in reversed(terms):
            rows.sort(
                key=lambda row: largest_none(
                    self._order_value(interface, row, name, ranks, over)
                ),
                reverse=descending,
            )
        return rows

    def _parents_place(self, term: Term, row: Row) -> int:
        origin = self.origin(term)
        if origin is None or row.parent is None:
            return 0
        assert origin.source is not None
        return self.of(origin.source).index(row.parent)

    def _order_value(
        self,
        interface: str,
        row: Row,
        name: str,
        ranks: dict[int, int],
        over: str | None = None,
    ) -> Any:
        if name == RANK:
            return ranks[row.key]
        if over is not None and name.startswith(VIA):
            assert row.via is not None
            return self.value(over, row.via, name.removeprefix(VIA))
        return self.value(interface, row.key, name)

    def key(self, term: Term, member: int) -> tuple[Any, ...]:
        """The values of a term's order for a member."""
        origin = self.origin(term)
        ranks = _lowest_ranks(list(self.rows(origin))) if origin is not None else {}
        row, over = Row(member), None
        if term.over is not None:
            row = next(row for row in self.rows(term) if row.key == member)
            over = term.over.interface
        return tuple(
            self._order_value(term.interface, row, name, ranks, over)
            for name, _ in self.order_terms(term)
        )

    def _after(self, term: Term, rows: list[Row], ranks: dict[int, int]) -> list[Row]:
        assert term.after is not None
        terms = self.order_terms(term)
        over = None if term.over is None else term.over.interface
        found = []
        for row in rows:
            for (name, descending), bound in zip(terms, term.after, strict=True):
                here = largest_none(
                    self._order_value(term.interface, row, name, ranks, over)
                )
                there = largest_none(bound)
                if here != there:
                    if (here > there) != descending:
                        found.append(row)
                    break
        return found

    def owned(self, interface: str, key: int, edge: str) -> tuple[int, ...]:
        """Where an edge leads from one entity, for the viewer, in the edge's
        order with this owner's ranks."""
        field = self.graph.field(interface, edge)
        assert isinstance(field, Collection)
        ranks = dict(self.targets(interface, key, edge))
        rows = [Row(target) for target in ranks if self.sees(field.target, target)]
        terms = self._total(field.target, self._edge_order(interface, edge))
        rows = self._sorted_by(field.target, terms, rows, ranks)
        return tuple(row.key for row in rows)

    def passes(self, interface: str, key: int, test: Any) -> bool:
        """Whether an entity passes one test."""
        match test:
            case ("any", inners):
                return any(self.passes(interface, key, each) for each in inners)
            case ("not", inner):
                return not self.passes(interface, key, inner)
            case ("is", name, value):
                return bool(self.value(interface, key, name) == value)
            case ("in", name, values):
                return self.value(interface, key, name) in values
            case ("before", name, date):
                value = self.value(interface, key, name)
                return value is not None and value < date
            case ("containing", name, text):
                value = self.value(interface, key, name)
                return value is not None and folded(text) in folded(value)
            case ("matching", names, words):
                texts = (self.value(interface, key, name) for name in names)
                text = " ".join(each for each in texts if each is not None)
                return all(word in naive_words(text) for word in words)
            case ("holds", name, wanted):
                texts = self.value(interface, key, name)
                return any(text in wanted for text in texts) or (
                    None in wanted and not texts
                )
            case ("leads anywhere", name):
                return bool(self._visible_targets(interface, key, name))
            case ("leads to", name, wanted):
                found = self._visible_targets(interface, key, name)
                return not found.isdisjoint(wanted) or (None in wanted and not found)
            case ("leads to group", name, term):
                found = self._visible_targets(interface, key, name)
                return bool(found & set(self.of(term)))
        raise TypeError(f"{test!r} is no test.")

    def _visible_targets(self, interface: str, key: int, edge: str) -> set[int]:
        target: str = self.terms.graph.field(interface, edge).target  # type: ignore[attr-defined]
        return {
            other
            for other, _ in self.targets(interface, key, edge)
            if self.sees(target, other)
        }


def _first_ways(rows: list[Row]) -> list[Row]:
    """Of sorted rows the first of each member: its place."""
    first: dict[int, Row] = {}
    for row in rows:
        first.setdefault(row.key, row)
    return list(first.values())


def _lowest_ranks(rows: list[Row]) -> dict[int, int]:
    found: dict[int, int] = {}
    for row in rows:
        found[row.key] = min(row.rank, found.get(row.key, row.rank))
    return found


def largest_none(value: Any) -> tuple[bool, Any]:
    """A key to sort by in which None is the largest."""
    return (value is None, 0 if value is None else value)


def naive_words(text: str) -> frozenset[str]:
    """Runs of A–Z, a–z, 0–9 and what is not ASCII, A–Z as a–z."""
    spaced = "".join(
        letter if letter >= "\x80" or letter.isalnum() else " "
        for letter in folded(text)
    )
    return frozenset(spaced.split(" ")) - {""}


def folded(text: str) -> str:
    """A–Z as a–z, and nothing else."""
    return "".join(
        chr(ord(letter) + 32) if "A" <= letter <= "Z" else letter for letter in text
    )
