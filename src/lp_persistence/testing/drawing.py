"""What worlds and programs are drawn from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any, Final, TypeVar

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from lp_persistence.fields import (
    Attribute,
    Bool,
    Choice,
    Datetime,
    Int,
    LongText,
    Text,
    Texts,
)

T = TypeVar("T")

Draw = Callable[[st.SearchStrategy[Any]], Any]

#: In the order of code points. Collations, UTF-16 and case folding each
#: order or equate some of them otherwise.
TEXTS: Final = (
    "",
    " ",
    "%",
    "A",
    "Ab_",
    "Z",
    "[]",
    "\\",
    "_",
    "a",
    "ab",
    "a\u0301",
    "z",
    "É",
    "ß",
    "é",
    "İ",
    "ı",
    "\ufb01",
    "\uffee",
    "𝄞",
)
#: Few, so that several of them are among the texts of more than one; in the
#: order of code points.
TAGS: Final = ("", '"', "A", "a", "ab", "é", "\uffee", "𝄞")
TAGGED: Final = ((), ("a",), ("A", "a"), TAGS, ("ab", "é"), ('"', "\uffee", "𝄞"))
DATES: Final = (
    datetime(1, 1, 1, tzinfo=UTC),
    datetime(1969, 12, 31, 23, 59, 59, 999999, tzinfo=UTC),
    datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC),
    datetime(2026, 1, 2, 3, 4, 5, 1, tzinfo=UTC),
    datetime(9999, 12, 31, 23, 59, 59, 999999, tzinfo=UTC),
)
NUMBERS: Final = (0, 1, 2, 6, -1, 1000, 2**31 - 1)
LONG_TEXTS: Final = (*TEXTS, "long " * 300)
#: The largest id that the tables hold.
LARGEST_ID: Final = 2**31 - 1

#: What fields of a class hold at the corners of what they may hold.
CORNERS: Final[tuple[tuple[type[Attribute], Callable[[Any], Sequence[Any]]], ...]] = (
    (LongText, lambda field: LONG_TEXTS),
    (Text, lambda field: TEXTS),
    (Texts, lambda field: TAGGED),
    (Bool, lambda field: (False, True)),
    (Datetime, lambda field: DATES),
    (Choice, lambda field: sorted(field.items)),
    (Int, lambda field: NUMBERS),
)


def corners(field: Attribute) -> Sequence[Any]:
    """Neutral values of a field, without None; TypeError for a class of fields
    that CORNERS does not know yet."""
    for kind, values in CORNERS:
        if isinstance(field, kind):
            return values(field)
    raise TypeError(f"CORNERS has nothing for {field!r}")


def hand_out(
    drawn: st.SearchStrategy[T], check: Callable[[T], None], start: int, count: int
) -> None:
    """Call ``check`` with so many drawn values, the same for the same ``start``.

    Raises its first AssertionError, bare: what was drawn says less than the
    error's text.
    """
    failures: list[AssertionError] = []

    @seed(start)
    @settings(
        max_examples=count,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(drawn)
    def run(value: T) -> None:
        if failures:
            return
        try:
            check(value)
        except AssertionError as error:
            failures.append(error)

    run()
    if failures:
        raise failures[0]
