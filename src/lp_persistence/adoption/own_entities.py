"""Entities of an application's own classes, in place of those that are registered."""

from __future__ import annotations

from zope.interface import implementedBy
from zope.interface.interface import InterfaceClass

from lp_persistence.errors import Conflict
from lp_persistence.interfaces import IGroup
from lp_persistence.model import EntityType, global_model
from lp_persistence.storm.book import global_book
from lp_persistence.storm.records import Records
from lp_persistence.zcml import replace_entity


def register_own(
    class_: type,
    factory: type | None,
    records: Records | None,
    permission: str | None,
    place: str,
) -> None:
    """Have entities be of a class; see ``IEntityClassDirective``.

    Raises Conflict, which names the place, where groups have no class, or the records
    are of another interface.
    """
    interface: InterfaceClass = class_.interface  # type: ignore[attr-defined]
    known = {each.name: each for each in global_model()}.get(interface.__name__)
    if known is not None:
        group, factory = _group(known, factory)
        permission = permission or known.permission
    elif factory is not None:
        group = _group_interface(factory)
    else:
        raise Conflict(
            f"No entity is registered for {interface.__name__}, which "
            f"{class_.__name__} implements: include the ZCML that does so before, or "
            f"say factory=…, the class of its groups (at {place})."
        )
    if group is None:
        raise Conflict(
            f"{factory.__name__} implements no interface of groups (at {place})."
        )
    replace_entity(EntityType(interface, class_, group, factory, permission))
    if records is not None:
        global_book().register(records, place)


def _group(
    known: EntityType, factory: type | None
) -> tuple[InterfaceClass | None, type]:
    if factory is None:
        return known.group_interface, known.group_factory
    return _group_interface(factory), factory


def _group_interface(factory: type) -> InterfaceClass | None:
    """The first interface of a class that is one of groups."""
    implemented: tuple[InterfaceClass, ...]
    implemented = implementedBy(factory).__iro__  # type: ignore[no-untyped-call]
    groups = (each for each in implemented if each.extends(IGroup))
    return next(groups, None)
