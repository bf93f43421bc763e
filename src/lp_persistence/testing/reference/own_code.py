"""The rules of any domain as the code of its entities says them.

Where ``rules`` says the tracker's rules a second time, this asks the entities
themselves: what their properties and their rule of visibility give over a
world. It is what records have to agree with, for entities of which nobody
wrote the rules twice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from lp_persistence.entity import EntityClass
from lp_persistence.fields import (
    GRAPH,
    OWN,
    Attribute,
    Choice,
    Collection,
    Count,
    Edge,
    Embedded,
    Reference,
    WayBack,
)
from lp_persistence.model import EntityType, Model, PermittedTo, VisibleTo
from lp_persistence.testing.reference.ruleset import (
    Address,
    Place,
    Rule,
    Rules,
    Sees,
    Told,
)

if TYPE_CHECKING:
    from lp_persistence.testing.reference.graph import Graph

#: Gives the entity with an id of an interface, in a graph.
Entities = Callable[["Graph", str, int], Any]
Collected = Iterator[tuple[EntityType, str, Collection]]


def rules_of_code(model: Model) -> Rules:
    """The rules of every type of a model."""
    entities = _entities(model)
    facts: dict[Place, Rule] = {}
    edges: dict[Place, Rule] = {}
    embedded: dict[Place, Any] = {}
    told: dict[Place, Told] = {}
    for entity_type in model:
        for name, field in entity_type.fields.items():
            place = (entity_type.name, name)
            if isinstance(field, Collection):
                if field.derived:
                    compute = getattr(entity_type.factory, name).fget
                    edges[place] = _edge(entities, entity_type.name, compute, field)
            elif isinstance(field, Embedded):
                embedded[place] = _embedded(entities, field)
            elif field.viewer is not None:
                told[place] = _told(entities, model, entity_type, field)
            elif field.kind in (OWN, GRAPH):
                facts[place] = _fact(entities, place, field)
    return Rules(
        facts,
        edges,
        {
            entity_type.name: _sees(entities, model, entity_type, rule)
            for entity_type in model
            if (rule := entity_type.visible_to) is not None
        },
        {each.name: each.order for each in model},
        {
            (each.name, name): field.ordered_by
            for each, name, field in _collections(model)
        },
        {
            (each.name, name)
            for each, name, field in _collections(model)
            if field.ranked
        },
        {},
        embedded,
        {
            (entity_type.name, permission): _sees(entities, model, entity_type, rule)
            for entity_type in model
            for permission, rule in entity_type.permissions.items()
            if isinstance(rule, PermittedTo)
        },
        {entity_type.name: entity_type.searched for entity_type in model},
        told=told,
        addresses={
            name: Address(canonical.path, canonical.parents)
            for name, canonical in model.canonical.items()
        },
    )


def _collections(model: Model) -> Collected:
    for entity_type in model:
        for name, field in entity_type.fields.items():
            if isinstance(field, Collection):
                yield entity_type, name, field


def _fact(entities: Entities, place: Place, field: Attribute) -> Rule:
    interface, name = place

    def fact(graph: Graph, key: int) -> Any:
        return field.neutral(getattr(entities(graph, interface, key), name))

    return fact


def _edge(entities: Entities, interface: str, compute: Any, field: Collection) -> Rule:
    def edge(graph: Graph, key: int) -> list[tuple[Any, int]]:
        found = compute(entities(graph, interface, key))
        if field.ranked:
            return [(target.id, rank) for target, rank in found]
        return [(target.id, 0) for target in found]

    return edge


def _embedded(entities: Entities, field: Embedded) -> Any:
    def make(graph: Graph, interface: str, key: int) -> dict[str, Any]:
        value = getattr(entities(graph, interface, key), field.__name__)
        return {name: getattr(value, name) for name in field.schema.names(all=True)}

    return make


def _sees(
    entities: Entities, model: Model, entity_type: EntityType, rule: VisibleTo
) -> Sees:
    def sees(graph: Graph, viewer: int | None, key: int) -> bool:
        asked = _viewer_facts(entities, model, graph, viewer, rule.facts)
        entity = entities(graph, entity_type.name, key)
        return bool(rule.rule(entity, asked))

    return sees


def _told(
    entities: Entities, model: Model, entity_type: EntityType, field: Attribute
) -> Told:
    compute = getattr(entity_type.factory, field.__name__)

    def told(graph: Graph, viewer: int | None, key: int) -> Any:
        asked = _viewer_facts(entities, model, graph, viewer, field.viewer or ())
        return field.neutral(compute(entities(graph, entity_type.name, key), asked))

    return told


def _viewer_facts(
    entities: Entities,
    model: Model,
    graph: Graph,
    viewer: int | None,
    names: tuple[str, ...],
) -> SimpleNamespace:
    """What is asked of the viewer; of nobody there is nothing."""
    if not names:
        return SimpleNamespace()
    (interface,) = model.viewers
    if viewer is None or not graph.exists(interface.__name__, viewer):
        return SimpleNamespace(**dict.fromkeys(names, frozenset()))
    entity = entities(graph, interface.__name__, viewer)
    asked = {name: frozenset(model.viewer_facts[name](entity)) for name in names}
    return SimpleNamespace(**asked)


def _entities(model: Model) -> Entities:
    """Entities that read a graph; one for each id of a graph."""
    classes = {each.name: _reading_class(each) for each in model}

    def entity(graph: Graph, interface: str, key: int) -> Any:
        found = graph.entities.get((interface, key))
        if found is None:
            cls: Any = classes[interface]
            found = cls.__new__(cls)
            found._graph, found._key, found._reach = graph, key, entity
            graph.entities[interface, key] = found
        return found

    return entity


def _reading_class(entity_type: EntityType) -> type:
    """The entity's class with attributes that read a graph; what its own
    properties compute stays."""
    factory = entity_type.factory
    properties = {
        name: property(_reader(entity_type.name, field))
        for name, field in entity_type.fields.items()
        if field.is_stored or isinstance(field, Edge | Count)
    }
    slots = {"__slots__": ("_graph", "_key", "_reach")}
    return EntityClass(
        factory.__name__, (factory,), {**slots, **properties}, variant=True
    )


def _reader(interface: str, field: Attribute) -> Callable[[Any], Any]:
    name = field.__name__

    def stored(self: Any) -> Any:
        if name == "id":
            return self._key
        return self._graph.stored(interface, self._key, name)

    if isinstance(field, Choice):
        return lambda self: field.items.get(stored(self), stored(self))
    if isinstance(field, Reference):

        def reference(self: Any) -> Any:
            key = stored(self)
            return None if key is None else self._reach(self._graph, field.target, key)

        return reference
    if isinstance(field, Count):
        return lambda self: len(getattr(self, field.edge))
    if isinstance(field, Collection):

        def collection(self: Any) -> Any:
            pairs = self._graph.targets(interface, self._key, name)
            return tuple(
                self._reach(self._graph, field.target, key) for key, _ in pairs
            )

        return collection
    if isinstance(field, WayBack):

        def way_back(self: Any) -> Any:
            raise TypeError(f"{interface}.{name} is known to a group only.")

        return way_back
    return stored
