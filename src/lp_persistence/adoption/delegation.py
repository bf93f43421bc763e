"""Attributes of Storm classes that are answered by groups."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from threading import RLock
from typing import Any, Final
from weakref import WeakSet

from storm.info import get_obj_info
from storm.store import Store
from zope.component import getGlobalSiteManager, globalregistry, queryUtility
from zope.interface.interface import InterfaceClass

from lp_persistence.adoption.adopted import adopted_for
from lp_persistence.adoption.callers import calling
from lp_persistence.adoption.interfaces import IPropertyCaches
from lp_persistence.adoption.kinds import Held, Kind, kind_of
from lp_persistence.adoption.members import Described
from lp_persistence.adoption.modes import note_access
from lp_persistence.adoption.reading import reader
from lp_persistence.adoption.state import STATE
from lp_persistence.errors import InvalidValue, NotAllowed, NotPrefilled, NotRegistered
from lp_persistence.model import EntityType, get_model
from lp_persistence.storm.internals import flush_as_found, has_class_info
from lp_persistence.storm.lazy import DeclaredElsewhere

#: Whatever an attribute's cache is asked for that it does not have.
_NOTHING: Final = object()


class Delegated(DeclaredElsewhere):
    """See ``delegated`` and ``realised_property``.

    A value is looked for where it costs nothing: what a row of the object's own
    leads to where Storm keeps it, all else in the application's property cache. What
    it is, is found out when it is first read; then its class is one whose reading was
    made for that (``reading``), until the registrations change.
    """

    def __init__(
        self,
        group_interface: InterfaceClass,
        name: str,
        tests: dict[str, Any],
        make: Callable[[list[Any]], Any],
        cached_as: str | None,
        populates: bool,
    ):
        self.group_interface = group_interface
        self.verb = name
        self.populates = populates
        self._tests = tests
        self._make = make
        self._cached_as = cached_as
        self._owner: type | None = None
        self._name: str | None = None
        self._resolving = RLock()
        self._site: object = None
        self._kind: Kind | None = None
        self._caches: Callable[[Any], Any] | None = None

    def __set_name__(self, owner: type, name: str) -> None:
        self._owner, self._name = owner, name
        DELEGATED.add(self)

    def __repr__(self) -> str:
        return f"<delegated {self.name}: {self.group_interface.__name__}.{self.verb}>"

    @property
    def name(self) -> str:
        """As messages name it: ``Bug.subscribers``."""
        return f"{self._class_name}.{self._name}"

    @property
    def _class_name(self) -> str:
        return "?" if self._owner is None else self._owner.__name__

    def what_to_declare(self) -> str:
        return (
            f"{self.name} is delegated: add {self._name!r} to the for_change() that "
            f"gives these objects, or say prefill(objects, {self._name!r}), before "
            f"the page is rendered."
        )

    @property
    def cached_as(self) -> str:
        """Its name in the application's property cache."""
        return self._cached_as or str(self._name)

    @property
    def full_name(self) -> str:
        """As the ratchet names it: with the module of the class."""
        if self._owner is None:
            return self.name
        return f"{self._owner.__module__}.{self._owner.__qualname__}.{self._name}"

    def __get__(self, storm_object: Any, cls: Any = None) -> Any:
        return self._look(storm_object, cls)

    def _look(self, storm_object: Any, cls: Any) -> Any:
        """Read what is not at hand, or of what is not known yet what it is."""
        if storm_object is None:
            return self._of_class(cls)
        if self._site is not globalregistry.globalSiteManager:
            self.resolve(type(storm_object))
            return self.__get__(storm_object, cls)
        return self._one_by_one(storm_object)

    def __set__(self, storm_object: Any, value: Any) -> None:
        kind = self.kind_for(type(storm_object))
        if not isinstance(kind, Held):
            raise NotAllowed(
                f"{self.name} can't be assigned: no column of its own row holds it. "
                f"Change what {self.group_interface.__name__}.{self.verb} reads."
            )
        kind.reference.__set__(storm_object, value)
        if self._caches is not None:
            cache = self._caches(storm_object)
            if getattr(cache, self.cached_as, _NOTHING) is not _NOTHING:
                delattr(cache, self.cached_as)

    def kind_for(self, cls: type) -> Kind:
        """What the attribute is, by the registrations in force."""
        if self._site is not globalregistry.globalSiteManager:
            self.resolve(cls)
        assert self._kind is not None
        return self._kind

    def resolve(self, cls: type) -> None:
        """Find out what it is; raises what ``kind_of`` does."""
        if self._name is None or self._owner is None:
            # Assigned to a class that was there: its body tells nobody.
            self.__set_name__(*_where(self, cls))
        assert self._owner is not None
        with self._resolving:
            site = getGlobalSiteManager()
            STATE.add(self)
            kind = kind_of(
                self._owner, self.group_interface, self.verb, self._tests, self._make
            )
            self._kind = kind
            self._caches = queryUtility(IPropertyCaches)
            linked = kind.relation.get_remote if isinstance(kind, Held) else None
            read = reader(self.cached_as, linked, self._caches)
            self.__class__ = type("Delegated", (Delegated,), {"__get__": read})
            self._site = site

    def forget(self) -> None:
        """The registrations have changed: find out again what it is."""
        # What another thread is just finding out is of those that were there before.
        with self._resolving:
            self._site = None
            self.__class__ = Delegated

    @property
    def is_in_place(self) -> bool:
        """Whether its class has it still, and nothing else in its place."""
        return (
            self._owner is not None and vars(self._owner).get(str(self._name)) is self
        )

    def check(self) -> None:
        """Raise where no group can answer it; what ``kind_of`` does."""
        assert self._owner is not None
        self.kind_for(self._owner)

    @property
    def entity_type(self) -> EntityType:
        """The entity type of the class."""
        return get_model().type_of(self.group_interface)

    def _of_class(self, cls: type) -> Any:
        """A reference can be compared in finds, as Storm's own."""
        if has_class_info(cls):
            try:
                kind = self.kind_for(cls)
            except NotRegistered:
                return self
            if isinstance(kind, Held):
                return kind.reference
        return self

    def _one_by_one(self, storm_object: Any) -> Any:
        """Answer for one object, as Storm's own access would: with as many
        statements, and a flush where that would."""
        # Storm gives its own objects, where self may be another one's proxy.
        storm_object = get_obj_info(storm_object).get_obj()
        kind = self._kind
        if isinstance(kind, Held):
            if kind.key(storm_object) is None:
                return None
            self._note()
            value = kind.reference.__get__(storm_object)
        else:
            self._note()
            assert kind is not None
            ((store, key, _),) = self.keys([storm_object])
            value = kind.fetch(store, {key: storm_object})[key]
        self.keep(storm_object, value)
        return value

    def _note(self) -> None:
        if not self.populates:
            raise NotPrefilled(self._class_name, str(self._name), str(calling()))
        note_access(self._class_name, str(self._name), self.full_name)

    def keys(self, storm_objects: Iterable[Any]) -> list[tuple[Store, Any, Any]]:
        """Each with its store and its id: (store, id, object); flushed before.

        InvalidValue for one that belongs to no store, or has no row there.
        """
        adopted = adopted_for(self.entity_type)
        found = []
        flushed = set()
        for each in storm_objects:
            store = Store.of(each)
            if store is not None and store not in flushed:
                flush_as_found(store)
                flushed.add(store)
            key = None if store is None else adopted.id_of(each)
            if store is None or key is None:
                reason = "belongs to no store" if store is None else "has no row"
                raise InvalidValue(
                    type(each).__name__,
                    str(self._name),
                    Described(each),
                    f"it {reason}, which could tell",
                )
            found.append((store, key, each))
        return found

    @property
    def has_cache(self) -> bool:
        """Whether the application has a property cache to keep values in."""
        return self._caches is not None

    def keep(self, storm_object: Any, value: Any) -> None:
        """Keep a value in the application's property cache, if it has one."""
        if self._caches is not None:
            setattr(self._caches(storm_object), self.cached_as, value)

    def is_kept(self, storm_object: Any) -> bool:
        """Whether reading it now costs nothing."""
        kind = self.kind_for(type(storm_object))
        if isinstance(kind, Held):
            return kind.relation.get_remote(storm_object) is not None
        if self._caches is None:
            return False
        cache = self._caches(storm_object)
        return getattr(cache, self.cached_as, _NOTHING) is not _NOTHING


