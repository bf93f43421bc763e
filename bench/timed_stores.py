"""Stores that tell how long Storm's connection, the driver and the server were busy.

The clock stands in the connections of the schemes ``timed-sqlite:`` and
``timed-postgres:``. It stops where Storm calls tracers: those are the layer's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import perf_counter
from typing import Any

from storm.database import Connection, register_scheme
from storm.databases.postgres import PostgresConnection
from storm.databases.sqlite import SQLiteConnection
from storm.tracer import trace

from lp_persistence.storm.postgres import Postgres
from lp_persistence.storm.sqlite import SQLite
from lp_persistence.storm.stores import store_uri


class Clock:
    """Adds up the seconds of blocks; a block within another may stop it."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self._runs = False

    @contextmanager
    def set(self, runs: bool) -> Iterator[None]:
        """Have it run in the block, or stand still."""
        before, self._runs = self._runs, runs
        begin = perf_counter()
        try:
            yield
        finally:
            passed = perf_counter() - begin
            if runs and not before:
                self.seconds += passed
            elif before and not runs:
                self.seconds -= passed
            self._runs = before


#: Of all connections of this process, which is of one thread.
DRIVER = Clock()


class Timed(Connection):
    """Mixed into Storm's connections, at the left."""

    def _check_disconnect(
        self, function: Callable[..., Any], *args: Any, **options: Any
    ) -> Any:
        with DRIVER.set(function is not trace):
            return super()._check_disconnect(function, *args, **options)

    def execute(self, *args: Any, **options: Any) -> Any:
        with DRIVER.set(True):
            return super().execute(*args, **options)

    def commit(self, *args: Any, **options: Any) -> None:
        with DRIVER.set(True):
            super().commit(*args, **options)

    def rollback(self, *args: Any, **options: Any) -> None:
        with DRIVER.set(True):
            super().rollback(*args, **options)


class TimedSQLiteConnection(Timed, SQLiteConnection):
    pass


class TimedSQLite(SQLite):
    connection_factory = TimedSQLiteConnection


class TimedPostgresConnection(Timed, PostgresConnection):
    pass


class TimedPostgres(Postgres):
    connection_factory = TimedPostgresConnection


register_scheme("timed-sqlite", TimedSQLite)
register_scheme("timed-postgres", TimedPostgres)


def timed(uri: str) -> str:
    """Storm's URI of a store that is timed, of ``sqlite:PATH`` or ``postgres://…``."""
    return store_uri(uri).replace("lp-", "timed-", 1)
