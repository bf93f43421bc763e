"""Groups of several types at once."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import Any

from zope.interface import implementer
from zope.interface.interface import InterfaceClass

from lp_persistence.errors import NotAllowed
from lp_persistence.group import Group
from lp_persistence.interfaces import IMixedGroup


@implementer(IMixedGroup)
class MixedGroup:
    """See ``IMixedGroup``.

    ``newest`` names the date by which the first ``limit`` members are chosen
    from all parts, newest first; of equals the part decides, then its order.
    """

    def __init__(self, *parts: Group, newest: str | None = None, limit: int = 0):
        self._parts = parts
        self._newest = newest
        self._limit = limit

    def __repr__(self) -> str:
        return " + ".join(map(repr, self._parts))

    def __iter__(self) -> Iterator[Any]:
        members = chain.from_iterable(self._parts)
        if self._newest is None:
            return members
        return iter(sorted(members, key=self._age)[: self._limit])

    def __len__(self) -> int:
        members = sum(map(len, self._parts))
        return members if self._newest is None else min(members, self._limit)

    def _age(self, member: Any) -> tuple[bool, float]:
        """What sorts the newest first, and who has no date at the end."""
        name = self._newest or ""
        date = getattr(member, name) if name in member.interface else None
        return (True, 0.0) if date is None else (False, -date.timestamp())

    def of_type(self, group_interface: InterfaceClass) -> Group:
        for part in self._parts:
            if group_interface.providedBy(part):
                return part
        raise NotAllowed(
            f"{self!r} holds no {group_interface.__name__}. Search for one kind "
            f"of name to get that kind's group."
        )
