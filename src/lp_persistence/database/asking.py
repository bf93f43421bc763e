"""Questions to a database that may have neither the tables nor the columns."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Final

from storm.database import Connection
from storm.exceptions import DatabaseError

from lp_persistence.steps import Values
from lp_persistence.storm.internals import rows_of
from lp_persistence.storm.statements import Dialect, Statement, compile_expression

_MISSING: Final = re.compile(r"no such (?:table|column)|does not exist")


class Asking:
    """Asks one connection, within its transaction."""

    def __init__(self, connection: Connection, dialect: Dialect):
        self._connection = connection
        self._dialect = dialect

    def compiled(self, expr: Any) -> tuple[str, tuple[Any, ...]]:
        """The text of an expression, and its parameters."""
        statement: Statement = compile_expression(expr, self._dialect)
        return statement.text, statement.parameters(Values(()), ())

    def rows(self, text: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """What it answers; nothing where a table or a column is missing, which
        is found by ``structure``. Raises what else the database raises."""
        self._say("SAVEPOINT asking")
        try:
            return rows_of(self._connection, text, tuple(parameters))
        except DatabaseError as error:
            self._say("ROLLBACK TO SAVEPOINT asking")
            if not _MISSING.search(str(error)):
                raise
            return []
        finally:
            self._say("RELEASE SAVEPOINT asking")

    def _say(self, text: str) -> None:
        self._connection.execute(text, noresult=True)
