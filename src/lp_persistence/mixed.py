"""Groups of several types at once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from zope.interface import implementer
from zope.interface.interface import InterfaceClass

from lp_persistence.errors import NotAllowed
from lp_persistence.group import Group
from lp_persistence.interfaces import IMixedGroup


@implementer(IMixedGroup)
class MixedGroup:
    """See ``IMixedGroup``."""

    def __init__(self, *parts: Group):
        self._parts = parts

    def __repr__(self) -> str:
        return " + ".join(map(repr, self._parts))

    def __iter__(self) -> Iterator[Any]:
        for part in self._parts:
            yield from part

    def __len__(self) -> int:
        return sum(map(len, self._parts))

    def of_type(self, group_interface: InterfaceClass) -> Group:
        for part in self._parts:
            if group_interface.providedBy(part):
                return part
        raise NotAllowed(
            f"{self!r} holds no {group_interface.__name__}. Search for one kind "
            f"of name to get that kind's group."
        )
