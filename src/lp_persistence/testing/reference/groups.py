"""Naive groups and contexts: the verbs of the public interface, in terms.

They raise the errors of the real ones, with other texts.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import datetime
from typing import Any

from zope.interface.interface import InterfaceClass

from lp_persistence.conditions import Before, Containing, Matching, Not
from lp_persistence.entity import Entity
from lp_persistence.errors import (
    InvalidKey,
    InvalidValue,
    NotAllowed,
    NotRealised,
    PersistenceError,
    Unbounded,
    UnknownName,
)
from lp_persistence.fields import (
    ID_RANGE,
    SHORT,
    Choice,
    Collection,
    Datetime,
    Edge,
    Embedded,
    OneOf,
    Reference,
    Text,
    Texts,
    WayBack,
    permitted_name,
)
from lp_persistence.interfaces import ALL_SEEING
from lp_persistence.model import SEEN
from lp_persistence.testing.reference.expressions import Term, Terms
from lp_persistence.testing.reference.graph import Graph
from lp_persistence.testing.reference.members import RANK, VIA, Members, naive_words
from lp_persistence.testing.reference.reading import Member, Reading

#: By interface the verbs of its groups and the edges that they follow.
Verbs = Mapping[str, Mapping[str, str]]


class NaiveContext:
    """See ``IContext``; ``reading`` is what the last ``realise()`` gave."""

    def __init__(self, graph: Graph, verbs: Verbs, viewer: Any = None):
        self.verbs = verbs
        self.terms = Terms(graph)
        self.viewer = viewer if viewer in (None, ALL_SEEING) else viewer.id
        self.members = Members(self.terms, self.viewer)
        self.reading: Reading | None = None
        self._roots_asked_for: set[Term] = set()

    def root(self, interface: str) -> NaiveGroup:
        """The root group of an entity interface."""
        return NaiveGroup(self, self.terms.term(interface))

    def realise(self) -> Reading:
        """Find out what can be read now.

        Raises Unbounded; wrong rows are the reading's ``problems``.
        """
        loaded: set[Term] = set()
        for term in self.terms.all:
            if term.wanted or (term.handles > 0 and not term.is_root):
                self._load(term, loaded)
        for term in loaded:
            term.loaded = True
        self.reading = Reading(self.members)
        return self.reading

    def _load(self, term: Term, loaded: set[Term]) -> None:
        if term.is_root and term not in self._roots_asked_for:
            raise Unbounded(f"{term.interface}: say all().")
        if term not in loaded:
            loaded.add(term)
            for other in (term.source, term.base, *term.parts):
                if other is not None:
                    self._load(other, loaded)

    def all(self, term: Term) -> None:
        """Have a root loaded."""
        term.wanted = True
        self._roots_asked_for.add(term)


class NaiveGroup:
    """See ``IGroup``, as far as it builds expressions."""

    def __init__(self, context: NaiveContext, term: Term):
        self.context = context
        self.term = term
        self._counted = True
        term.handles += 1

    @property
    def graph(self) -> Graph:
        """The world."""
        return self.context.terms.graph

    def used_up(self) -> None:
        """It served to say something else."""
        if self._counted:
            self._counted = False
            self.term.handles -= 1

    def __getattr__(self, verb: str) -> Callable[..., Any]:
        edge = self.context.verbs[self.term.interface].get(verb)
        if edge is None:
            raise AttributeError(verb)
        return lambda **tests: self._follow(edge, **tests)

    def _follow(
        self, edge: str, limit: Any = None, each: bool = False, **tests: Any
    ) -> Any:
        terms = self.context.terms
        if each and limit is None:
            raise NotAllowed("each")
        if isinstance(self.graph.field(self.term.interface, edge), Embedded):
            if tests or limit is not None:
                raise NotAllowed(edge)
            terms.ask(self.term, edge)
            return NaiveValues(((self.term, edge),))
        one_of = self.graph.field(self.term.interface, edge)
        if isinstance(one_of, OneOf):
            if tests or limit is not None:
                raise NotAllowed(edge)
            terms.ask(self.term, edge)
            ways = [terms.follow(self.term, name) for name in one_of.of]
            return {way.interface: NaiveGroup(self.context, way) for way in ways}
        if limit is None and not tests:
            target = terms.ask(self.term, edge)
            assert target is not None
            return NaiveGroup(self.context, target)
        group = NaiveGroup(self.context, terms.follow(self.term, edge))
        try:
            if tests:
                group = group.filter(**tests)
            return group if limit is None else group.limit(limit, each)
        except PersistenceError:
            group.used_up()  # what is refused leaves no mark
            raise

    def need(self, *names: Any) -> NaiveGroup:
        known = self.graph.types[self.term.interface].fields
        found: list[str] = []
        for name in names:
            found += name.names(all=True) if is_interface(name) else (name,)
        for each in found:
            if each not in known:
                raise UnknownName("attribute", self.term.interface, each, known)
            if isinstance(known[each], WayBack):
                raise NotAllowed(each)
        for each in found:
            self.context.terms.ask(self.term, each)
        return self

    def need_permission(self, *permissions: str) -> NaiveGroup:
        known = self.graph.types[self.term.interface].permissions
        for each in permissions:
            if each not in known:
                raise UnknownName("permission", self.term.interface, each, known)
        for each in permissions:
            if known[each] is not SEEN:
                self.context.terms.ask(self.term, permitted_name(each))
        return self

    def all(self) -> NaiveGroup:
        if self.term.is_root:
            self.context.all(self.term)
        self.term.wanted = True
        return self

    def of(self, members: Iterable[Any]) -> NaiveGroup:
        if not self.term.is_root:
            raise NotAllowed("of")
        ids = dict.fromkeys(
            member.id if isinstance(member, Entity) else member for member in members
        )
        for key in ids:
            if not self._has_id(key):
                raise InvalidValue(self.term.interface, "of", key, "no id")
        self.used_up()
        kept = tuple(filter(is_small, ids))
        return NaiveGroup(
            self.context, self.context.terms.term(self.term.interface, ids=kept)
        )

    def _has_id(self, key: Any) -> bool:
        """Whether something could be an id here, however large."""
        width = len(self.graph.types[self.term.interface].key)
        parts = key if isinstance(key, tuple) else (key,)
        return (
            isinstance(key, tuple) == bool(width)
            and len(parts) == (width or 1)
            and all(type(part) is int for part in parts)
        )

    def filter(self, **tests: Any) -> NaiveGroup:
        if not tests:
            return self
        said = tuple((name, self._test(name, value)) for name, value in tests.items())
        for value in tests.values():
            group = _without_not(value)
            for each in group.values() if isinstance(group, Mapping) else (group,):
                if isinstance(each, NaiveGroup):
                    each.used_up()
        settled = self.term.limit is not None
        before = () if settled else self.term.where
        return self._narrowed(settled, where=before + said)

    def ordered_by(self, *names: str) -> NaiveGroup:
        settled = self.term.limit is not None or self.term.after is not None
        for name in names:
            self._check_order(name.removeprefix("-"), settled)
        return self._narrowed(settled, order=names)

    def _check_order(self, fact: str, settled: bool) -> None:
        over = None if settled else self.term.over
        if over is not None and fact.startswith(VIA):
            field = self._fact(fact.removeprefix(VIA), over.interface)
        else:
            field = self._fact(fact)
        if isinstance(field, Texts):
            raise NotAllowed(fact)

    def reach(self, edge: str) -> NaiveGroup:
        field = self.graph.types[self.term.interface].edges.get(edge)
        if not isinstance(field, Reference):
            raise UnknownName("reference", self.term.interface, edge, ())
        if _cuts_by_position(self.term):
            raise NotAllowed(edge)
        self.used_up()
        term = self.context.terms.term(field.target, over=self.term, edge=edge)
        return NaiveGroup(self.context, term)

    def limit(self, count: Any, each: bool = False) -> NaiveGroup:
        if type(count) is not int or not 0 <= count < ID_RANGE.stop:
            raise InvalidValue(self.term.interface, "limit", count, "no count")
        settled = self.term.limit is not None
        if each and (settled or not self._is_of_a_collection()):
            raise NotAllowed("each")
        return self._narrowed(settled, limit=count, each=each)

    def _is_of_a_collection(self) -> bool:
        term = self.term
        return (
            term.source is not None
            and term.edge is not None
            and isinstance(
                self.graph.field(term.source.interface, term.edge), Collection
            )
        )

    def after(self, key: str) -> NaiveGroup:
        if self.term.is_limited or self.term.after is not None:
            raise NotAllowed("after")
        return self._narrowed(False, after=self._key(key))

    def _narrowed(self, settled: bool, **changes: Any) -> NaiveGroup:
        self.used_up()
        return NaiveGroup(
            self.context, self.context.terms.narrow(self.term, settled, **changes)
        )

    def update(self, other: Any) -> None:
        if (
            not isinstance(other, NaiveGroup)
            or other.term.interface != self.term.interface
            or other.context is not self.context
        ):
            raise NotAllowed("update")
        union = self.context.terms.union(self.term, other.term)
        if union is self.term:
            return
        self.used_up()
        self.term = union
        self._counted = True
        union.handles += 1

    def size(self) -> NaiveSize:
        self.used_up()
        self.term.sized = True
        if _cuts_by_position(self.term):
            self.term.wanted = True  # it can't be counted without its members
        return NaiveSize(self.term)

    def _ids(self) -> tuple[int, ...]:
        reading = self.context.reading
        if reading is None:
            raise NotRealised(self.term.interface)
        at_once = None if reading.is_loaded(self.term) else reading.at_once(self)
        if at_once is not None:
            return at_once
        return tuple(member.key for member in reading.members(self))

    def __iter__(self) -> Iterator[Any]:
        factory = self.graph.types[self.term.interface].factory
        return (factory(id=key) for key in self._ids())

    def key(self, member: Entity) -> str:
        """See ``IGroup``."""
        reading = self.context.reading
        if reading is None or self.term.limit is None or self.term.each:
            raise NotAllowed("key")
        values = reading.key(Member(self.term, member.id))
        if values is None:
            raise NotAllowed("key")
        return json.dumps([key_value(value) for value in values])

    def _fact(self, name: str, interface: str | None = None) -> Any:
        entity_type = self.graph.types[interface or self.term.interface]
        if name in entity_type.edges:
            raise NotAllowed(name)
        if name not in entity_type.facts:
            raise UnknownName("fact", entity_type.name, name, entity_type.facts)
        return entity_type.facts[name]

    def _test(self, name: str, value: Any) -> Any:
        entity_type = self.graph.types[self.term.interface]
        if isinstance(_without_not(value), Matching):
            return self._matching_test(name, value)
        searched = self.graph.rules.searched.get(entity_type.name, {})
        field = entity_type.fields.get(name)
        if name in searched or (field is not None and field.is_long):
            raise InvalidValue(entity_type.name, name, value, "no Matching")
        edge = entity_type.edges.get(name)
        if isinstance(edge, WayBack):
            raise NotAllowed(name)
        if edge is not None:
            return self._edge_test(edge, value)
        one_of = entity_type.fields.get(name)
        if isinstance(one_of, OneOf):
            return self._one_of_test(one_of, value)
        return self._fact_test(self._fact(name), value)

    def _matching_test(self, name: str, value: Any) -> Any:
        if isinstance(value, Not):
            return ("not", self._matching_test(name, value.value))
        entity_type = self.graph.types[self.term.interface]
        searched = self.graph.rules.searched.get(entity_type.name, {}).get(name)
        if searched is None:
            field = entity_type.fields.get(name) or self._fact(name)
            if not isinstance(field, Text):
                raise InvalidValue(entity_type.name, name, value, "no text")
            searched = (name,)
        if not isinstance(value.value, str) or len(value.value) > SHORT:
            raise InvalidValue(entity_type.name, name, value, "no words")
        return ("matching", searched, naive_words(value.value))

    def _fact_test(self, field: Any, value: Any) -> Any:
        name = field.__name__
        if isinstance(field, Texts):
            return self._texts_test(field, value)
        match value:
            case Not():
                return ("not", self._fact_test(field, value.value))
            case Before():
                if not isinstance(field, Datetime):
                    raise field.invalid(value, "no date")
                return ("before", name, field.neutral(value.value))
            case Containing():
                if not field.is_text:
                    raise field.invalid(value, "no text")
                return ("containing", name, field.neutral(value.value))
            case set() | frozenset():
                found = frozenset(self._neutral(field, each) for each in value)
                return ("in", name, found)
        return ("is", name, self._neutral(field, value))

    def _texts_test(self, field: Any, value: Any) -> Any:
        if isinstance(value, Not):
            return ("not", self._texts_test(field, value.value))
        several = value if isinstance(value, (set, frozenset)) else {value}
        for text in several:
            if text is not None:
                field.neutral((text,))
        return ("holds", field.__name__, frozenset(several))

    def _neutral(self, field: Any, value: Any) -> Any:
        if field.__name__ == "id" and self._has_id(value):
            return value  # of any size
        return field.neutral(value)

    def _edge_test(self, edge: Edge, value: Any) -> Any:
        name = edge.__name__
        if isinstance(value, Not):
            return ("not", self._edge_test(edge, value.value))
        if isinstance(value, NaiveGroup):
            if value.term.interface != edge.target:
                raise edge.invalid(value, "another type")
            if _cuts_by_position(value.term):
                raise NotAllowed(name)
            return ("leads to group", name, value.term)
        if value is None:
            return ("leads nowhere", name)
        found = set()
        for each in value if isinstance(value, (set, frozenset)) else (value,):
            if each is not None and not (
                isinstance(each, Entity) and each.interface.__name__ == edge.target
            ):
                raise edge.invalid(each, "another type")
            found.add(None if each is None else each.id)
        return ("leads to", name, frozenset(found))

    def _one_of_test(self, field: OneOf, value: Any) -> Any:
        if isinstance(value, Not):
            return ("not", self._one_of_test(field, value.value))
        if value is None:
            return (
                "not",
                ("any", tuple(("not", ("leads nowhere", e)) for e in field.of)),
            )
        if isinstance(value, (set, frozenset)):
            return ("any", tuple(self._one_of_test(field, each) for each in value))
        if isinstance(value, Mapping):
            return ("any", tuple(self._one_of_test(field, g) for g in value.values()))
        edges = self.graph.types[self.term.interface].edges
        for name in field.of:
            with suppress(InvalidValue):
                return self._edge_test(edges[name], value)
        raise field.invalid(value, "another type")

    def _key(self, text: Any) -> tuple[Any, ...]:
        terms = self.context.members.order_terms(self.term)
        try:
            values = json.loads(text)
        except (ValueError, TypeError):
            raise InvalidKey(text) from None
        if not isinstance(values, list) or len(values) != len(terms):
            raise InvalidKey(text)
        try:
            return tuple(
                self._key_value(name, value)
                for (name, _), value in zip(terms, values, strict=True)
            )
        except (ValueError, TypeError, InvalidValue):
            raise InvalidKey(text) from None

    def _key_value(self, name: str, value: Any) -> Any:
        interface, is_id = self.term.interface, name in ("id", "via.id")
        if self.term.over is not None and name.startswith(VIA):
            interface, name = self.term.over.interface, name.removeprefix(VIA)
        field = None if name == RANK else self.graph.field(interface, name)
        if value is None and name != RANK and not is_id:
            return None
        if field is None or isinstance(field, Choice):
            if type(value) is not int or value not in ID_RANGE:
                raise ValueError(value)
            return value
        if value is None:
            raise ValueError(value)
        if isinstance(value, list):
            return field.neutral(tuple(value))
        if isinstance(field, Datetime):
            return field.neutral(datetime.fromisoformat(value))
        return field.neutral(value)


class NaiveSize:
    """See ``ISize``."""

    def __init__(self, term: Term):
        self.term = term


class NaiveValues:
    """The values that the members of groups embed."""

    def __init__(self, sources: tuple[tuple[Term, str], ...]):
        self.sources = sources

    def need(self, *names: str) -> NaiveValues:
        return self

    def update(self, other: NaiveValues) -> None:
        self.sources = tuple(dict.fromkeys(self.sources + other.sources))


def key_value(value: Any) -> Any:
    """How a value of an order stands in a key."""
    if isinstance(value, tuple):
        return list(value)
    return value.isoformat() if isinstance(value, datetime) else value


def is_small(key: Any) -> bool:
    """Whether no part of an id is past 64 bits."""
    parts = key if isinstance(key, tuple) else (key,)
    return all(part in ID_RANGE for part in parts)


def _without_not(value: Any) -> Any:
    return _without_not(value.value) if isinstance(value, Not) else value


def _cuts_by_position(term: Term | None) -> bool:
    """Whether a limit, its own or one it begins with, cuts an order that is
    only known as places."""
    if term is None:
        return False
    return (term.limit is not None and term.is_positional) or any(
        _cuts_by_position(each)
        for each in (term.source, term.over, term.base, *term.parts)
    )


def is_interface(name: Any) -> bool:
    """Whether a need names an interface."""
    return isinstance(name, InterfaceClass)
