"""What is registered: entity interfaces, their classes and groups.

One ``Model`` is the ``IModel`` utility of a component registry. It resolves
the names that fields use, and owns the caches that depend on registrations:
plans and shapes go when a registration changes, or with ``cleanUp()``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from zope.component import getGlobalSiteManager, queryUtility
from zope.interface import implementer
from zope.interface.interface import InterfaceClass

from lp_persistence.declaration import check
from lp_persistence.entity import declared
from lp_persistence.errors import NotRegistered, UnknownName
from lp_persistence.fields import (
    Attribute,
    Edge,
    Key,
    Permitted,
    Text,
    has_width,
    is_permitted_name,
)
from lp_persistence.interfaces import IModel

#: How many things a cache keeps.
KEPT: Final = 2000

#: Tags of an entity interface: ``taggedValue(ORDERED_BY, ('-heat',))``.
ORDERED_BY: Final = "lp_persistence.ordered_by"
VISIBLE_TO: Final = "lp_persistence.visible_to"
#: ``taggedValue(PERMISSIONS, {"launchpad.View": SEEN, "launchpad.Edit": …})``.
PERMISSIONS: Final = "lp_persistence.permissions"
#: ``taggedValue(SEARCHED, {'text': ('title', 'description')})``.
SEARCHED: Final = "lp_persistence.searched"


@dataclass(frozen=True, slots=True)
class VisibleTo:
    """Who may see an entity: the tag VISIBLE_TO of its interface.

    ``rule(entity, viewer)`` gives a bool; ``viewer`` has the ids of each of
    ``facts`` as a frozenset under its name, all empty for nobody. The entity
    answers everything, hidden or not.

    ``through`` names a reference where the rule says no more than that whoever sees
    what it leads to sees the entity, and nobody else: of those that lead to one who
    is seen, none has to be asked.
    """

    rule: Callable[[Any, Any], bool]
    facts: tuple[str, ...]
    through: str | None = None


class PermittedTo(VisibleTo):
    """Who has a permission on an entity, besides seeing it."""


class _Seen:
    """Whoever sees an entity has the permission on it."""

    def __repr__(self) -> str:
        return "SEEN"


#: Of a permission that is the rule of visibility, and costs nothing.
SEEN: Final = _Seen()


def same_named(interface: InterfaceClass) -> tuple[InterfaceClass, ...]:
    """An interface, and those that it extends under their own name: what is
    registered for it stands for them too."""
    return tuple(
        each for each in interface.__iro__ if each.__name__ == interface.__name__
    )


class EntityType:
    """One registered entity interface, with all that follows from it."""

    def __init__(
        self,
        interface: InterfaceClass,
        factory: type,
        group_interface: InterfaceClass,
        group_factory: type,
        permission: str | None = None,
    ):
        self.name: str = interface.__name__
        self.interface = interface
        self.factory = factory
        self.group_interface = group_interface
        self.group_factory = group_factory
        #: What reading entities and groups needs; None where they have no checkers.
        self.permission = permission

    def __repr__(self) -> str:
        return f"<EntityType {self.name}>"

    @cached_property
    def fields(self) -> dict[str, Attribute]:
        """Every declared attribute by name, in the order of declaration, and
        the permissions that are not SEEN behind them."""
        found = declared(self.interface)
        for permission, rule in self.permissions.items():
            if rule is not SEEN:
                permitted = Permitted(permission)
                found[permitted.__name__] = permitted
        return dict(sorted(found.items(), key=lambda item: item[1].order))

    @cached_property
    def permissions(self) -> dict[str, PermittedTo | _Seen]:
        """By permission who has it on such an entity."""
        found: dict[str, PermittedTo | _Seen] = self.interface.queryTaggedValue(
            PERMISSIONS, {}
        )
        return found

    def field(self, name: str) -> Attribute:
        """The attribute of this name; UnknownName, with those there are."""
        try:
            return self.fields[name]
        except KeyError:
            declared = [each for each in self.fields if not is_permitted_name(each)]
            raise UnknownName("attribute", self.name, name, declared) from None

    @cached_property
    def brief(self) -> tuple[str, ...]:
        """Names of the attributes that come with every member; id first."""
        return tuple(name for name, field in self.fields.items() if field.brief)

    @cached_property
    def stored(self) -> tuple[str, ...]:
        """Names of what a neutral row of this type holds, id first."""
        return tuple(name for name, field in self.fields.items() if field.is_stored)

    @cached_property
    def key(self) -> tuple[str, ...]:
        """Names of the references whose ids make its id, which is a tuple
        then; none where the id is a whole number."""
        field = self.fields["id"]
        return field.of if isinstance(field, Key) else ()

    def has_id(self, key: object) -> bool:
        """Whether something has the form of an id of this type, of any size."""
        return has_width(key, len(self.key))

    @cached_property
    def facts(self) -> dict[str, Attribute]:
        """What groups filter and order by, by the name used for that: the
        field's own, without a leading ``is_``."""
        return {
            name.removeprefix("is_"): field
            for name, field in self.fields.items()
            if field.is_fact
        }

    @cached_property
    def indexed_fields(self) -> frozenset[str]:
        """Names of the fields of facts that an index tells; the id's is one."""
        return frozenset(
            field.__name__
            for field in self.facts.values()
            if field.indexed or field.__name__ == "id"
        )

    @property
    def indexed(self) -> list[str]:
        """The names by which these are filtered."""
        return [
            name
            for name, field in self.facts.items()
            if field.__name__ in self.indexed_fields
        ]

    @cached_property
    def edges(self) -> dict[str, Edge]:
        """References, collections and ways back, by name."""
        return {
            name: field
            for name, field in self.fields.items()
            if isinstance(field, Edge)
        }

    @cached_property
    def order(self) -> tuple[str, ...]:
        """The entity's own order: names of facts, ``-`` for descending; the
        id comes after them all."""
        names: tuple[str, ...] = self.interface.queryTaggedValue(ORDERED_BY, ())
        return names

    @cached_property
    def searched(self) -> Mapping[str, tuple[str, ...]]:
        """By name of a test the texts that it searches together for words."""
        names: Mapping[str, tuple[str, ...]]
        names = self.interface.queryTaggedValue(SEARCHED, {})
        return names

    def texts(self, name: str) -> tuple[str, ...] | None:
        """The attributes that a test of this name can search for words."""
        field = self.facts.get(name, self.fields.get(name))
        if isinstance(field, Text):
            return (field.__name__,)
        return self.searched.get(name)

    @cached_property
    def visible_to(self) -> VisibleTo | None:
        """Its visibility rule; None where everything is shown."""
        rule: VisibleTo | None = self.interface.queryTaggedValue(VISIBLE_TO)
        return rule


