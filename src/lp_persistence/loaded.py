"""Rows as ``load`` takes them, checked and made neutral.

Backends check the same rules in the same words; what a row may not be beside
them (there already, leading to nothing) each finds out for itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Self

from lp_persistence.errors import InvalidRow, InvalidValue, NotAllowed
from lp_persistence.fields import Attribute, Choice, Edge, Int, Key, Reference

Row = Sequence[Any]

_INTEGER: Final = Int()


def check_has_rows(name: str, fields: Mapping[str, Attribute]) -> None:
    """Raise NotAllowed for the entity interface of that name where its
    entities are made of others."""
    field = fields["id"]
    if isinstance(field, Key):
        parts = [str(getattr(fields[part], "target", None)) for part in field.of]
        raise NotAllowed(
            f"{name} has no rows: it is made of {' and '.join(parts)}. Load these."
        )


@dataclass(frozen=True)
class RowCheck:
    """What the rows of one target must be.

    ``convert`` makes each value neutral or raises InvalidValue; ``needed``
    are the places of those that can't be None.
    """

    name: str
    names: tuple[str, ...]
    convert: tuple[Callable[[Any], Any], ...]
    needed: tuple[int, ...] = ()
    is_link: bool = False

    @classmethod
    def entities(
        cls,
        name: str,
        fields: Mapping[str, Attribute],
        stored: tuple[str, ...],
        needed: tuple[int, ...] = (),
    ) -> Self:
        """Of the rows of the entity interface of that name, which hold the
        ``stored`` ones of its ``fields``."""
        return cls(
            name, stored, tuple(_converter(fields[each]) for each in stored), needed
        )

    @classmethod
    def pairs(cls, link: Edge) -> Self:
        """Of the pairs of a link."""
        names = (link.interface.__name__, link.target)
        name = f"{names[0]}[{link.__name__!r}]"
        return cls(name, names, (_INTEGER.neutral,) * 2, (0, 1), is_link=True)

    def neutral(self, rows: Iterable[Row]) -> list[tuple[Any, ...]]:
        """The rows, neutral; InvalidRow, which names row and rule, where one
        is not right."""
        found: list[tuple[Any, ...]] = []
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
