"""Which Storm class of the application an entity is kept by."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from storm.expr import Column
from storm.info import get_cls_info
from zope.component import getUtilitiesFor, queryUtility
from zope.interface import implementer

from lp_persistence.adoption.interfaces import IAdopted
from lp_persistence.errors import NotAllowed
from lp_persistence.model import EntityType
from lp_persistence.storm.book import get_book
from lp_persistence.storm.expressions import table_name
from lp_persistence.storm.internals import stored_key


@implementer(IAdopted)
@dataclass(frozen=True)
class Adopted:
    """See ``IAdopted``."""

    cls: type
    key: tuple[str, ...] = ()

    def is_like(self, cls: type) -> bool:
        """Whether a Storm class is the class, or another one on its table."""
        return issubclass(cls, self.cls) or table_name(cls) == table_name(self.cls)

    def id_of(self, storm_object: Any) -> Any:
        """The id of the entity that an object is; None where it has no row yet."""
        key = stored_key(storm_object)
        if key is None:
            return None
        if self.key:
            return tuple(getattr(storm_object, name) for name in self.key)
        return key[0] if len(key) == 1 else key

    @property
    def columns(self) -> tuple[Column, ...]:
        """What the id stands in, part by part."""
        info = get_cls_info(self.cls)
        if self.key:
            return tuple(info.attributes[name] for name in self.key)
        columns: tuple[Column, ...] = info.primary_key
        return columns

    @property
    def is_by_primary_key(self) -> bool:
        """Whether the id is the key by which Storm knows its objects."""
        primary: Sequence[Column] = get_cls_info(self.cls).primary_key
        columns = self.columns
        return len(primary) == len(columns) and all(
            one is other for one, other in zip(primary, columns, strict=True)
        )


def as_key(key: Any) -> tuple[Any, ...]:
    """An id as Storm keeps it, a value for each column."""
    return key if isinstance(key, tuple) else (key,)


def adopted_for(type_: EntityType) -> Adopted:
    """A Storm class on the table of an entity type: the application's, where it has
    said which that is, else the one that the records read.

    NotAllowed where there is none: entities that are made of others.
    """
    adopted: Adopted | None = queryUtility(IAdopted, type_.name)
    if adopted is not None:
        return adopted
    records = get_book().records_of(type_.name)
    if records.key:
        raise NotAllowed(
            f"{type_.name} is made of others, and read from no Storm class. Where the "
            f"application has one, say which and what its id is made of: "
            f'<persistence:adopt for="{type_.interface.__identifier__}" class=… '
            f"key=… />."
        )
    return Adopted(records.table)


def objects_class(type_: EntityType) -> Adopted:
    """The Storm class whose objects an application gets for an entity type.

    An application that adopts any class of its own does not mean those of others:
    NotAllowed where it has not said which it means.
    """
    if queryUtility(IAdopted, type_.name) is None and any(getUtilitiesFor(IAdopted)):
        raise NotAllowed(
            f"Which Storm class of the application {type_.name} entities are was not "
            f'said: <persistence:adopt for="{type_.interface.__identifier__}" '
            f"class=… />."
        )
    return adopted_for(type_)
