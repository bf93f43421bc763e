"""What ``filter`` takes: values and names in, conditions of a plan out.

Every value is checked against its fact's field here, where it was given.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from zope.security.proxy import removeSecurityProxy

from lp_persistence.binding import Binding
from lp_persistence.composed import hops_of
from lp_persistence.entity import Entity
from lp_persistence.errors import InvalidValue, NotAllowed, UnknownName
from lp_persistence.expression import (
    EVERYTHING,
    GIVEN,
    UNITED,
    WHOLE,
    Expressions,
    Node,
)
from lp_persistence.fields import (
    Attribute,
    Datetime,
    Edge,
    OneOf,
    Text,
    Texts,
    WayBack,
    is_id,
)
from lp_persistence.matching import LONGEST, runs_of
from lp_persistence.model import EntityType, Model
from lp_persistence.ordering import order_terms
from lp_persistence.others import entity_of_other, key_of_other
from lp_persistence.steps import (
    AnyOf,
    Condition,
    Everything,
    Followed,
    Given,
    Leads,
    Matches,
    Origin,
    Reached,
    Scope,
    Test,
    United,
)
from lp_persistence.steps import Not as NotCondition


@dataclass(frozen=True, slots=True)
class Not:
    """``filter(assignee=Not(person))``: everything that ``value`` is not."""

    value: Any


@dataclass(frozen=True, slots=True)
class Before:
    """``filter(date_created=Before(date))``: earlier than an aware datetime."""

    value: datetime


@dataclass(frozen=True, slots=True)
class Containing:
    """``filter(name=Containing('text'))``: texts that hold this one; of
    letters only A–Z and a–z are taken for each other."""

    value: str


@dataclass(frozen=True, slots=True)
class Matching:
    """``filter(description=Matching('words'))``: texts that hold all of these
    words, whole ones; see ``lp_persistence.matching``.

    Without any word it is passed by everybody, as a filter without a test.
    """

    value: str


class Slots:
    """The values of a node while its conditions are built."""

    def __init__(self, values: tuple[Any, ...] = ()):
        self.values = list(values)

    def add(self, value: Any) -> int:
        """The slot that holds ``value``."""
        self.values.append(value)
        return len(self.values) - 1


class Conditions:
    """Builds the conditions of one ``filter`` on members of ``type_``, in a
    context with these ``expressions``."""

    def __init__(self, expressions: Expressions, type_: EntityType, slots: Slots):
        self.expressions = expressions
        self.model = expressions.model
        self.type = type_
        self.slots = slots
        #: The groups that serve as values.
        self.groups: list[Any] = []

    def build(self, name: str, value: Any) -> Condition:
        """The condition that ``name=value`` stands for.

        Raises UnknownName, InvalidValue and NotAllowed.
        """
        value = without_proxies(value)
        if isinstance(_within(value), Matching):
            texts = self.type.texts(name)
            if texts is not None:
                return self._matching(name, texts, value)
        edge = self.type.edges.get(name)
        if edge is not None:
            if isinstance(edge, WayBack):
                raise NotAllowed(
                    f"{self.type.name}.{name} can't be filtered by: only a group "
                    f"knows where it leads. Filter the group that it leads to."
                )
            return self._edge(edge, value)
        one_of = self.type.fields.get(name)
        if isinstance(one_of, OneOf):
            return self._one_of(one_of, value)
        field = self.type.facts.get(name)
        if field is None:
            if self.type.texts(name) is not None:
                raise InvalidValue(self.type.name, name, value, "say Matching('words')")
            raise UnknownName(
                "fact or edge",
                self.type.name,
                name,
                (*self.type.facts, *filterable_edges(self.type), *self.type.searched),
            )
        return self._fact(field, value)

    def _matching(self, name: str, texts: tuple[str, ...], value: Any) -> Condition:
        if isinstance(value, Not):
            return NotCondition(self._matching(name, texts, value.value))
        words = Text(__name__=name)
        words.interface = self.type.interface
        words.check(value.value)
        runs = runs_of(value.value)
        if not runs:
            return NotCondition(AnyOf(()))
        if max(map(len, runs)) > LONGEST:
            return AnyOf(())
        return Matches(texts, self.slots.add(runs))

    def _fact(self, field: Attribute, value: Any) -> Condition:
        if isinstance(field, Texts):
            return self._among(field, value)
        special = _SPECIAL.get(type(value))
        if special is not None:
            return special(self, field, value)
        if value is None:
            return Test(field.__name__, "is", None)
        if isinstance(value, (set, frozenset)):
            return self._any_fact(field, value)
        if self._is_nobodys(field, value):
            return AnyOf(())
        return Test(field.__name__, "is", self.slots.add(field.neutral(value)))

    def _among(self, field: Texts, value: Any) -> Condition:
        """Texts: one, or one of a set, is among them; with None there is none."""
        name = field.__name__
        if isinstance(value, Not):
            return NotCondition(self._among(field, value.value))
        values = value if isinstance(value, (set, frozenset)) else {value}
        texts = sorted({field.element(each) for each in values if each is not None})
        nothing = NotCondition(Test(name, "holding", None))
        if value is None:
            return nothing
        found = Test(name, "holding", self.slots.add(tuple(texts)))
        return AnyOf((found, nothing)) if None in values else found

    def _any_fact(self, field: Attribute, values: Any) -> Condition:
        neutral = sorted(
            {
                field.neutral(value)
                for value in values
                if value is not None and not self._is_nobodys(field, value)
            }
        )
        test = Test(field.__name__, "in", self.slots.add(tuple(neutral)))
        if None in values:
            return AnyOf((test, Test(field.__name__, "is", None)))
        return test

    def _no_text(self, field: Attribute, value: Matching) -> Condition:
        raise field.invalid(value, "Matching is for texts")

    def _is_nobodys(self, field: Attribute, value: Any) -> bool:
        """Whether it is an id past what any backend keeps."""
        return field.__name__ == "id" and self.type.has_id(value) and not is_id(value)

    def _not_fact(self, field: Attribute, value: Not) -> Condition:
        return NotCondition(self._fact(field, value.value))

    def _before(self, field: Attribute, value: Before) -> Condition:
        if not isinstance(field, Datetime):
            raise field.invalid(value, "Before is for dates")
        field.check(value.value)
        return Test(
            field.__name__, "before", self.slots.add(field.neutral(value.value))
        )

    def _containing(self, field: Attribute, value: Containing) -> Condition:
        if not field.is_text:
            raise field.invalid(value, "Containing is for short texts")
        field.check(value.value)
        return Test(field.__name__, "containing", self.slots.add(value.value))

    def _edge(self, edge: Edge, value: Any) -> Condition:
        target = self.model.type_named(edge.target)
        if isinstance(value, Not):
            return NotCondition(self._edge(edge, value.value))
        if value is None:
            return NotCondition(self._leads(edge, Scope(target.name, Everything())))
        node = getattr(value, "node", None)
        if isinstance(node, Node):
            if node.type is not target:
                raise edge.invalid(value, f"it leads to {target.name}")
            if value.context.expressions is not self.expressions:
                raise NotAllowed(
                    f"{value!r} can't be a filter here: it belongs to another "
                    f"context. Build it in this one, or give its members."
                )
            self.groups.append(value)
            if node.ids is not None and replace(node.narrowing, order=None) == WHOLE:
                # Those of given ids are a set of them, in whatever order.
                return self._leads_to(
                    edge, target, tuple(sorted(node.values[node.ids]))
                )
            return self._leads(edge, nested_scope(self.model, node, self.slots))
        if isinstance(value, (set, frozenset)):
            return self._any_edge(edge, target, value)
        return self._leads_to(edge, target, (entity_id(edge, target, value),), True)

    def _one_of(self, field: OneOf, value: Any) -> Condition:
        """What leads to a value, over whichever of several references."""
        ways = {
            self.model.type_named(edge.target): edge
            for edge in map(self.type.edges.__getitem__, field.of)
        }
        if isinstance(value, Not):
            return NotCondition(self._one_of(field, value.value))
        value = with_entities(value, tuple(ways))
        if value is None:
            return NotCondition(
                AnyOf(tuple(NotCondition(self._edge(e, None)) for e in ways.values()))
            )
        parts: tuple[Any, ...] = getattr(value, "parts", (value,))
        if isinstance(value, (set, frozenset)):
            by_type: dict[Any, set[Any]] = {}
            for each in value:
                by_type.setdefault(getattr(each, "interface", each), set()).add(each)
            # In the field's order, for sets to be equal that are.
            known = [type_.interface for type_ in ways if type_.interface in by_type]
            kinds = dict.fromkeys((*known, *by_type))
            parts = tuple(kind and by_type[kind] for kind in kinds)
        return AnyOf(tuple(self._way(field, ways, part) for part in parts))

    def _way(
        self, field: OneOf, ways: Mapping[EntityType, Edge], value: Any
    ) -> Condition:
        """What leads to values of one type."""
        if value is None:
            return self._one_of(field, None)
        one = next(iter(value)) if isinstance(value, set) else value
        node = getattr(one, "node", None)
        for type_, edge in ways.items():
            kind = node.type is type_ if isinstance(node, Node) else None
            if kind or getattr(one, "interface", None) is type_.interface:
                return self._edge(edge, value)
        names = ", ".join(sorted(type_.name for type_ in ways))
        raise field.invalid(one, f"it leads to one of {names}, or None")

    def _any_edge(self, edge: Edge, target: EntityType, values: Any) -> Condition:
        entities = [value for value in values if value is not None]
        ids = sorted({entity_id(edge, target, value) for value in entities})
        leads = self._leads_to(edge, target, tuple(ids))
        if None in values:
            return AnyOf((leads, self._edge(edge, None)))
        return leads

    def _leads_to(
        self,
        edge: Edge,
        target: EntityType,
        ids: tuple[Any, ...],
        single: bool = False,
    ) -> Condition:
        slot = self.slots.add(tuple(filter(is_id, ids)))
        return self._leads(edge, Scope(target.name, Given(slot, single)))

    def _leads(self, edge: Edge, target: Scope) -> Condition:
        name = edge.__name__
        return Leads(name, target, hops_of(self.model, self.type, name))


def check_tests(group: Any, tests: Mapping[str, Any]) -> None:
    """Raise what ``group.filter(**tests)`` would; nothing is made use of.

    For verbs made of several others, which have to refuse before the first.
    """
    conditions = Conditions(group.context.expressions, group.node.type, Slots())
    for name in sorted(tests):
        conditions.build(name, tests[name])


_SPECIAL: Final[dict[type, Callable[[Conditions, Attribute, Any], Condition]]] = {
    Not: Conditions._not_fact,
    Before: Conditions._before,
    Containing: Conditions._containing,
    Matching: Conditions._no_text,
}


def without_proxies(value: Any) -> Any:
    """A filter's value as it is below the security proxies of a view."""
    value = removeSecurityProxy(value)
    if isinstance(value, Not):
        return Not(without_proxies(value.value))
    if isinstance(value, (set, frozenset)):
        return frozenset(map(removeSecurityProxy, value))
    return value


