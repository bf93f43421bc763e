"""What the texts of table files mean, by the kind of their column.

The form is that of PostgreSQL's COPY; what a text means is as SQLite keeps it.
PostgreSQL would read the same texts by itself, and tell no line.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Any, Final

from lp_persistence.database.catalog import ARRAY, DAY, JSON, Column
from lp_persistence.fields import ID_RANGE
from lp_persistence.storm.parameters import BOOL, DATE, INT, TEXT

_TRUE: Final = frozenset({"t", "true", "y", "yes", "on", "1"})
_FALSE: Final = frozenset({"f", "false", "n", "no", "off", "0"})
_INTEGERS: Final = re.compile(r"\{((?:-?\d+|NULL)(?:,(?:-?\d+|NULL))*)?\}", re.ASCII)


def meaning(column: Column, text: str) -> Any:
    """What a text means in a column; ValueError, which says why not."""
    read = _READ.get(column.kind)
    return text if read is None else read(text)


def _integer(text: str) -> int:
    if not re.fullmatch(r"[+-]?\d+", text, re.ASCII):
        raise ValueError("it is no whole number")
    number = int(text)
    if number not in ID_RANGE:
        raise ValueError("it has more than 64 bits")
    return number


def _boolean(text: str) -> int:
    lower = text.lower()
    if lower not in _TRUE | _FALSE:
        raise ValueError("it is neither t nor f")
    return int(lower in _TRUE)


def _text(text: str) -> str:
    if "\0" in text:
        raise ValueError("it holds a NUL character")
    return text


def _datetime(text: str) -> str:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise ValueError("it is no date with a time") from None
    if found.tzinfo is not None:
        raise ValueError("it has a time zone, and dates here are all in UTC")
    return found.isoformat(" ", "microseconds")


def _day(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise ValueError("it is no date") from None


def _array(text: str) -> str:
    match = _INTEGERS.fullmatch(text)
    if match is None:
        raise ValueError("it is no array of whole numbers, such as {1,2}")
    return f"[{(match[1] or '').replace('NULL', 'null')}]"


def _json(text: str) -> str:
    try:
        json.loads(text)
    except ValueError:
        raise ValueError("it is no JSON") from None
    return text


_READ: Final[dict[str, Callable[[str], Any]]] = {
    INT: _integer,
    BOOL: _boolean,
    TEXT: _text,
    DATE: _datetime,
    DAY: _day,
    ARRAY: _array,
    JSON: _json,
}
