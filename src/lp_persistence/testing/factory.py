"""A factory: worlds for tests, row by row, on any backend.

``make`` gives an entity whatever it isn't given: unique, sensible values, so
that a test names only what it is about. Edges are made where they are kept,
so that both of their ends agree.

Limits: ``make`` loads at once and is slow for worlds of thousands (see
``lp_persistence.sample``); what a database demands beyond the declarations of
the entities (a bug's reporter) must be given.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from zope.interface.interface import InterfaceClass

from lp_persistence.entity import Entity
from lp_persistence.errors import NotAllowed
from lp_persistence.fields import (
    Attribute,
    Bool,
    Choice,
    Collection,
    Datetime,
    Edge,
    Int,
    Reference,
    Text,
    Texts,
)
from lp_persistence.model import EntityType, get_model

#: The moment that the first date lies a minute after.
EPOCH = datetime(2020, 1, 1, tzinfo=UTC)


class Factory:
    """Adds entities of any registered type to a backend.

    Ids go on from the largest that the backend holds. ``done()`` ends the
    loading: it must be called before a database is read.
    """

    def __init__(self, backend: Any):
        self.backend = backend
        self._last: dict[str, int] = {}
        #: By interface and reference the type that it leads to, when grown.
        self._leading: dict[str, dict[str, str]] = {}
        #: What grown references lead to.
        self._stock: dict[str, int] = {}

    def make(self, interface: InterfaceClass, **given: Any) -> int:
        """Add one entity; returns its id.

        ``given`` holds attributes by name: values of the field or their
        neutral forms, for a reference an entity, its id or None. A collection
        takes several of these, where it or its inverse is a link.

        What is not given is made by the type of the field: the text
        ``name-7`` for the entity with the id 7, which is also the value of an
        integer; the first item of an enumeration, False, a minute of its own;
        no reference, no texts. Raises UnknownName, and NotAllowed for what no row and
        no link holds.
        """
        entity_type = get_model().type_of(interface)
        key = given.get("id")
        if key is None:
            key = self._next(entity_type)
        links = {
            _kept_at(interface[name]): given.pop(name)
            for name in list(given)
            if isinstance(entity_type.field(name), Collection)
        }
        for name in given:
            _check_stored(entity_type, name)
        row = {
            name: key if name == "id" else _made(entity_type.fields[name], name, key)
            for name in entity_type.stored
        }
        for name, value in given.items():
            row[name] = _neutral(entity_type.fields[name], value)
        self.backend.load(interface, [tuple(row.values())])
        self._last[entity_type.name] = max(key, self._last.get(entity_type.name, key))
        for (link, is_inverse), others in links.items():
            pairs = [(key, _key(other)) for other in others]
            self.backend.load(link, [p[::-1] for p in pairs] if is_inverse else pairs)
        return int(key)

    def make_many(
        self, interface: InterfaceClass, count: int, **given: Any
    ) -> list[int]:
        """Add several that differ in what is not given; returns their ids."""
        return [self.make(interface, **given) for _ in range(count)]

    def link(self, field: Attribute, owner: Any, other: Any) -> None:
        """Add one pair to a link, named from either end
        (``IBug['subscribers']``); ends are entities or their ids."""
        link, is_inverse = _kept_at(field)
        pair = _key(owner), _key(other)
        self.backend.load(link, [pair[::-1] if is_inverse else pair])

    def one(self, interface: InterfaceClass, **given: Any) -> Any:
        """The id of one entity as the domain has it, for ``grow``; everything
        else about it is ``make``'s, and what is made of others is there with
        these. A domain's factory overrides it where a row needs more."""
        model = get_model()
        entity_type = model.type_of(interface)
        if not entity_type.key:
            return self.make(interface, **given)
        parts = {
            name: model.type_named(entity_type.edges[name].target).interface
            for name in entity_type.key
        }
        return tuple(
            given[name] if name in given else self.one(part)
            for name, part in parts.items()
        )

    def hidden(self, interface: InterfaceClass) -> int | None:
        """One entity that nobody sees; None where a type has no rule.

        A domain's factory overrides it; raises NotAllowed where it does not.
        """
        if get_model().type_of(interface).visible_to is None:
            return None
        raise NotAllowed(
            f"{type(self).__name__} can't make a hidden {interface.__name__}: "
            f"override hidden(), so that pages are measured with one."
        )

    def lead(self, references: Iterable[Edge]) -> None:
        """Have what ``grow`` makes from now on lead somewhere by these. To lead
        to what is made of others, it leads to those."""
        for reference in references:
            leading = self._leading.setdefault(reference.interface.__name__, {})
            for name in getattr(reference, "of", ()) or (reference.__name__,):
                leading[name] = reference.interface[name].target

    def grow(self, edge: Edge, count: int) -> None:
        """Fill a collection: ``count`` targets behind its owners, and one more
        whose references lead to what nobody sees, each where there can be.

        ``edge`` is the field (``IBug['subscribers']``). All owners that there
        are share the targets of a link. Elsewhere the first owner has all of
        them and each other has one. Raises NotAllowed for a derived edge that
        nobody says how to fill (``growers``).
        """
        model = get_model()
        owner = model.type_named(edge.interface.__name__)
        owners = [row[0] for row in self.backend.dump(owner.interface)]
        name = (owner.name, edge.__name__)
        grower = self.growers().get(name)
        if grower is not None:
            for place, key in enumerate(owners):
                grower(key, 1 if place else count)
            return
        target = model.type_named(edge.target).interface
        inverse = getattr(edge, "inverse", None)
        if inverse is not None and isinstance(target[inverse], Reference):
            for place, key in enumerate(owners):
                self.populate(target, 1 if place else count, **{inverse: key})
            return
        if isinstance(edge, Collection) and edge.over:
            for hop in edge.over:
                self.grow(owner.interface[hop], count)
                owner = model.type_named(owner.interface[hop].target)
            return
        link, is_inverse = _kept_at(edge)
        targets = self.populate(target, count)
        is_of_owners = target is owner.interface
        pairs = [
            (key, other)
            for key in owners
            for other in targets
            if key != other or not is_of_owners
        ]
        self.backend.load(link, [p[::-1] for p in pairs] if is_inverse else pairs)

    def populate(
        self, interface: InterfaceClass, count: int, **given: Any
    ) -> list[int]:
        """``count`` entities whose references lead somewhere, and one more for
        those that can lead to the hidden; their ids."""
        model = get_model()
        leading = {
            name: model.type_named(target).interface
            for name, target in self._leading.get(interface.__name__, {}).items()
            if name not in given
        }
        seen = {name: self._shared(target) for name, target in leading.items()}
        made = [self.one(interface, **seen, **given) for _ in range(count)]
        unseen = {name: self._unseen(target) for name, target in leading.items()}
        unseen = {name: key for name, key in unseen.items() if key is not None}
        if unseen:
            made.append(self.one(interface, **{**seen, **unseen}, **given))
        return made

    def growers(self) -> dict[tuple[str, str], Callable[[int, int], object]]:
        """How derived edges are filled, by interface and name: a function of
        the owner's id and the count."""
        return {}

    def _shared(self, interface: InterfaceClass) -> int:
        """What all references to a type lead to."""
        name = interface.__name__
        if name not in self._stock:
            self._stock[name] = self.one(interface)
        return self._stock[name]

    def _unseen(self, interface: InterfaceClass) -> int | None:
        name = f"hidden {interface.__name__}"
        if name not in self._stock:
            key = self.hidden(interface)
            if key is None:
                return None
            self._stock[name] = key
        return self._stock[name]

    def done(self) -> None:
        """Bring what the backend derives up to date."""
        self.backend.finish_load()

    def _next(self, entity_type: EntityType) -> int:
        last = self._last.get(entity_type.name)
        if last is None:
            ids = (row[0] for row in self.backend.dump(entity_type.interface))
            last = max(ids, default=0)
        return max(last, 0) + 1