#: Every delegated attribute of the classes that there are.
DELEGATED: Final[WeakSet[Delegated]] = WeakSet()


def _where(descriptor: Delegated, cls: type) -> tuple[type, str]:
    """The class and the name under which a descriptor stands."""
    for owner in cls.__mro__:
        for name, value in vars(owner).items():
            if value is descriptor:
                return owner, name
    raise NotAllowed(f"{descriptor!r} stands in no class of {cls.__name__}.")


def delegated(
    group_interface: InterfaceClass,
    name: str,
    /,
    *,
    make: Callable[[list[Any]], Any] = list,
    cached_as: str | None = None,
    **tests: Any,
) -> Any:
    """An attribute of a Storm class that the groups of its entities answer::

        class BugTask(StormBase):
            assignee = delegated(IBugTasks, 'get_assignee')

    ``name`` is a verb of the group, which leads to the application's own Storm
    objects (``tests`` and ``limit`` as the verb takes them), or an attribute of the
    entity. Of several objects, or texts, ``make`` makes the value. ``cached_as`` is its
    name in the property cache, where that is not the attribute's.

    Objects that were prefilled (``group.for_change('assignee')``, ``prefill(…)``)
    read it at no cost, until the application clears its property cache. All others
    are answered one by one, by one statement at most, as before; the ratchet tells
    who reads them so. A reference can be assigned, and compared in finds.

    What it shows is what Storm shows: everything. Who may see it is for the
    application's security proxies to say, as before.
    """
    return Delegated(group_interface, name, tests, make, cached_as, populates=True)


def realised_property(
    group_interface: InterfaceClass,
    name: str,
    /,
    *,
    make: Callable[[list[Any]], Any] = list,
    cached_as: str | None = None,
    **tests: Any,
) -> Any:
    """What ``delegated`` becomes once nobody reads it one by one: it answers those
    that were prefilled, and raises NotPrefilled for others."""
    return Delegated(group_interface, name, tests, make, cached_as, populates=False)
