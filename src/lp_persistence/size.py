"""Numbers of members, read after ``realise()``."""

from __future__ import annotations

from functools import total_ordering
from typing import TYPE_CHECKING, Any

from zope.interface import implementer

from lp_persistence.errors import NotRealised, PicklingRefused
from lp_persistence.expression import Node, describe
from lp_persistence.interfaces import ISize

if TYPE_CHECKING:
    from lp_persistence.context import Context


@total_ordering
@implementer(ISize)
class Size:
    """See ``ISize``."""

    def __init__(self, context: Context, *nodes: Node):
        self._context = context
        self._nodes = nodes

    def __reduce_ex__(self, protocol: object) -> Any:
        raise PicklingRefused(repr(self))

    def __int__(self) -> int:
        return sum(map(self._context.reading.size, self._nodes))

    def __index__(self) -> int:
        return int(self)

    def __eq__(self, other: object) -> bool:
        return int(self) == other

    def __lt__(self, other: object) -> bool:
        return int(self) < other  # type: ignore[operator]

    def __hash__(self) -> int:
        return hash(int(self))

    def __bool__(self) -> bool:
        return int(self) != 0

    def __format__(self, format_spec: str) -> str:
        return format(int(self), format_spec)

    def __str__(self) -> str:
        return str(int(self))

    def __repr__(self) -> str:
        try:
            return f"<Size {int(self)}>"
        except NotRealised:
            return f"<Size of {' + '.join(map(describe, self._nodes))}>"
