"""The classes of realised objects: one for each (entity, readable names).

A shape has a slot for all that is read from rows, the properties of its
entity's class for own facts and embedded values, and properties that raise
over everything else. Slots are filled through a writable twin of the same
layout, and then the objects' class is swapped: a read enters no Python.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from threading import Lock
from typing import Any, Final, NamedTuple

from zope.security.checker import (
    CheckerPublic,
    NamesChecker,
    defineChecker,
    getCheckerForInstancesOf,
    undefineChecker,
)

from lp_persistence.asking import asking_call
from lp_persistence.entity import Entity, EntityClass
from lp_persistence.errors import HiddenAttribute, NotRequested, ReadOnly
from lp_persistence.expression import Node
from lp_persistence.fields import (
    MISSING,
    OWN,
    Attribute,
    Embedded,
    Permitted,
)
from lp_persistence.model import EntityType, Model
from lp_persistence.place import Place, reading_places

#: Checkers are defined one thread after the other.
_guarding: Final = Lock()


class Origin:
    """Where the objects of one realise() came from, shared by them: what the
    errors say."""

    __slots__ = ("_asked", "_model", "_places", "_type")

    def __init__(self, model: Model, nodes: Sequence[Node]):
        self._model = model
        self._type = nodes[0].type
        self._places = tuple(node.place for node in nodes)
        self._asked = tuple(node.asked for node in nodes)

    def not_requested(self, name: str) -> NotRequested:
        """The error for reading ``name`` of one of the objects."""
        call = asking_call(self._model, self._type, name)
        field = self._type.fields[name]
        said = field.permission if isinstance(field, Permitted) else name
        return self.error(said, call, self.lacking(name))

    def lacking(self, name: str) -> list[Place]:
        """Where those groups were built that have not asked for an attribute."""
        groups = zip(self._places, self._asked, strict=True)
        return [place for place, asked in groups if name not in asked]

    def error(self, said: str, call: str, lacking: Sequence[Place]) -> NotRequested:
        """The error for reading what is ``said``, which ``call`` asks for, where
        the groups built at these places have not asked; none: all have since."""
        since = not lacking
        # Groups that share their objects: any of them may be the one read. Those
        # that asked meanwhile have others once that is realised.
        built = " or ".join(dict.fromkeys(map(str, lacking or self._places)))
        entity = self._type.factory.__name__
        return NotRequested(entity, said, built, call, since, reading_places())


class Shape(NamedTuple):
    """A class of realised objects, and its writable twin."""

    twin: type[Entity]
    frozen: type[Entity]


def shape_of(model: Model, type_: EntityType, readable: frozenset[str]) -> Shape:
    """The shape of a type whose readable attributes are these; cached."""
    cache = model.cache("shapes")
    key = (type_.name, readable)
    shape: Shape | None = cache.get(key)
    if shape is None:
        shape = cache.keep(key, _make_shape(type_, readable))
    guard(shape.frozen, type_)
    return shape


def is_slot(field: Attribute) -> bool:
    """Whether a readable attribute is filled from rows, not computed."""
    return not isinstance(field, Embedded) and field.kind != OWN


def _make_shape(type_: EntityType, readable: frozenset[str]) -> Shape:
    slots = tuple(
        name
        for name, field in type_.fields.items()
        if name in readable and is_slot(field)
    )
    closed = {name: _closed(name) for name in type_.fields if name not in readable}
    twin = _variant(type_, {"__slots__": slots})
    frozen = _variant(
        type_,
        {
            "__slots__": slots,
            **closed,
            "__dir__": _listing_without(closed),
            "__setattr__": _refuse,
            "__delattr__": _refuse,
        },
    )
    return Shape(twin, frozen)


def _variant(type_: EntityType, namespace: dict[str, Any]) -> Any:
    factory = type_.factory
    return EntityClass(
        factory.__name__,
        (factory,),
        {
            "__module__": factory.__module__,
            "__qualname__": factory.__qualname__,
            "__doc__": factory.__doc__,
            **namespace,
        },
        variant=True,
    )


def guard(variant: type, type_: EntityType) -> None:
    """Give a variant the security checker of its entity's class.

    Checkers go by the exact class, and tests take them away and bring them
    back below a model that stays: so this is looked at with each use.
    """
    _guard_by(variant, getCheckerForInstancesOf(type_.factory))


def _guard_by(variant: type, checker: Any) -> None:
    if getCheckerForInstancesOf(variant) is checker:
        return
    with _guarding:
        if getCheckerForInstancesOf(variant) is not None:
            undefineChecker(variant)
        if checker is not None:
            defineChecker(variant, checker)


def _closed(name: str) -> property:
    def read(self: Any) -> Any:
        raise self._origin.not_requested(name)

    return property(read)


def _listing_without(closed: Iterable[str]) -> Callable[[Any], list[str]]:
    """What ``dir()`` lists: debuggers, and ``inspect.getmembers``, read all of it."""
    unread = frozenset(closed)

    def listing(self: Any) -> list[str]:
        return [name for name in object.__dir__(self) if name not in unread]

    return listing


def _refuse(self: Any, name: str, *value: Any) -> None:
    raise ReadOnly(type(self).__name__, name)


def hidden_of(model: Model, type_: EntityType) -> Entity:
    """The one object that stands for all that the viewer may not see."""
    cache = model.cache("hidden")
    hidden: Entity | None = cache.get(type_.name)
    if hidden is None:
        hidden = cache.keep(type_.name, _make_hidden(type_))
    checker = getCheckerForInstancesOf(type_.factory)
    known = cache.get(checker)
    if known is None:
        known = cache.keep(checker, _open_to_all(checker))
    _guard_by(type(hidden), known)
    return hidden


def _open_to_all(checker: Any) -> Any:
    """A checker that lets everybody read what another guards: of the hidden
    nothing is told but what is declared for those who may not see it."""
    return checker and NamesChecker(list(checker.get_permissions), CheckerPublic)


def is_hidden(entity: Entity) -> bool:
    """Whether it stands for what the viewer may not see."""
    return entity._is_hidden


def _make_hidden(type_: EntityType) -> Entity:
    answers = {
        name: _hidden_answer(type_.factory.__name__, name, field)
        for name, field in type_.fields.items()
    }
    namespace = {
        "__slots__": (),
        "_is_hidden": True,
        **answers,
        "__dir__": _listing_without(
            name for name, field in type_.fields.items() if field.hidden is MISSING
        ),
        "__setattr__": _refuse,
        "__delattr__": _refuse,
        "__repr__": lambda self: f"<hidden {type(self).__name__}>",
    }
    cls = _variant(type_, namespace)
    hidden: Entity = object.__new__(cls)
    return hidden


def _hidden_answer(entity: str, name: str, field: Attribute) -> property:
    def read(self: Any) -> Any:
        if field.hidden is MISSING:
            raise HiddenAttribute(entity, name)
        return field.hidden

    return property(read)


def readable_names(type_: EntityType, asked: Iterable[str]) -> frozenset[str]:
    """The brief and what was asked."""
    return frozenset((*type_.brief, *asked))
