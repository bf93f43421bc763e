"""Entities declared on the fly, for tests of what registration accepts."""

from __future__ import annotations

from typing import Any

from zope.interface.interface import InterfaceClass

from lp_persistence.entity import Entity, EntityClass
from lp_persistence.fields import Attribute, Int
from lp_persistence.group import Group
from lp_persistence.interfaces import IEntity, IGroup
from lp_persistence.model import EntityType

#: Of an entity's class: what computes a fact or edge.
COMPUTED = property(lambda self: None)


def an_id(**options: Any) -> Int:
    """The field that every entity begins with."""
    return Int(title="Id", brief=True, **options)


def thing(
    *computed: str,
    name: str = "Thing",
    tags: dict[str, Any] | None = None,
    extends: InterfaceClass = IEntity,
    **fields: Attribute,
) -> EntityType:
    """A type with these fields, whose class computes what is named."""
    interface = InterfaceClass(f"I{name}", (extends,), fields, __module__=__name__)
    for tag, value in (tags or {}).items():
        interface.setTaggedValue(tag, value)
    namespace = dict.fromkeys(computed, COMPUTED)
    class_ = EntityClass(name, (Entity,), {**namespace}, implements=interface)
    group_interface = InterfaceClass(f"I{name}s", (IGroup,), {}, __module__=__name__)
    return EntityType(interface, class_, group_interface, Group)
