"""What listings took, as a table for the documentation."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from report import table

#: Who is told apart; all others are told together.
NOBODY: Final = "nobody"
HEADING: Final = (
    "listing",
    "bugs",
    "ms, nobody",
    "ms, others",
    "read, nobody",
    "read, others",
    "sorted",
)


class Told(NamedTuple):
    """One page of a listing: who looks, how many bugs the listing has, the median of
    its milliseconds, and the rows that its statement read and sorted, where that is
    known."""

    who: str
    listing: str
    size: int
    milliseconds: float
    read: int | None
    sorted: int | None


def write(title: str, pages: Sequence[Told], path: Path) -> None:
    """Write a table of all listings: of each the least and the most of its orders,
    and of the first page and that from the middle."""
    names = dict.fromkeys(page.listing for page in pages)
    rows = (
        _row(name, [page for page in pages if page.listing == name]) for name in names
    )
    path.write_text(table(title, [HEADING, *rows]) + "\n", encoding="utf-8")


def _row(name: str, pages: Sequence[Told]) -> tuple[str, ...]:
    nobody = [page for page in pages if page.who == NOBODY]
    others = [page for page in pages if page.who != NOBODY]
    return (
        name,
        f"{max(page.size for page in pages):,}",
        _range(page.milliseconds for page in nobody),
        _range(page.milliseconds for page in others),
        _range(page.read for page in nobody),
        _range(page.read for page in others),
        _range(page.sorted for page in pages),
    )


def _range(values: Iterable[float | None]) -> str:
    found = [round(value) for value in values if value is not None]
    if not found:
        return "—"
    least, most = min(found), max(found)
    return f"{least:,}" if least == most else f"{least:,} to {most:,}"
