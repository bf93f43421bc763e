"""What words are in the eyes of SQLite: indexes of FTS5, kept by triggers.

Its tokeniser ``ascii`` splits as we do: words are runs of letters and digits of
ASCII and of everything beyond it, with A–Z folded. What it takes for a word and
we don't, a run of more than 255 characters, nobody can ask for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any, Final, NamedTuple

#: What keeps an index as its table, by the end of their names.
TRIGGERS: Final = ("inserted", "deleted", "updated")

#: The indexes that there are, with all their triggers.
QUESTION: Final = f"""
    SELECT found.name, found.sql FROM sqlite_master AS found
    WHERE found.type = 'table' AND found.sql LIKE 'CREATE VIRTUAL TABLE %'
    AND {len(TRIGGERS)} = (
        SELECT count(*) FROM sqlite_master AS kept WHERE kept.type = 'trigger'
        AND kept.name IN ({", ".join(f"found.name || '__{e}'" for e in TRIGGERS)})
    )
"""

#: What FTS5 keeps an index in, by the ends of their names.
_KEPT_IN: Final = ("", "_data", "_idx", "_content", "_docsize", "_config")
#: Rows are the table's own. Where in a text a word stands nobody asks.
_OPTIONS: Final = "tokenize='ascii', detail='none', columnsize=0"
_DEFINITION: Final = re.compile(
    r"CREATE VIRTUAL TABLE (?:IF NOT EXISTS )?(?P<name>\w+) USING fts5\s*"
    r"\((?P<columns>\w+(?:, \w+)*), content='(?P<table>\w+)', content_rowid='id', "
    rf"{_OPTIONS}\)",
    re.IGNORECASE,
)


class WordIndex(NamedTuple):
    """An index of the words of columns, together."""

    name: str
    table: str
    columns: tuple[str, ...]

    @property
    def tables(self) -> frozenset[str]:
        """The names of the tables that it is kept in, itself among them."""
        return frozenset(f"{self.name}{end}" for end in _KEPT_IN)

    def statements(self) -> Iterable[str]:
        """What makes it, where it is not there or not whole."""
        name, table = self.name, self.table
        columns = ", ".join(self.columns)
        old = ", ".join(f"old.{column}" for column in self.columns)
        new = ", ".join(f"new.{column}" for column in self.columns)
        yield (
            f"CREATE VIRTUAL TABLE IF NOT EXISTS {name} USING fts5 ({columns}, "
            f"content='{table}', content_rowid='id', {_OPTIONS})"
        )
        gone = (
            f"INSERT INTO {name} ({name}, rowid, {columns}) "
            f"VALUES ('delete', old.id, {old});"
        )
        come = f"INSERT INTO {name} (rowid, {columns}) VALUES (new.id, {new});"
        kept = zip(
            TRIGGERS,
            ("INSERT", "DELETE", f"UPDATE OF id, {columns}"),
            (come, gone, f"{gone} {come}"),
            strict=True,
        )
        for end, event, what in kept:
            yield (
                f"CREATE TRIGGER IF NOT EXISTS {name}__{end} AFTER {event} ON {table} "
                f"BEGIN {what} END"
            )
        yield f"INSERT INTO {name} ({name}) VALUES ('rebuild')"


def index_in(definition: str) -> WordIndex | None:
    """The index that the text of a virtual table defines, if it is one of ours."""
    match = _DEFINITION.match(definition)
    if match is None:
        return None
    columns = tuple(match["columns"].split(", "))
    return WordIndex(match["name"], match["table"], columns)


def indexes_of(rows: Iterable[Sequence[Any]]) -> list[WordIndex]:
    """Those that QUESTION was answered with."""
    found = (index_in(definition) for _, definition in rows)
    return [index for index in found if index is not None]
