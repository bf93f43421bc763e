"""Enumerations that stand beside an application's own of the same name.

lazr.enum keeps one registry of all enumerated types, by their bare names, and refuses
a second of a name. An application that has the tables of the domain has its
enumerations too, and can't be asked to rename them.
"""

from __future__ import annotations

from typing import Any

from lazr.enum import DBEnumeratedType, MetaDBEnum


class MetaEnumeration(MetaDBEnum):
    """Has a type registered by its dotted name; it is called by its bare one."""

    def __new__(
        cls, classname: str, bases: tuple[type, ...], classdict: dict[str, Any]
    ) -> MetaEnumeration:
        dotted = f"{classdict['__module__']}.{classname}"
        made: MetaEnumeration = super().__new__(cls, dotted, bases, classdict)
        made.__name__ = made.name = classname
        return made


class Enumeration(DBEnumeratedType, metaclass=MetaEnumeration):
    """A ``DBEnumeratedType`` whose name others may bear too."""