class Cache(dict[Any, Any]):
    """What follows from the registrations, by what it follows from.

    Bounded: more shapes than an application has pages come from input that
    nobody bounded, and must not fill the memory.
    """

    def keep(self, key: Any, value: Any) -> Any:
        """Remember a value; what another thread remembered meanwhile wins."""
        if len(self) >= KEPT:
            self.clear()
        return self.setdefault(key, value)


@implementer(IModel)
class Model:
    """See ``IModel``."""

    def __init__(self, parent: Model | None = None):
        self._types: dict[str, EntityType] = dict(parent._types) if parent else {}
        self.viewer_facts: dict[str, Callable[[Any], Iterable[int]]] = (
            dict(parent.viewer_facts) if parent else {}
        )
        #: The entity interfaces of those who can be asked for these facts;
        #: where there are none, anybody can.
        self.viewers: set[InterfaceClass] = set(parent.viewers) if parent else set()
        #: By name of an interface where its entities are: ``Canonical``.
        self.canonical: dict[str, Any] = dict(parent.canonical) if parent else {}
        self._checked = False
        #: Caches of what follows from the registrations, by who keeps them.
        self.caches: dict[str, Cache] = {}

    def __iter__(self) -> Iterator[EntityType]:
        return iter(self._types.values())

    def register(self, entity_type: EntityType) -> None:
        """Add or replace an entity type; empties the caches."""
        self._types[entity_type.name] = entity_type
        self._changed()

    def register_viewer_fact(
        self,
        name: str,
        function: Callable[[Any], Iterable[int]],
        interface: InterfaceClass | None = None,
    ) -> None:
        """Add or replace what rules and facts may ask of a viewer, an entity
        of ``interface``."""
        self.viewer_facts[name] = function
        if interface is not None:
            self.viewers.add(interface)
        self._changed()

    def register_canonical(self, name: str, canonical: Any) -> None:
        """Add or replace where the entities of an interface of that name are,
        a ``Canonical``."""
        self.canonical[name] = canonical
        self._changed()

    def _changed(self) -> None:
        self._checked = False
        self.caches = {}

    def cache(self, name: str) -> Cache:
        """The cache of that name, empty after a change of registrations."""
        found = self.caches.get(name)
        if found is None:
            found = self.caches.setdefault(name, Cache())
        return found

    def type_named(self, name: str) -> EntityType:
        """The type whose interface is called so; UnknownName else."""
        if not self._checked:
            for entity_type in self:
                check(entity_type, self._types)
            self._checked = True
        try:
            return self._types[name]
        except KeyError:
            raise UnknownName("entity", "the model", name, self._types) from None

    def type_of(self, interface: InterfaceClass) -> EntityType:
        """The type of an entity interface or of a group interface, or of one that
        an application has extended under its name."""
        for entity_type in self:
            if interface in (entity_type.interface, entity_type.group_interface):
                return self.type_named(entity_type.name)
        for entity_type in self:
            for own in (entity_type.interface, entity_type.group_interface):
                if interface in same_named(own):
                    return self.type_named(entity_type.name)
        raise NotRegistered(
            f"{interface.__name__} is not registered. Include the ZCML of the "
            f"package that declares it (<persistence:entity …/>)."
        )


def get_model() -> Model:
    """The model in force; NotRegistered where no ZCML was loaded."""
    model: Model | None = queryUtility(IModel)
    if model is None:
        raise NotRegistered(
            "No entity is registered. Include the ZCML of your entities: "
            '<include package="lp_persistence" /> for the tracker\'s.'
        )
    return model


def global_model() -> Model:
    """The global registry's own model, made where it has none yet.

    A registry stacked on another gets a model that begins with what the other
    has, so that its registrations go when it is taken away.
    """
    registry = getGlobalSiteManager()
    model: Model | None = registry.queryUtility(IModel)
    if model is None or registry.utilities.registered((), IModel) is not model:
        model = Model(model)
        registry.registerUtility(model, IModel)
    return model