def with_entities(value: Any, types: Sequence[EntityType]) -> Any:
    """A value of a reference of several types, with entities in place of the objects
    that stand for some."""
    if isinstance(value, (set, frozenset)):
        return frozenset(with_entities(each, types) for each in value)
    if value is None or isinstance(value, Entity):
        return value
    entity = entity_of_other(value, types)
    return value if entity is None else entity


def _within(value: Any) -> Any:
    return _within(value.value) if isinstance(value, Not) else value


def filterable_edges(type_: EntityType) -> list[str]:
    """Names of the edges that groups of a type can be filtered by."""
    return [
        name
        for name, field in type_.fields.items()
        if isinstance(field, Edge | OneOf) and not isinstance(field, WayBack)
    ]


def entity_id(edge: Edge, target: EntityType, value: Any) -> Any:
    """The id of an entity that an edge may lead to, or of what stands for one;
    InvalidValue else."""
    if not isinstance(value, Entity):
        try:
            other = key_of_other(value, target)
        except InvalidValue as error:
            raise edge.invalid(error.value, error.reason) from None
        if other is not None:
            return other
    if not isinstance(value, Entity) or value.interface is not target.interface:
        raise edge.invalid(
            value, f"expected {target.name}, a group of them, None, a set or Not(…)"
        )
    identity = value.identity()
    if identity is None:
        raise edge.invalid(value, "it has no id")
    key: Any = identity[1]
    if not target.has_id(key):
        several = f"tuple of {len(target.key)} whole numbers"
        raise edge.invalid(
            value, f"its id is no {several if target.key else 'whole number'}"
        )
    return key


