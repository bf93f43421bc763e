"""Checks rows of neutral values before a database gets them.

A database would take some that are wrong (SQLite holds any value in any
column), and of others not say which row it was.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Self

from lp_persistence.errors import InvalidRow
from lp_persistence.fields import ID_RANGE
from lp_persistence.storm.expressions import may_be_null
from lp_persistence.storm.parameters import BOOL, DATE, INT, TEXT, kind_of
from lp_persistence.storm.records import Records

_TYPES = {INT: int, BOOL: bool, TEXT: str, DATE: datetime}


@dataclass(frozen=True)
class Checked:
    """What the rows of one target must be.

    ``kinds`` has name and kind of each value, ``needed`` the names of those
    that can't be None, ``keys`` says how many are the row's key.
    """

    name: str
    kinds: tuple[tuple[str, str], ...]
    needed: frozenset[str]
    keys: int = 1

    @classmethod
    def entities(cls, records: Records) -> Self:
        needed = {
            name
            for name in records.stored
            if not records.kept(name).sides
            and not may_be_null(records.kept(name).expression)
        }
        kinds = tuple((name, kind_of(records.fields[name])) for name in records.stored)
        return cls(records.name, kinds, frozenset(needed))

    @classmethod
    def pairs(cls, owner: str, edge: str) -> Self:
        kinds = (("owner", INT), ("target", INT))
        return cls(f"{owner}.{edge}", kinds, frozenset(("owner", "target")), 2)

    def check(self, rows: Sequence[Sequence[Any]]) -> None:
        """Raise InvalidRow, naming row and rule, unless all are right."""
        width = len(self.kinds)
        self._refuse(
            (row for row in rows if len(row) != width),
            f"it needs {width} values: {', '.join(name for name, _ in self.kinds)}",
        )
        for index, (name, kind) in enumerate(self.kinds):
            column = [row[index] for row in rows]
            found = set(map(type, column))
            if type(None) in found and name in self.needed:
                missing = (row for row in rows if row[index] is None)
                self._refuse(missing, f"{name} is missing")
            if found - {type(None), _TYPES[kind]}:
                self._refuse(
                    (
                        row
                        for row in rows
                        if row[index] is not None
                        and type(row[index]) is not _TYPES[kind]
                    ),
                    f"{name} must be {_TYPES[kind].__name__}",
                )
            fits, rule = _FITS[kind]
            if not all(fits(value) for value in column if value is not None):
                self._refuse(
                    (
                        row
                        for row in rows
                        if row[index] is not None and not fits(row[index])
                    ),
                    f"{name} {rule}",
                )

    def plain(self, rows: Iterable[Sequence[Any]]) -> list[Any]:
        """The rows as JSON can hold them."""
        dates = [i for i, (_, kind) in enumerate(self.kinds) if kind == DATE]
        if not dates:
            return [list(row) for row in rows]
        result = []
        for row in rows:
            values = list(row)
            for index in dates:
                if values[index] is not None:
                    values[index] = (
                        values[index]
                        .astimezone(UTC)
                        .replace(tzinfo=None)
                        .isoformat(" ", "microseconds")
                    )
            result.append(values)
        return result

    def named(self, row: Sequence[Any]) -> str:
        """A row, for messages."""
        return f"{self.name} {', '.join(map(repr, row[: self.keys]))}"

    def _refuse(self, rows: Iterable[Sequence[Any]], rule: str) -> None:
        for row in rows:
            raise InvalidRow(f"{self.named(row)} does not fit: {rule}.")


def _is_text(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return "\0" not in text


_FITS: dict[str, tuple[Callable[[Any], bool], str]] = {
    INT: (ID_RANGE.__contains__, "has more than 64 bits"),
    BOOL: (lambda value: True, ""),
    TEXT: (_is_text, "holds a character that no text can hold"),
    DATE: (lambda date: date.tzinfo is not None, "has no time zone"),
}
