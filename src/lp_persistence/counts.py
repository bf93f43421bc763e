"""How many members have each value of a fact, read after ``realise()``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final, cast

from zope.interface import implementer
from zope.security.proxy import removeSecurityProxy

from lp_persistence.errors import (
    InvalidValue,
    NotAllowed,
    NotRealised,
    PicklingRefused,
    RowError,
    UnknownName,
)
from lp_persistence.expression import Node, describe
from lp_persistence.fields import Attribute, Bool, Choice, Int, Text
from lp_persistence.interfaces import ICounts
from lp_persistence.model import EntityType

if TYPE_CHECKING:
    from lp_persistence.context import Context

#: What many members may have the same of.
SHARED: Final = (Bool, Choice, Int, Text)


@implementer(ICounts)
class Counts:
    """See ``ICounts``."""

    def __init__(self, context: Context, node: Node, fact: str):
        self._context = context
        self._node = node
        self._field = node.type.fields[fact]

    def __reduce_ex__(self, protocol: object) -> Any:
        raise PicklingRefused(repr(self))

    def _numbers(self) -> Mapping[Any, int]:
        return self._context.reading.counts(self._node, self._field)

    def __getitem__(self, value: Any) -> int:
        value = removeSecurityProxy(value)
        if value is not None:
            self._field.check(value)
        return self._numbers().get(value, 0)

    def get(self, value: Any, default: int = 0) -> int:
        return self._numbers().get(removeSecurityProxy(value), default)

    def __contains__(self, value: object) -> bool:
        return removeSecurityProxy(value) in self.keys()

    def __iter__(self) -> Iterator[Any]:
        return iter(self.keys())

    def __len__(self) -> int:
        return len(self._numbers())

    def keys(self) -> tuple[Any, ...]:
        return tuple(self._numbers())

    def values(self) -> tuple[int, ...]:
        return tuple(self._numbers().values())

    def items(self) -> tuple[tuple[Any, int], ...]:
        return tuple(self._numbers().items())

    def __eq__(self, other: object) -> bool:
        return dict(self._numbers()) == other

    #: It equals a dict, which has none either.
    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        try:
            return f"<Counts {dict(self._numbers())}>"
        except NotRealised:
            name = self._field.__name__
            return f"<Counts of {describe(self._node)} by {name}>"


def counted_fact(type_: EntityType, name: Any) -> str:
    """The attribute that is a fact to count by; InvalidValue for what is no
    name, UnknownName, or NotAllowed for what every member has its own of."""
    known = sorted(each for each, field in type_.facts.items() if is_counted_by(field))
    if not isinstance(name, str):
        raise InvalidValue(
            type_.name, "counted_by", name, "expected the name of a fact"
        )
    field = type_.facts.get(name) or type_.edges.get(name)
    if field is None:
        raise UnknownName("fact", type_.name, name, known)
    if not is_counted_by(field):
        raise NotAllowed(
            f"{type_.name}.{name} is nothing to count by: that takes a fact that "
            f"members share. Count by one of: {', '.join(known)}."
        )
    return cast(str, field.__name__)


def is_counted_by(field: Attribute) -> bool:
    """Whether members are counted by the values of a field."""
    is_shared = isinstance(field, SHARED) and field.__name__ != "id"
    return is_shared and field.is_fact


def counted(field: Attribute, members: Iterable[Any]) -> Counter[Any]:
    """How many of the members have each neutral value of a fact."""
    return Counter(field.neutral(getattr(member, field.__name__)) for member in members)


def in_order(field: Attribute, numbers: Mapping[Any, int]) -> dict[Any, int]:
    """The numbers of neutral values by the values themselves, in the order of
    the fact: None is the largest."""
    ordered = sorted(numbers, key=lambda value: (value is None, value))
    items = field.items if isinstance(field, Choice) else {}
    return {items.get(value, value): numbers[value] for value in ordered}


def unknown_items(
    node: Node, name: str, numbers: Mapping[Any, int]
) -> Iterator[RowError]:
    """Stored integers that were counted and that no item has."""
    field = node.type.fields[name]
    if not isinstance(field, Choice):
        return
    for value, number in numbers.items():
        if value is not None and value not in field.items:
            yield RowError(
                describe(node),
                None,
                f"{number} of {node.type.name} have the {name} {value!r}, which "
                f"{field.vocabulary.__name__} does not know",
            )