def _kept_at(field: Attribute) -> tuple[Attribute, bool]:
    """The link that keeps an edge, and whether it does so from its other end."""
    kept = field
    if isinstance(field, Collection) and field.inverse is not None:
        kept = get_model().type_named(field.target).field(field.inverse)
    if isinstance(kept, Collection) and kept.is_link:
        return kept, kept is not field
    raise NotAllowed(
        f"{kept.interface.__name__}.{kept.__name__} is not kept as pairs. Give it "
        f"where it is kept: a reference to the entity that has it, what a derived "
        f"edge follows from."
    )


def _check_stored(entity_type: EntityType, name: str) -> None:
    if name not in entity_type.stored:
        raise NotAllowed(
            f"{entity_type.name}.{name} can't be given: no row holds it. It follows "
            f"from others: {', '.join(entity_type.stored)}, and links."
        )


def _key(value: Any) -> Any:
    return value.id if isinstance(value, Entity) else value


def _neutral(field: Attribute, value: Any) -> Any:
    """Integers pass for items, also for items that there are not."""
    if isinstance(field, Reference):
        return _key(value)
    if isinstance(field, Choice) and type(value) is int:
        return value
    return field.neutral(value)


def _made(field: Attribute, name: str, number: int) -> Any:
    """A value for an attribute of the entity with this number."""
    for kind, make in _MAKERS:
        if isinstance(field, kind):
            return make(field, name, number)
    return None


_MAKERS: Iterable[tuple[type, Callable[[Any, str, int], Any]]] = (
    (Reference, lambda field, name, number: None),
    (Text, lambda field, name, number: f"{name}-{number}"),
    (Texts, lambda field, name, number: ()),
    (Int, lambda field, name, number: number),
    (Bool, lambda field, name, number: False),
    (Choice, lambda field, name, number: next(iter(field.items))),
    (Datetime, lambda field, name, number: EPOCH + timedelta(minutes=number)),
)
