"""What naive groups are filtered by: names and values in, tests that compare
out. Errors are those of the real ones, with other texts."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from typing import Any, Final

from lp_persistence.conditions import Before, Containing, Matching, Not
from lp_persistence.entity import Entity
from lp_persistence.errors import InvalidValue, NotAllowed, UnknownName
from lp_persistence.fields import SHORT, Datetime, Edge, OneOf, Text, Texts, WayBack
from lp_persistence.testing.reference.expressions import Term, Terms
from lp_persistence.testing.reference.graph import Graph
from lp_persistence.testing.reference.keys import has_id, is_small
from lp_persistence.testing.reference.members import naive_words

#: A run of more characters than these is no word: nobody holds it.
LONGEST: Final = 255


def fact_named(graph: Graph, interface: str, name: str) -> Any:
    """The field of a fact; NotAllowed for an edge, UnknownName for nothing."""
    entity_type = graph.types[interface]
    if name in entity_type.edges:
        raise NotAllowed(name)
    if name not in entity_type.facts:
        raise UnknownName("fact", interface, name, entity_type.facts)
    return entity_type.facts[name]


def without_not(value: Any) -> Any:
    """What a value says, or denies."""
    return without_not(value.value) if isinstance(value, Not) else value


class Filter:
    """The tests of the groups of one interface."""

    def __init__(self, terms: Terms, interface: str):
        self.terms = terms
        self.graph = graph = terms.graph
        self.type = graph.types[interface]
        self.searched = graph.rules.searched.get(interface, {})

    def test(self, name: str, value: Any) -> Any:
        """What ``name=value`` says."""
        if isinstance(without_not(value), Matching):
            return self._matching(name, value)
        field = self.type.fields.get(name)
        if name in self.searched or (field is not None and field.is_long):
            raise InvalidValue(self.type.name, name, value, "no Matching")
        edge = self.type.edges.get(name)
        if isinstance(edge, WayBack):
            raise NotAllowed(name)
        if edge is not None:
            return self._edge(edge, value)
        one_of = self.type.fields.get(name)
        if isinstance(one_of, OneOf):
            return self._one_of(one_of, value)
        return self._fact(self._named(name), value)

    def _named(self, name: str) -> Any:
        return fact_named(self.graph, self.type.name, name)

    def _matching(self, name: str, value: Any) -> Any:
        if isinstance(value, Not):
            return ("not", self._matching(name, value.value))
        searched = self.searched.get(name)
        if searched is None:
            field = self.type.fields.get(name) or self._named(name)
            if not isinstance(field, Text):
                raise InvalidValue(self.type.name, name, value, "no text")
            searched = (name,)
        if not isinstance(value.value, str) or len(value.value) > SHORT:
            raise InvalidValue(self.type.name, name, value, "no words")
        words = naive_words(value.value)
        if not words:
            return ("not", ("any", ()))
        if any(len(word) > LONGEST for word in words):
            return ("any", ())
        return ("matching", searched, words)

    def _fact(self, field: Any, value: Any) -> Any:
        name = field.__name__
        if isinstance(field, Texts):
            return self._texts(field, value)
        match value:
            case Not():
                return ("not", self._fact(field, value.value))
            case Before():
                if not isinstance(field, Datetime):
                    raise field.invalid(value, "no date")
                return ("before", name, field.neutral(value.value))
            case Containing():
                if not field.is_text:
                    raise field.invalid(value, "no text")
                return ("containing", name, field.neutral(value.value))
            case set() | frozenset():
                found = [self._neutral(field, each) for each in value]
                kept = [each for each in found if not self._is_nobodys(field, each)]
                return ("in", name, frozenset(kept))
        found = self._neutral(field, value)
        return ("any", ()) if self._is_nobodys(field, found) else ("is", name, found)

    def _texts(self, field: Any, value: Any) -> Any:
        if isinstance(value, Not):
            return ("not", self._texts(field, value.value))
        several = value if isinstance(value, (set, frozenset)) else {value}
        for text in several:
            if text is not None:
                field.neutral((text,))
        found = (None,) if value is None else frozenset(several)
        return ("holds", field.__name__, found)

    def _neutral(self, field: Any, value: Any) -> Any:
        if field.__name__ == "id" and has_id(self.graph, self.type.name, value):
            return value  # of any size
        return field.neutral(value)

    def _is_nobodys(self, field: Any, value: Any) -> bool:
        is_key = field.__name__ == "id" and has_id(self.graph, self.type.name, value)
        return is_key and not is_small(value)

    def _edge(self, edge: Edge, value: Any) -> Any:
        name = edge.__name__
        if isinstance(value, Not):
            return ("not", self._edge(edge, value.value))
        term = getattr(value, "term", None)
        if isinstance(term, Term):
            if term.interface != edge.target:
                raise edge.invalid(value, "another type")
            if term.cuts_by_position:
                raise NotAllowed(name)
            term = self.terms.unordered(term)
            if term.is_root:
                return ("leads anywhere", name)
            if term.ids is not None and not term.is_narrowed:
                return ("leads to", name, frozenset(term.ids))
            return ("leads to group", name, term)
        if value is None:
            return ("not", ("leads anywhere", name))
        several = isinstance(value, (set, frozenset))
        found = []
        for each in value if several else (value,):
            if each is not None and not (
                isinstance(each, Entity) and each.interface.__name__ == edge.target
            ):
                raise edge.invalid(each, "another type")
            if each is None or is_small(each.id):
                found.append(None if each is None else each.id)
        # One and a set of one are different expressions, as of a fact.
        return ("leads to", name, frozenset(found) if several else tuple(found))

    def _one_of(self, field: OneOf, value: Any) -> Any:
        if isinstance(value, Not):
            return ("not", self._one_of(field, value.value))
        if value is None:
            nowhere = (self._edge(self.type.edges[name], None) for name in field.of)
            return ("not", ("any", tuple(("not", each) for each in nowhere)))
        if isinstance(value, (set, frozenset)):
            return ("any", tuple(self._ways(field, value)))
        if hasattr(value, "parts"):
            return ("any", tuple(self._one_of(field, part) for part in value.parts))
        for name in field.of:
            with suppress(InvalidValue):
                return ("any", (self._edge(self.type.edges[name], value),))
        raise field.invalid(value, "another type")

    def _ways(self, field: OneOf, values: Any) -> Iterator[Any]:
        """What leads to some of a set, type by type."""
        rest = set(values)
        for name in field.of:
            edge = self.type.edges[name]
            some = {
                each
                for each in rest
                if isinstance(each, Entity) and each.interface.__name__ == edge.target
            }
            rest -= some
            if some:
                yield self._edge(edge, some)
        for each in rest:
            yield self._one_of(field, each)
