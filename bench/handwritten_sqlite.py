"""``Same`` of ``handwritten`` on sqlite3: its statements, as SQLite says them."""

from __future__ import annotations

import re
import sqlite3
from functools import cache
from typing import Any

from handwritten import Same

#: Patterns of PostgreSQL's text and what SQLite says, in this order.
TRANSLATIONS = (
    (
        r"(f\.\w+) && %\((\w+)\)s::integer\[\]",
        r"EXISTS (SELECT 1 FROM json_each(\1) held WHERE held.value IN"
        r" (SELECT value FROM json_each(:\2)))",
    ),
    (r"= ANY\(%\((\w+)\)s::integer\[\]\)", r"IN (SELECT value FROM json_each(:\1))"),
    (r"%\((\w+)\)s", r":\1"),
    (r"%s", "?"),
)


@cache
def translated(statement: str) -> str:
    for pattern, translation in TRANSLATIONS:
        statement = re.sub(pattern, translation, statement)
    return statement


class SameOnSQLite(Same):
    """The meaning of the layer's example."""

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
