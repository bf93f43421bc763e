"""What the rows of a target must be for the database that gets them.

A database would take some that are wrong (SQLite holds any value in any
column), and of others not say which row it was.
"""

from __future__ import annotations

from zope.interface.interface import InterfaceClass

from lp_persistence.fields import Attribute
from lp_persistence.loaded import RowCheck
from lp_persistence.storm.expressions import may_be_null
from lp_persistence.storm.records import Kept, Records


def check_of(records: Records) -> RowCheck:
    """The check of the rows of an entity interface."""
    needed = tuple(
        place
        for place, name in enumerate(records.stored)
        if name in records.in_row and _is_needed(records.kept(name))
    )
    return RowCheck.entities(records.name, records.fields, records.stored, needed)


def _is_needed(kept: Kept) -> bool:
    if kept.load is not None:
        return True
    return not kept.sides and not may_be_null(kept.expression)


def interface_of(target: InterfaceClass | Attribute) -> InterfaceClass:
    """The entity interface that a target of ``load`` belongs to."""
    if isinstance(target, InterfaceClass):
        return target
    interface: InterfaceClass = target.interface
    return interface
