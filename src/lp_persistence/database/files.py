"""Table files: one table a file, in the CSV of PostgreSQL's COPY.

A field that is empty is null, and one that is ``""`` is an empty text; inside
of quotes, which a quote doubled stands for, lines may end. Python's csv module
can't tell the first two apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final, NamedTuple, TextIO, TypeAlias

from lp_persistence.errors import InvalidFile

Field: TypeAlias = str | None

SUFFIX: Final = ".csv"
#: A line of its own behind which there is nothing more.
END: Final = r"\."

_QUOTED: Final = re.compile(r'"((?:[^"]++|"")*+)"')
_FIELD: Final = re.compile(r'((?:[^",]++|"(?:[^"]++|"")*+")*+)(?:,|\Z)')


class Line(NamedTuple):
    """The fields of one row, and the number of the line it begins in."""

    number: int
    fields: list[Field]


def table_files(folder: Path) -> dict[str, Path]:
    """The table files of a folder by the name of their table.

    Raises InvalidFile where there are none.
    """
    found = {path.stem: path for path in sorted(folder.glob(f"*{SUFFIX}"))}
    if not found:
        why = "has no table files" if folder.is_dir() else "is no folder of table files"
        raise InvalidFile(f"{folder} {why}: one for each table, TABLE{SUFFIX}")
    return found


def read(path: Path) -> Iterator[Line]:
    """The lines of a table file, the header first.

    Raises InvalidFile, which names the line, for what is no such file; OSError.
    """
    with path.open(encoding="utf-8", newline="") as stream:
        try:
            yield from _lines(path.name, stream)
        except UnicodeDecodeError as error:
            raise InvalidFile(f"{path.name} is not in UTF-8: {error.reason}") from error


def _lines(name: str, stream: TextIO) -> Iterator[Line]:
    pieces: list[str] = []
    number, begun, is_open = 0, 0, False
    for piece in stream:
        number += 1
        if not pieces:
            begun = number
        pieces.append(piece)
        is_open ^= piece.count('"') % 2 == 1
        if is_open:
            continue
        text = "".join(pieces).removesuffix("\n").removesuffix("\r")
        pieces = []
        if text == END:
            return
        yield Line(begun, split(text))
    if pieces:
        raise InvalidFile.at(name, begun, "a quote is opened that nothing closes")


def split(text: str) -> list[Field]:
    """The fields of a row, given without the end of its last line."""
    if '"' not in text:
        return [field or None for field in text.split(",")]
    found: list[Field] = []
    place = 0
    while place <= len(text):
        match = _FIELD.match(text, place)
        assert match is not None, "quotes are balanced"
        field = match[1]
        found.append(_QUOTED.sub(_unquoted, field) if '"' in field else field or None)
        if match.end() == len(text) and not match[0].endswith(","):
            break
        place = match.end()
    return found


def _unquoted(match: re.Match[str]) -> str:
    return match[1].replace('""', '"')


def write(stream: TextIO, rows: Iterable[Iterable[Field]]) -> None:
    """Write rows, the header first, as ``read`` reads them."""
    for row in rows:
        text = ",".join(map(_quoted, row))
        stream.write(f'"{text}"\n' if text == END else f"{text}\n")


def _quoted(field: Field) -> str:
    if field is None:
        return ""
    if not field or re.search(r'[",\r\n]', field):
        escaped = field.replace('"', '""')
        return f'"{escaped}"'
    return field
