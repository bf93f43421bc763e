"""Groups of Storm objects: ``IBugs(context).of([storm_bug])``."""

from __future__ import annotations

from typing import Any

from storm.exceptions import ClassInfoError
from storm.info import get_cls_info
from storm.store import Store
from zope.interface import implementer

from lp_persistence.adoption.adopted import adopted_for
from lp_persistence.errors import InvalidValue
from lp_persistence.interfaces import IMember
from lp_persistence.model import EntityType
from lp_persistence.storm.internals import is_closed, stored_key


@implementer(IMember)
class StormMember:
    """See ``IMember``: a Storm object stands for the entity of its row.

    Its key is told without asking the database, or flushing.
    """

    def __init__(self, storm_object: Any):
        self._object = storm_object

    def key_for(self, type_: EntityType) -> Any:
        adopted = adopted_for(type_)
        if not adopted.is_like(type(self._object)):
            raise self._refused(
                type_,
                f"{type_.name} entities are {adopted.cls.__name__} objects",
            )
        store = Store.of(self._object)
        if stored_key(self._object) is None:
            raise self._refused(type_, "it has no id yet: flush its store first")
        if store is None:
            raise self._refused(
                type_, "it belongs to no store any more: get it again from one"
            )
        if is_closed(store):
            raise self._refused(
                type_, "its store is closed: get it again from an open one"
            )
        return adopted.id_of(self._object)

    def _refused(self, type_: EntityType, reason: str) -> InvalidValue:
        owner = type_.group_interface.__name__
        return InvalidValue(owner, "of", Described(self._object), reason)


class Described:
    """A Storm object, for messages: its own ``repr`` may ask the database."""

    def __init__(self, storm_object: Any):
        self._object = storm_object

    def __repr__(self) -> str:
        return described(self._object)


def described(storm_object: Any) -> str:
    """A Storm object by its class and key, without asking the database."""
    name = type(storm_object).__name__
    key = stored_key(storm_object)
    if key is None:
        return f"<{name} without a row>"
    return f"<{name} {key[0] if len(key) == 1 else key!r}>"


def storm_member(member: Any) -> StormMember | None:
    """A Storm object as a member; None for anything else."""
    try:
        get_cls_info(type(member))
    except ClassInfoError:
        return None
    return StormMember(member)