def nested_scope(model: Model, node: Node, slots: Slots) -> Scope:
    """A group as one scope, its values added to ``slots``.

    Rules are not said here: whoever binds the scope to a viewer adds the rule
    of every interface in it.
    """
    offset = len(slots.values)
    slots.values.extend(node.values)
    narrowing = node.narrowing
    needs_order = narrowing.limit is not None or narrowing.after is not None
    bind = Binding(offset)
    return Scope(
        node.type.name,
        _nested_origin(model, node, offset, slots),
        bind.conditions(narrowing.where, node.type.name),
        order=order_terms(node) if needs_order else (),
        after=bind.slots(narrowing.after),
        limit=bind.slot(narrowing.limit),
        each=narrowing.each,
    )


def _nested_origin(model: Model, node: Node, offset: int, slots: Slots) -> Origin:
    if node.kind == EVERYTHING:
        return Everything()
    if node.kind == GIVEN:
        assert node.ids is not None
        return Given(node.ids + offset)
    if node.reached is not None:
        reached = Binding(offset).origin(node.reached)
        assert isinstance(reached, Reached)
        return reached
    if node.kind == UNITED:
        return United(tuple(nested_scope(model, part, slots) for part in node.parts))
    assert node.source is not None
    source = nested_scope(model, node.source, slots)
    if node.edge is not None:
        owner = node.source.type
        return Followed(owner.name, node.edge, source, hops_of(model, owner, node.edge))
    return United((source,))  # an AMONG: the members of its base
