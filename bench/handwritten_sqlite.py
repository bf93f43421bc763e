"""What is written by hand on sqlite3: the same statements, as SQLite says them."""

from __future__ import annotations

import re
import sqlite3
from datetime import UTC, datetime
from functools import cache
from typing import Any

from handwritten import Handwritten, Same
from handwritten_bug import SameBug
from handwritten_person import SamePerson

#: Patterns of PostgreSQL's text and what SQLite says, in this order.
TRANSLATIONS = (
    (
        r"(f\.\w+) && %\((\w+)\)s::integer\[\]",
        r"EXISTS (SELECT 1 FROM json_each(\1) held WHERE held.value IN"
        r" (SELECT value FROM json_each(:\2)))",
    ),
    (r"= ANY\(%\((\w+)\)s::integer\[\]\)", r"IN (SELECT value FROM json_each(:\1))"),
    # Of two indexes SQLite takes that which leads to ten thousand tasks, not to one.
    (r"(older\.distribution = f)", r"+\1"),
    (r"%\((\w+)\)s", r":\1"),
    (r"%s", "?"),
)


@cache
def translated(statement: str) -> str:
    for pattern, translation in TRANSLATIONS:
        statement = re.sub(pattern, translation, statement)
    return statement


class OnSQLite(Handwritten):
    """A connection of sqlite3 that counts what it is asked."""

    def __init__(self, uri: str):
        self.connection = sqlite3.connect(
            uri.partition(":")[2], isolation_level=None, timeout=10
        )
        self.statements = self.rows_received = 0

    def rows(self, statement: str, values: Any) -> list[tuple[Any, ...]]:
        if not self.connection.in_transaction:
            self.connection.execute("BEGIN")
        self.statements += 1
        if isinstance(values, dict):
            # Arrays are JSON here.
            values = {
                name: f"[{value[1:-1]}]" if isinstance(value, str) else value
                for name, value in values.items()
            }
        rows = self.connection.execute(translated(statement), values).fetchall()
        self.rows_received += len(rows)
        return rows

    def moment(self, kept: Any) -> datetime:
        return datetime.fromisoformat(kept).replace(tzinfo=UTC)


class SameOnSQLite(OnSQLite, Same):
    """The meaning of the layer's example."""


class SameBugOnSQLite(OnSQLite, SameBug):
    """A bug with everything about it."""


class SamePersonOnSQLite(OnSQLite, SamePerson):
    """A person with addresses, owner, members and teams."""
