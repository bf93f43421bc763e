"""Which line of a file it was that the database refused, and why."""

from __future__ import annotations

from collections.abc import Sequence

from storm.database import Connection
from storm.exceptions import DatabaseError

from lp_persistence.database.engine import Engine, quoted
from lp_persistence.database.staged import LINE, Staged
from lp_persistence.errors import InvalidFile
from lp_persistence.storm.internals import rows_of


class Blame:
    """Finds the line, after the rows of a file were refused.

    ``later`` are the columns that are filled when all tables have rows.
    """

    def __init__(
        self,
        connection: Connection,
        engine: Engine,
        staged: Staged,
        later: Sequence[str],
    ):
        self._connection = connection
        self._engine = engine
        self._staged = staged
        self._later = later

    def of_insert(self, error: DatabaseError) -> InvalidFile:
        """After the rows were inserted, but for the columns of ``later``."""
        given = {column.name for column in self._staged.columns}
        statement = self._staged.insert(self._engine, self._later)
        return self._found(error, statement, given - set(self._later))

    def of_completion(self, error: DatabaseError) -> InvalidFile:
        """After these columns were filled."""
        given = {column.name for column in self._staged.columns}
        statement = self._staged.complete(self._engine, self._later)
        return self._found(error, statement, given)

    def _found(
        self, error: DatabaseError, statement: str, columns: set[str]
    ) -> InvalidFile:
        found = None
        if self._engine.breaks_a_key(error):
            found = self._leading_to_nothing(columns)
        found = found or self._refused(statement)
        if found is None:
            return InvalidFile(f"{self._staged.file} does not fit: {_one_line(error)}")
        line, rule = found
        return InvalidFile.at(self._staged.file, line, rule)

    def _leading_to_nothing(self, columns: set[str]) -> tuple[int, str] | None:
        found = []
        for key in self._staged.table.foreign_keys:
            if not columns.issuperset(key.columns):
                continue
            text = self._staged.leading_to_nothing(self._engine, key)
            for line, *values in rows_of(self._connection, text, ()):
                named = ", ".join(key.columns), ", ".join(map(str, values))
                found.append((line, f"{named[0]} {named[1]} is not in {key.table}"))
        return min(found, default=None)

    def _refused(self, statement: str) -> tuple[int, str] | None:
        """The first line with which the rows up to it are refused, by a half of
        the rest at a time. Keys may lead to rows behind."""
        select = f"SELECT {quoted(LINE)} FROM {self._staged.name} ORDER BY 1"
        lines = [line for (line,) in rows_of(self._connection, select, ())]
        first, last, reason = 0, len(lines), None
        while first < last:
            middle = (first + last) // 2
            error = self._error_of(self._staged.up_to(statement, lines[middle]))
            if error is None or self._engine.breaks_a_key(error):
                first = middle + 1
            else:
                last, reason = middle, error
        if reason is None:
            return None
        return lines[first], f"the database refuses it: {_one_line(reason)}"

    def _error_of(self, statement: str) -> DatabaseError | None:
        self._connection.execute("SAVEPOINT some_rows", noresult=True)
        try:
            self._connection.execute(statement, noresult=True)
        except DatabaseError as error:
            return error
        finally:
            self._connection.execute("ROLLBACK TO SAVEPOINT some_rows", noresult=True)
            self._connection.execute("RELEASE SAVEPOINT some_rows", noresult=True)
        return None


def _one_line(error: BaseException) -> str:
    return " ".join(str(error).split()).removesuffix(".")
