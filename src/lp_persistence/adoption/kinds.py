"""What a delegated attribute is: a reference that the object's own row holds, another
edge, or a fact."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Protocol

from storm.exceptions import ClassInfoError
from storm.expr import Column as StormColumn
from storm.info import get_cls_info
from storm.references import Reference as StormReference
from storm.store import Store
from zope.interface.interface import InterfaceClass

from lp_persistence.adoption.adopted import adopted_for, objects_class
from lp_persistence.adoption.following import Following, Reading, follow_of, reading_of
from lp_persistence.adoption.objects import objects_of
from lp_persistence.context import Context
from lp_persistence.errors import NotAllowed, UnknownName
from lp_persistence.expression import Node
from lp_persistence.fields import (
    GRAPH,
    OWN,
    Choice,
    Count,
    Edge,
    Embedded,
    OneOf,
    Reference,
    Texts,
)
from lp_persistence.interfaces import ALL_SEEING
from lp_persistence.model import EntityType, Model, get_model
from lp_persistence.ordering import order_terms
from lp_persistence.root import root_group
from lp_persistence.storm.book import get_book
from lp_persistence.storm.internals import reference_between, relation_of
from lp_persistence.verbs import Verb


class Kind(Protocol):
    """How the attribute of many objects is got at once."""

    def fetch(self, store: Store, objects: Mapping[Any, Any]) -> dict[Any, Any]:
        """By id of an object the value, of all of ``objects`` (by id), which are of
        one store."""


class Held:
    """A reference whose key the object's own row holds: Storm's own, which keeps what
    it leads to until the key is another one."""

    def __init__(self, reference: StormReference, target: EntityType):
        self.reference = reference
        self.relation = relation_of(reference)
        self._target = objects_class(target)

    def key(self, storm_object: Any) -> Any:
        """The id that it leads to, or None."""
        values = [
            variable.get()
            for variable in self.relation.get_local_variables(storm_object)
        ]
        if None in values:
            return None
        return values[0] if len(values) == 1 else tuple(values)

    def fetch(self, store: Store, objects: Mapping[Any, Any]) -> dict[Any, Any]:
        found: dict[Any, Any] = {}
        waiting: dict[Any, Any] = {}
        for key, storm_object in objects.items():
            found[key] = self.relation.get_remote(storm_object)
            if found[key] is None:
                target = self.key(storm_object)
                if target is not None:
                    waiting[key] = target
        targets = objects_of(store, self._target, waiting.values()) if waiting else {}
        for key, target in waiting.items():
            remote = targets.get(target)
            if remote is not None:
                self.relation.link(objects[key], remote)
                found[key] = remote
        return found


class Followed:
    """Any other edge: a list of objects, or one that another row holds the key of."""

    def __init__(
        self, following: Following, make: Callable[[list[Any]], Any], none: bool
    ):
        self._following = following
        self._make = make
        self._is_one = none

    def fetch(self, store: Store, objects: Mapping[Any, Any]) -> dict[Any, Any]:
        found = self._following.objects(store, tuple(objects))
        return {key: self._value(found.get(key, [])) for key in objects}

    def _value(self, objects: list[Any]) -> Any:
        if self._is_one:
            return objects[0] if objects else None
        return self._make(objects)


class Read:
    """A fact, as entities have it."""

    def __init__(self, reading: Reading, convert: Callable[[Any], Any]):
        self._reading = reading
        self._convert = convert

    def fetch(self, store: Store, objects: Mapping[Any, Any]) -> dict[Any, Any]:
        found = self._reading.values(store, tuple(objects))
        return {key: self._convert(found.get(key)) for key in objects}


def kind_of(
    cls: type,
    group_interface: InterfaceClass,
    name: str,
    tests: Mapping[str, Any],
    make: Callable[[list[Any]], Any],
) -> Kind:
    """What an attribute of a Storm class is that is delegated to ``name`` of a group.

    Raises UnknownName for what is neither a verb of the group nor an attribute of
    its entities, NotAllowed for what can't be answered by one statement, or by this
    group.
    """
    model = get_model()
    type_ = model.type_of(group_interface)
    _check_owner(cls, type_)
    verb = getattr(type_.group_factory, name, None)
    if verb is None and name in type_.fields and not tests:
        return _fact(model, type_, name, make)
    if verb is None:
        known = _delegable(type_)
        raise UnknownName("verb or attribute", group_interface.__name__, name, known)
    if isinstance(verb, Verb) and not tests:
        held = _held(cls, type_, type_.fields[verb.edge])
        if held is not None:
            return held
    node = _node(type_, name, tests)
    field = node.edge_field
    following = Following(
        follow_of(model, node),
        node.values,
        order_terms(node),
        objects_class(node.type),
        len(type_.key) or 1,
    )
    return Followed(following, make, isinstance(field, Reference))


def _check_owner(cls: type, type_: EntityType) -> None:
    """Raise NotAllowed for a class whose objects are no members of the group."""
    adopted = adopted_for(type_)
    try:
        is_like = adopted.is_like(cls)
    except ClassInfoError:
        is_like = False
    if not is_like:
        raise NotAllowed(
            f"{cls.__name__} objects are no {type_.name} entities, which groups of "
            f"{type_.group_interface.__name__} have: these are "
            f"{adopted.cls.__name__} objects."
        )


def _delegable(type_: EntityType) -> Iterator[str]:
    """The verbs and attributes that an application may have an attribute for."""
    for name in type_.group_interface.names(all=True):
        verb = getattr(type_.group_factory, name, None)
        if isinstance(verb, Verb) and isinstance(type_.fields[verb.edge], Edge):
            yield name
    for name, field in type_.fields.items():
        is_more = field.kind == GRAPH or isinstance(field, (Count, Texts))
        if is_more and field.viewer is None and not isinstance(field, Edge):
            yield name


def _node(type_: EntityType, name: str, tests: Mapping[str, Any]) -> Node:
    """What the verb of a group of given members says."""
    given = root_group(type_, Context(viewer=ALL_SEEING)).of(())
    group = getattr(given, name)(**tests)
    node: Node | None = getattr(group, "node", None)
    if node is None:
        raise NotAllowed(
            f"{type_.group_interface.__name__}.{name} is of several types, or "
            f"embedded, and no Storm object. Delegate what it is made of."
        )
    return node


def _fact(
    model: Model, type_: EntityType, name: str, make: Callable[[list[Any]], Any]
) -> Read:
    field = type_.fields[name]
    if field.viewer is not None:
        raise NotAllowed(
            f"{type_.name}.{name} can't be delegated: it depends on who looks, and "
            f"what is kept with an object of the application is shown to all."
        )
    if isinstance(field, (Edge, Embedded, OneOf)) or field.kind == OWN:
        raise NotAllowed(
            f"{type_.name}.{name} can't be delegated as it stands: an edge is "
            f"delegated by its verb, and what an entity computes by itself is "
            f"computed by the application's class as well. Delegate what it is made "
            f"of."
        )
    convert: Callable[[Any], Any] = _as_it_is
    if isinstance(field, Choice):
        convert = field.items.get
    elif isinstance(field, Texts):
        convert = make
    return Read(reading_of(model, type_.name, name), convert)


def _as_it_is(value: Any) -> Any:
    return value


def _held(cls: type, type_: EntityType, field: Any) -> Held | None:
    """The reference that a row of ``cls`` holds, if the edge is one."""
    if not isinstance(field, Reference) or field.unless:
        return None
    records = get_book().records_of(type_.name)
    target = get_model().type_named(field.target)
    local = []
    for name in field.of or (field.__name__,):
        column = _own_column(cls, records, name)
        if column is None:
            return None
        local.append(column)
    remote = objects_class(target).columns
    if len(local) == 1:
        return Held(reference_between(cls, local[0], remote[0]), target)
    return Held(reference_between(cls, tuple(local), tuple(remote)), target)


def _own_column(cls: type, records: Any, name: str) -> StormColumn | None:
    """The column of ``cls`` that records read a reference from, of its own table."""
    if records.key or name not in records.lines:
        return None
    kept = records.kept(name)
    read = kept.expression
    if kept.sides or not isinstance(read, StormColumn):
        return None
    columns: Iterable[tuple[str, StormColumn]] = get_cls_info(cls).attributes.items()
    return next(
        (getattr(cls, each) for each, column in columns if column.name == read.name),
        None,
    )
