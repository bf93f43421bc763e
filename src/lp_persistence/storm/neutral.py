"""Checks rows of neutral values before a database gets them.

A database would take some that are wrong (SQLite holds any value in any
column), and of others not say which row it was. The texts are those of the
memory backend.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Self

from zope.interface.interface import InterfaceClass

from lp_persistence.errors import InvalidRow, InvalidValue
from lp_persistence.fields import Attribute, Choice, Edge, Int, Reference
from lp_persistence.storm.expressions import may_be_null
from lp_persistence.storm.records import Records

Row = Sequence[Any]

_INTEGER = Int()


@dataclass(frozen=True)
class Checked:
    """What the rows of one target must be.

    ``convert`` makes each value neutral or raises InvalidValue; ``needed``
    are the places of those that can't be None.
    """

    name: str
    names: tuple[str, ...]
    convert: tuple[Callable[[Any], Any], ...]
    needed: tuple[int, ...]
    is_link: bool = False

    @classmethod
    def entities(cls, records: Records) -> Self:
        """Of the rows of an entity interface."""
        names = records.stored
        return cls(
            records.name,
            names,
            tuple(_converter(records.fields[name]) for name in names),
            tuple(
                place
                for place, name in enumerate(names)
                if not records.kept(name).sides
                and not may_be_null(records.kept(name).expression)
            ),
        )

    @classmethod
    def pairs(cls, link: Edge) -> Self:
        """Of the pairs of a link."""
        names = (link.interface.__name__, link.target)
        name = f"{names[0]}[{link.__name__!r}]"
        return cls(name, names, (_INTEGER.neutral,) * 2, (0, 1), is_link=True)

    def neutral(self, rows: Iterable[Row]) -> list[Row]:
        """The rows, neutral; InvalidRow, which names row and rule, where one
        is not right."""
        found: list[Row] = []
        for given in rows:
            if len(given) != len(self.names):
                raise InvalidRow(self._of_wrong_length(given))
            values = zip(self.convert, given, strict=True)
            try:
                found.append(tuple([convert(value) for convert, value in values]))
            except InvalidValue:
                raise self._wrong_value(given) from None
        for place in self.needed:
            for row in found:
                if row[place] is None:
                    raise InvalidRow(
                        f"{self.named(row)} needs a value as {self.names[place]}."
                    )
        return found

    def named(self, row: Row) -> str:
        """A row, for messages."""
        if self.is_link:
            return f"A row of {self.name}, {tuple(row)!r},"
        return f"{self.name} {row[0]!r}"

    def _of_wrong_length(self, row: Row) -> str:
        if self.is_link:
            return f"A row of {self.name} is no pair of ids: {tuple(row)!r}."
        return (
            f"A row of {self.name} has {len(row)} values instead of "
            f"{len(self.names)} ({', '.join(self.names)}): {tuple(row)!r}."
        )

    def _wrong_value(self, row: Row) -> InvalidRow:
        for name, convert, value in zip(self.names, self.convert, row, strict=True):
            try:
                convert(value)
            except InvalidValue as error:
                return InvalidRow(
                    f"{self.named(row)} can't have {value!r} as {name}: {error.reason}."
                )
        raise AssertionError("every value fits")


def _converter(field: Attribute) -> Callable[[Any], Any]:
    if isinstance(field, (Choice, Reference)):
        return _INTEGER.neutral
    convert: Callable[[Any], Any] = field.neutral
    return convert


def interface_of(target: InterfaceClass | Attribute) -> InterfaceClass:
    """The entity interface that a target of ``load`` belongs to."""
    if isinstance(target, InterfaceClass):
        return target
    interface: InterfaceClass = target.interface
    return interface
