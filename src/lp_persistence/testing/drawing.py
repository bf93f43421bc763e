"""What worlds and programs are drawn from."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, Final

from hypothesis import strategies as st

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
