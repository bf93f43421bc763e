"""Live objects: the entities of a world, as their own code reads them.

Own and graph facts, derived edges and visibility rules are evaluated by the
entities' code. What that code is given belongs to a subclass generated for
each entity class, whose attributes read the rows of the world:

- an enumerated attribute gives its item, or the stored integer where there is
  no such item, so that ``in`` and ``is`` go on and say no;
- a reference gives the entity, or None where the row holds None. Where it
  leads to a row that isn't there, it gives an entity of which every attribute
  but the id is None, and no collection holds anything but what refers to it:
  a rule that names what it lets pass hides it;
- a collection gives a tuple of entities, each once, in no order to rely on;
- a count gives how many the collection has;
- a way back can't be read.

Nothing is hidden from that code. All of it is made when it is first read, and
kept as long as the world.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from operator import itemgetter
from typing import Any, Generic, TypeAlias, TypeVar

from lp_persistence.composed import hops_of
from lp_persistence.entity import EntityClass
from lp_persistence.errors import NotAllowed
from lp_persistence.fields import (
    Attribute,
    Choice,
    Count,
    Edge,
    OneOf,
    Reference,
    Texts,
    WayBack,
)
from lp_persistence.fields import Collection as CollectionField
from lp_persistence.memory.made import MadeRows, made_key
from lp_persistence.model import EntityType, Model

#: From an id to the ids at the other end of an edge, each once. Those of a
#: ranked edge are the keys of a dict that holds their ranks.
Lead: TypeAlias = Callable[[int], Collection[int]]
#: Name of the owner's interface, name of the attribute.
Name: TypeAlias = tuple[str, str]

K = TypeVar("K")
V = TypeVar("V")

_CACHE = "lp_persistence.memory.live"


class Made(dict[K, V], Generic[K, V]):
    """A dict whose values are made when they are first read.

    Threads that read at once may make a value twice; all get the same.
    """

    __slots__ = ("_make",)

    def __init__(self, make: Callable[[K], V]):
        self._make = make

    def __missing__(self, key: K) -> V:
        return self.setdefault(key, self._make(key))


class LiveWorld:
    """Live objects, edges and indexes over the rows of one world."""

    def __init__(
        self,
        model: Model,
        rows: Mapping[str, Mapping[int, Sequence[Any]]],
        links: Mapping[Name, Sequence[tuple[int, int]]],
    ):
        self._model = model
        self._classes = _classes(model)
        self._links = links
        #: By interface: rows by id.
        self.rows: dict[str, Mapping[int, Sequence[Any]]] = {
            entity_type.name: rows.get(entity_type.name, {}) for entity_type in model
        }
        for entity_type in model:
            if entity_type.key:
                self.rows[entity_type.name] = MadeRows(model, entity_type, self.rows)
        #: By interface: live objects by id; also of ids that are nobody's.
        self.entities: Made[str, Made[int, Any]] = Made(self._population)
        #: By edge: from an owner's id to what it leads to.
        self.leads: Made[Name, Lead] = Made(self._lead)
        #: By edge: from a target's id to the owners that lead to it.
        self.owners: Made[Name, Lead] = Made(self._owners)
        #: By stored attribute: ids by value; by each of several texts.
        self.indexes: Made[Name, dict[Any, list[int]]] = Made(self._index)
        #: What compiled pieces know of this world whoever looks, by what it is.
        self.kept: dict[Any, Made[Any, Any]] = {}

    def fits(self, model: Model) -> bool:
        """Whether it was made for the registrations that ``model`` has now."""
        return self._classes is _classes(model)

    def _population(self, name: str) -> Made[int, Any]:
        entity_type = self._model.type_named(name)
        cls = self._classes[name]
        rows = self.rows[name]
        blank = (None,) * (len(entity_type.stored) - 1)
        new = object.__new__

        def make(key: int) -> Any:
            entity: Any = new(cls)
            entity._row = rows.get(key) or (key, *blank)
            entity._world = self
            return entity

        return Made(make)

    def _index(self, name: Name) -> dict[Any, list[int]]:
        entity_type = self._model.type_named(name[0])
        read = _reader(entity_type, name[1])
        several = isinstance(entity_type.field(name[1]), Texts)
        found: dict[Any, list[Any]] = {}
        for key, row in self.rows[name[0]].items():
            for value in read(row) if several else (read(row),):
                found.setdefault(value, []).append(key)
        return found

    def _lead(self, name: Name) -> Lead:
        entity_type = self._model.type_named(name[0])
        field = entity_type.field(name[1])
        if isinstance(field, Reference):
            return _reference_lead(self.rows[name[0]], _reader(entity_type, name[1]))
        if not isinstance(field, CollectionField):
            raise not_an_edge(entity_type, name[1])
        if field.inverse is not None:
            return self.owners[field.target, field.inverse]
        if field.derived:
            return self._derived(entity_type, field)
        if field.over:
            return self._composed(entity_type, field)
        return _lead_of(_grouped(self._links.get(name, ())))

    def _derived(self, entity_type: EntityType, field: CollectionField) -> Lead:
        name = field.__name__
        compute = getattr(entity_type.factory, name).fget
        collect = _lowest if field.ranked else _each_once
        entities = self.entities[entity_type.name]

        def targets(key: int) -> Collection[int]:
            try:
                return collect(compute(entities[key]))
            except Exception as error:
                error.add_note(f"{name} of {entity_type.name} {key} was computed.")
                raise

        return Made(targets).__getitem__

    def _composed(self, entity_type: EntityType, field: CollectionField) -> Lead:
        """Whatever lies between: what looks here is shown everything."""
        hops = hops_of(self._model, entity_type, field.__name__)
        leads = [self.leads[hop.owner, hop.edge] for hop in hops]

        def targets(key: int) -> Collection[int]:
            here: Iterable[int] = (key,)
            for lead in leads:
                here = dict.fromkeys(chain.from_iterable(map(lead, here)))
            return tuple(here)

        return Made(targets).__getitem__

    def _owners(self, name: Name) -> Lead:
        entity_type = self._model.type_named(name[0])
        field = entity_type.field(name[1])
        if isinstance(field, Reference):
            return _lead_of(self.indexes[name])
        if not isinstance(field, CollectionField):
            raise not_an_edge(entity_type, name[1])
        if field.inverse is not None:
            return self.leads[field.target, field.inverse]
        if field.derived or field.over:
            lead = self.leads[name]
            pairs = ((t, owner) for owner in self.rows[name[0]] for t in lead(owner))
            return _lead_of(_grouped(pairs))
        return _lead_of(_grouped((t, o) for o, t in self._links.get(name, ())))


def not_an_edge(entity_type: EntityType, name: str) -> NotAllowed:
    """The error of following what no rows lead along."""
    return NotAllowed(
        f"{entity_type.name}.{name} can't be followed: it is no reference and no "
        f"collection. Those are: {', '.join(entity_type.edges) or 'none'}."
    )


def _lead_of(found: Mapping[int, Collection[int]]) -> Lead:
    get = found.get

    def lead(key: int) -> Collection[int]:
        return get(key, ())

    return lead


def _reader(entity_type: EntityType, name: str) -> Callable[[Any], Any]:
    """Gives of a row what is stored, or where a reference leads that is made
    of others."""
    field = entity_type.field(name)
    if isinstance(field, Reference) and field.of:
        place = entity_type.stored.index
        return made_key([*map(place, field.of)], [*map(place, field.unless)])
    return itemgetter(entity_type.stored.index(name))


def _reference_lead(
    rows: Mapping[Any, Sequence[Any]], read: Callable[[Any], Any]
) -> Lead:
    def lead(key: Any) -> Collection[Any]:
        row = rows.get(key)
        target = None if row is None else read(row)
        return () if target is None else (target,)

    return lead


def _grouped(pairs: Iterable[tuple[int, int]]) -> dict[int, dict[int, None]]:
    found: dict[int, dict[int, None]] = {}
    for key, value in pairs:
        found.setdefault(key, {})[value] = None
    return found


def _each_once(entities: Iterable[Any]) -> Collection[int]:
    return tuple(dict.fromkeys(entity.id for entity in entities))


def _lowest(ranked: Iterable[tuple[Any, int]]) -> Collection[int]:
    lowest: dict[int, int] = {}
    for entity, rank in ranked:
        key = entity.id
        if key not in lowest or rank < lowest[key]:
            lowest[key] = rank
    return lowest


def _classes(model: Model) -> dict[str, type]:
    """The live class of each entity type, by the name of its interface."""
    cache = model.cache(_CACHE)
    found: dict[str, type] | None = cache.get("classes")
    if found is None:
        made = {entity_type.name: _live_class(entity_type) for entity_type in model}
        found = cache.setdefault("classes", made)
    return found


def _live_class(entity_type: EntityType) -> type:
    factory = entity_type.factory
    return EntityClass(
        factory.__name__,
        (factory,),
        {
            "__slots__": ("_row", "_world"),
            "__doc__": factory.__doc__,
            "__module__": factory.__module__,
            "__qualname__": factory.__qualname__,
            **dict(_properties(entity_type)),
        },
        variant=True,
    )


def _properties(entity_type: EntityType) -> Iterator[tuple[str, property]]:
    """What reads rows and edges; facts and embedded values are the class's."""
    for name, field in entity_type.fields.items():
        if name in entity_type.stored or isinstance(field, Reference):
            read = _stored(field, _reader(entity_type, name))
            yield name, property(read, doc=field.title)
        elif isinstance(field, OneOf):
            yield name, property(_first_of(field.of), doc=field.title)
        elif isinstance(field, Count):
            yield name, property(_number_of(field.edge), doc=field.title)
        elif isinstance(field, Edge):
            yield name, property(_edge(entity_type, field), doc=field.title)


