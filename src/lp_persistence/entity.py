"""Entities: plain classes whose attributes their interface declares.

``class Bug(Entity, implements=IBug)`` declares no attribute again: its methods
and properties are the business logic, facts, embedded values and derived edges
among them, and see nothing but the attributes of the interface.

``Bug(title='x')`` builds one for a test: it belongs to the class's *open*
variant, whose attributes can be assigned (with a check); what was not given is
computed where the class can, else raises NotGiven. What a context realises
belongs to the variants that ``lp_persistence.hydration.shapes`` generates. All
variants bear the name of the entity's class and are its subclasses.
"""

from __future__ import annotations

from typing import Any, ClassVar, Self

from zope.interface import classImplements
from zope.interface.interface import InterfaceClass

from lp_persistence.errors import (
    InvalidValue,
    NotGiven,
    PersistenceError,
    PicklingRefused,
)
from lp_persistence.fields import IMMUTABLE, Attribute, Collection, Count, Edge


class EntityClass(type):
    """Makes the open variant with each entity class, and calls that."""

    _open: EntityClass | None
    interface: InterfaceClass

    def __new__(
        mcs,
        name: str,
        bases: tuple[type, ...],
        namespace: dict[str, Any],
        implements: InterfaceClass | None = None,
        variant: bool = False,
    ) -> EntityClass:
        namespace.setdefault("__slots__", ())
        cls: EntityClass = super().__new__(mcs, name, bases, namespace)
        if implements is not None:
            cls.interface = implements
            classImplements(cls, implements)  # type: ignore[misc]
        if not variant and hasattr(cls, "interface"):
            cls._open = open_variant(cls)
        return cls

    def __init__(cls, name: str, bases: Any, namespace: Any, **options: Any):
        super().__init__(name, bases, namespace)

    def __call__(cls, *args: Any, **given: Any) -> Any:
        variant = cls.__dict__.get("_open")
        return type.__call__(variant or cls, *args, **given)


class Entity(metaclass=EntityClass):
    """What every entity can do; see the module."""

    __slots__ = ("__weakref__", "_origin")

    interface: ClassVar[InterfaceClass]
    #: Whether it stands for what a viewer may not see.
    _is_hidden: ClassVar[bool] = False
    id: Any

    def __init__(self, **given: Any):
        for name, value in given.items():
            setattr(self, name, value)

    def identity(self) -> tuple[InterfaceClass, Any] | None:
        """(interface, id), or None without an id."""
        try:
            key = self.id
        except PersistenceError:
            return None
        return None if key is None else (self.interface, key)

    def __eq__(self, other: object) -> bool:
        if self is other:
            return True
        if not isinstance(other, Entity):
            return NotImplemented
        identity = self.identity()
        return identity is not None and identity == other.identity()

    def __hash__(self) -> int:
        identity = self.identity()
        return object.__hash__(self) if identity is None else hash(identity)

    def __repr__(self) -> str:
        identity = self.identity()
        name = type(self).__name__
        return f"<{name}>" if identity is None else f"<{name} {identity[1]!r}>"

    def __copy__(self) -> Self:
        return self

    def __deepcopy__(self, memo: object) -> Self:
        return self

    def __reduce_ex__(self, protocol: object) -> Any:
        raise PicklingRefused(type(self).__name__)


def declared(interface: InterfaceClass) -> dict[str, Attribute]:
    """The attributes that an entity interface has, by name: its own, and those
    of interfaces that it extends, as its own."""
    return {
        name: field.declared_in(interface)
        for name, field in interface.namesAndDescriptions(all=True)
        if isinstance(field, Attribute)
    }


def declares(interface: InterfaceClass, name: str) -> bool:
    """Whether an entity interface has an attribute of this name."""
    return isinstance(interface.get(name), Attribute)


def open_variant(cls: EntityClass) -> EntityClass:
    """The variant of an entity class whose attributes can be assigned."""
    fields = declared(cls.interface)
    namespace: dict[str, Any] = {
        "__slots__": tuple(f"_given_{name}" for name in fields),
        "__doc__": cls.__doc__,
        "__module__": cls.__module__,
        "__qualname__": cls.__qualname__,
        **{name: _open_property(cls, field) for name, field in fields.items()},
        "__setattr__": _assign,
        "__dir__": _list_given,
    }
    return EntityClass(cls.__name__, (cls,), namespace, variant=True)


def _open_property(cls: type, field: Attribute) -> property:
    name, entity = field.__name__, cls.__name__
    slot = f"_given_{name}"
    computed = getattr(cls, name, None)

    def read(self: Entity) -> Any:
        try:
            return object.__getattribute__(self, slot)
        except AttributeError:
            if isinstance(computed, property) and computed.fget is not None:
                return computed.fget(self)
            if isinstance(field, Count):
                return _number(self, field)
            raise NotGiven(entity, name) from None

    def assign(self: Entity, value: Any) -> None:
        if not isinstance(value, (*IMMUTABLE, Entity)):
            raise InvalidValue(
                entity,
                name,
                value,
                f"a {type(value).__name__} can be changed in place; "
                f"give a tuple or a frozenset",
            )
        is_plain = field.is_stored and not isinstance(field, Edge) and name != "id"
        if value is not None and is_plain:
            field.check(value)
        object.__setattr__(self, slot, value)

    return property(read, assign, doc=field.title)


def _number(self: Entity, count: Count) -> int:
    """How many a collection leads to that was given, or can be computed."""
    edge = declared(self.interface)[count.edge]
    assert isinstance(edge, Collection)
    found = getattr(self, count.edge)
    return len({target for target, _ in found} if edge.ranked else {*found})


def _list_given(self: Entity) -> list[str]:
    """What ``dir()`` lists: debuggers read all of it."""
    return [
        name
        for name in object.__dir__(self)
        if not declares(self.interface, name) or hasattr(self, f"_given_{name}")
    ]


def _assign(self: Entity, name: str, value: Any) -> None:
    """Names that the entity does not have are refused with those it has."""
    if name == "_origin" or declares(self.interface, name):
        object.__setattr__(self, name, value)
        return
    raise InvalidValue(
        type(self).__name__,
        name,
        value,
        "there is no such attribute; there are "
        + ", ".join(sorted(declared(self.interface))),
    )
