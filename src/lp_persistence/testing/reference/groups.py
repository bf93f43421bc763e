"""Naive groups and contexts: the verbs of the public interface, in terms.

They raise the errors of the real ones, with other texts.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final

from lp_persistence.entity import Entity
from lp_persistence.errors import (
    InvalidValue,
    NotAllowed,
    NotRealised,
    PersistenceError,
    Unbounded,
    UnknownName,
)
from lp_persistence.fields import (
    ID_RANGE,
    Bool,
    Choice,
    Collection,
    Edge,
    Embedded,
    Int,
    LongText,
    OneOf,
    Reference,
    Text,
    Texts,
    WayBack,
    permitted_name,
)
from lp_persistence.interfaces import ALL_SEEING
from lp_persistence.model import SEEN
from lp_persistence.testing.reference.addresses import ask_for_address
from lp_persistence.testing.reference.bounds import reads_everything
from lp_persistence.testing.reference.expressions import Term, Terms
from lp_persistence.testing.reference.filters import Filter, fact_named, without_not
from lp_persistence.testing.reference.graph import Graph
from lp_persistence.testing.reference.keys import (
    has_id,
    is_small,
    key_value,
    values_of_key,
)
from lp_persistence.testing.reference.meanings import Law, NoMeaning, called
from lp_persistence.testing.reference.members import VIA, Members
from lp_persistence.testing.reference.mixed import NaiveMixed, NaiveSize, asked_names
from lp_persistence.testing.reference.reading import Member, Reading

#: What many may have in common.
COUNTED: Final = (Bool, Choice, Int, Text)

#: By interface the verbs of its groups and the edges that they follow.
Verbs = Mapping[str, Mapping[str, str]]


class NaiveContext:
    """See ``IContext``; ``reading`` is what the last ``realise()`` gave."""

    def __init__(self, graph: Graph, verbs: Verbs, viewer: Any = None):
        self.verbs = verbs
        self.terms = Terms(graph)
        self.viewer = viewer if viewer in (None, ALL_SEEING) else viewer.id
        self.members = Members(self.terms, self.viewer)
        #: What the groups of composed verbs have to be.
        self.laws: list[Law] = []
        self.reading: Reading | None = None

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
        self.reading = Reading(self.members, self.laws)
        return self.reading

    def _load(self, term: Term, loaded: set[Term]) -> None:
        if reads_everything(self.members, term):
            raise Unbounded(f"{term.interface}: say all().")
        if term not in loaded:
            loaded.add(term)
            led_to = [
                self.terms.follow(term, name)
                for name in term.asked
                if isinstance(self.terms.graph.field(term.interface, name), Edge)
            ]
            for other in (term.source, term.base, *term.parts, *led_to):
                if other is not None:
                    self._load(other, loaded)


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
        if edge is not None:
            return lambda **tests: self._follow(edge, **tests)
        declared = self.graph.types[self.term.interface].group_interface
        if verb not in declared:
            raise AttributeError(verb)
        place = (declared.__name__, verb)
        meaning = self.graph.rules.verbs.get(place)
        if meaning is None:
            raise NoMeaning(*place)
        return lambda *args, **options: called(place, meaning, self, args, options)

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
            return NaiveMixed(NaiveGroup(self.context, way) for way in ways)
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

    def frozen(self) -> NaiveGroup:
        """As it is now: a later update() does not change it, and it is no reason
        to load anything."""
        kept = object.__new__(NaiveGroup)
        kept.context, kept.term = self.context, self.term
        return kept

    def lead(self, edge: str) -> NaiveGroup:
        """The whole edge, asked for as long as this group is there to be loaded."""
        target = self.context.terms.ask(self.term, edge, wanted=False)
        assert target is not None
        return NaiveGroup(self.context, target)

    def need(self, *names: Any) -> NaiveGroup:
        known = self.graph.types[self.term.interface].fields
        found = asked_names(names)
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

    def need_url(self) -> NaiveGroup:
        ask_for_address(self.context.terms, self.term)
        return self

    def all(self) -> NaiveGroup:
        self.term.wanted = self.term.whole = True
        return self

    def of(self, members: Iterable[Any]) -> NaiveGroup:
        if not self.term.is_root:
            raise NotAllowed("of")
        ids = dict.fromkeys(
            member.id if isinstance(member, Entity) else member for member in members
        )
        for key in ids:
            if not has_id(self.graph, self.term.interface, key):
                raise InvalidValue(self.term.interface, "of", key, "no id")
        self.used_up()
        kept = tuple(filter(is_small, ids))
        return NaiveGroup(
            self.context, self.context.terms.term(self.term.interface, ids=kept)
        )

    def check(self, **tests: Any) -> tuple[Any, ...]:
        """What tests say; raises as ``filter`` does, and makes use of nothing."""
        find = Filter(self.context.terms, self.term.interface).test
        return tuple(find(name, tests[name]) for name in sorted(tests))

    def filter(self, **tests: Any) -> NaiveGroup:
        if not tests:
            return self
        said = self.check(**tests)
        for value in tests.values():
            group = without_not(value)
            for each in getattr(group, "parts", (group,)):
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
            field = fact_named(self.graph, over.interface, fact.removeprefix(VIA))
        else:
            field = fact_named(self.graph, self.term.interface, fact)
        if isinstance(field, Texts):
            raise NotAllowed(fact)

    def reach(self, edge: str) -> NaiveGroup:
        field = self.graph.types[self.term.interface].edges.get(edge)
        if not isinstance(field, Reference):
            raise UnknownName("reference", self.term.interface, edge, ())
        if self.term.cuts_by_position:
            raise NotAllowed(edge)
        self.used_up()
        terms = self.context.terms
        term = terms.term(field.target, over=terms.unordered(self.term), edge=edge)
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
        after = values_of_key(self.context.members, self.term, key)
        return self._narrowed(False, after=after)

    def _narrowed(self, settled: bool, **changes: Any) -> NaiveGroup:
        self.used_up()
        term = self.context.terms.narrow(self.term, settled, **changes)
        # All of a kind stay all of it, whatever more is said of them.
        term.whole = term.whole or (self.term.whole and not settled)
        return NaiveGroup(self.context, term)

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
        if self.term.cuts_by_position:
            self.term.wanted = True  # it can't be counted without its members
        return NaiveSize(self.term)

    def counted_by(self, fact: Any) -> NaiveCounts:
        if not isinstance(fact, str):
            raise InvalidValue(self.term.interface, "counted_by", fact, "no name")
        edges = self.graph.types[self.term.interface].edges
        field = edges.get(fact) or fact_named(self.graph, self.term.interface, fact)
        is_long = isinstance(field, LongText)
        if fact == "id" or is_long or not isinstance(field, COUNTED):
            raise NotAllowed(fact)
        self.used_up()
        self.term.counted[field.__name__] = None
        if self.term.cuts_by_position:
            self.context.terms.ask(self.term, field.__name__)
        return NaiveCounts(self.term, field.__name__)

    def read(self) -> Reading:
        """What can be read now; NotRealised before realise()."""
        if self.context.reading is None:
            raise NotRealised(self.term.interface)
        return self.context.reading

    def _ids(self) -> tuple[int, ...]:
        reading = self.read()
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


class NaiveCounts:
    """See ``ICounts``."""

    def __init__(self, term: Term, name: str):
        self.term = term
        self.name = name


class NaiveValues:
    """The values that the members of groups embed."""

    def __init__(self, sources: tuple[tuple[Term, str], ...]):
        self.sources = sources

    def need(self, *names: str) -> NaiveValues:
        return self

    def update(self, other: NaiveValues) -> None:
        self.sources = tuple(dict.fromkeys(self.sources + other.sources))