def _stored(field: Attribute, read: Callable[[Any], Any]) -> Callable[[Any], Any]:
    if isinstance(field, Choice):
        item = field.items.get

        def choice(self: Any) -> Any:
            value = read(self._row)
            return item(value, value)

        return choice
    if isinstance(field, Reference):
        target = field.target

        def reference(self: Any) -> Any:
            key = read(self._row)
            return None if key is None else self._world.entities[target][key]

        return reference

    def value(self: Any) -> Any:
        return read(self._row)

    return value


def _first_of(names: tuple[str, ...]) -> Callable[[Any], Any]:
    def one_of(self: Any) -> Any:
        found = (getattr(self, name) for name in names)
        return next((each for each in found if each is not None), None)

    return one_of


def _number_of(edge: str) -> Callable[[Any], Any]:
    return lambda self: len(getattr(self, edge))


def _edge(entity_type: EntityType, field: Edge) -> Callable[[Any], Any]:
    name, target = (entity_type.name, field.__name__), field.target
    if isinstance(field, WayBack):

        def way_back(self: Any) -> Any:
            raise NotAllowed(
                f"{name[0]}.{name[1]} is known to a group only; facts, derived "
                f"edges and rules can't read it."
            )

        return way_back

    def collection(self: Any) -> Any:
        world = self._world
        reach = world.entities[target].__getitem__
        return tuple(map(reach, world.leads[name](self._row[0])))

    return collection
