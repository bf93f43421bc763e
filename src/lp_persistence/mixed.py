"""Groups of several types at once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from itertools import chain
from typing import Any, Self

from zope.interface import Interface, implementer
from zope.interface.interface import InterfaceClass
from zope.security.proxy import removeSecurityProxy

from lp_persistence.asking import names_of
from lp_persistence.canonical import check_path
from lp_persistence.entity import Entity
from lp_persistence.errors import NotAllowed
from lp_persistence.group import Group
from lp_persistence.interfaces import IMixedGroup
from lp_persistence.others import originals
from lp_persistence.size import Size


@implementer(IMixedGroup)
class MixedGroup:
    """See ``IMixedGroup``.

    ``newest`` names the date by which the first ``limit`` members are chosen
    from all parts, newest first; of equals the part decides, then its order.
    """

    def __init__(self, *parts: Group, newest: str | None = None, limit: int = 0):
        self.parts = parts
        self._newest = newest
        self._limit = limit

    def __repr__(self) -> str:
        return " + ".join(map(repr, self.parts))

    def __iter__(self) -> Iterator[Any]:
        # A generator: security proxies let these through, and no chain.
        members = chain.from_iterable(self.parts)
        if self._newest is None:
            yield from members
        else:
            # Of equals the first stays the first, reversed or not.
            newest = sorted(members, key=self._date, reverse=True)
            yield from newest[: self._limit]

    def __len__(self) -> int:
        members = sum(map(len, self.parts))
        return members if self._newest is None else min(members, self._limit)

    def __contains__(self, entity: object) -> bool:
        if self._newest is None:
            return any(entity in part for part in self.parts)
        return removeSecurityProxy(entity) in list(self)

    def need(self, *names: str | type[Interface]) -> Self:
        """See ``IMixedGroup``."""
        for part in self.parts:
            owner, expressions = part.node.type.name, part.context.expressions
            for each in (each for name in names for each in names_of(owner, name)):
                expressions.check_need(part.node, each)
        for part in self.parts:
            part.need(*names)
        return self

    def need_url(self) -> Self:
        """See ``IMixedGroup``."""
        for part in self.parts:
            check_path(part.context.expressions.model, part.node.type)
        for part in self.parts:
            part.need_url()
        return self

    def all(self) -> Self:
        """See ``IMixedGroup``."""
        for part in self.parts:
            part.all()
        return self

    def kept(self) -> Self:
        """See ``Group``."""
        for part in self.parts:
            part.kept()
        return self

    def used_up(self) -> None:
        """See ``Group``."""
        for part in self.parts:
            part.used_up()

    def update(self, other: MixedGroup) -> None:
        """See ``IMixedGroup``."""
        other = removeSecurityProxy(other)
        if self._newest or not isinstance(other, MixedGroup) or other._newest:
            types: list[Any] = []
        else:
            types = [part.node.type for part in other.parts]
        if types != [part.node.type for part in self.parts]:
            raise NotAllowed(
                f"{self!r} can't take in {other!r}: a union is of mixed groups of the "
                f"same types, without a limit. Narrow both to one type."
            )
        for part, more in zip(self.parts, other.parts, strict=True):
            part.update(more)

    def size(self) -> Size:
        """See ``IMixedGroup``."""
        if self._newest:
            raise NotAllowed(
                f"{self!r} has a limit over all its parts: say len(…) once it is "
                f"realised."
            )
        for part in self.parts:
            part.size()
        return Size(self.parts[0].context, *(part.node for part in self.parts))

    def for_change(self, *attributes: str) -> tuple[Any, ...]:
        """See ``IMixedGroup``."""
        members = list(self)
        found: dict[Any, Any] = {}
        # Of every part, whoever is in it: what fails must not depend on today's rows.
        for part in self.parts:
            type_ = part.node.type
            mine = [each for each in members if each.interface is type_.interface]
            objects = originals(type_, [each.id for each in mine], attributes)
            found |= zip(map(Entity.identity, mine), objects, strict=True)
        return tuple(found[each.identity()] for each in members)

    def _date(self, member: Any) -> tuple[bool, datetime | None]:
        """What sorts the newest last, and who has no date before all."""
        name = self._newest or ""
        date = getattr(member, name) if name in member.interface else None
        return date is not None, date

    def of_type(self, group_interface: InterfaceClass) -> Group:
        for part in self.parts:
            if group_interface.providedBy(part):
                return part
        raise NotAllowed(
            f"{self!r} holds no {group_interface.__name__}. Search for one kind "
            f"of name to get that kind's group."
        )
