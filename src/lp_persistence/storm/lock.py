"""The lock: connections that refuse every statement while a view is rendered.

It counts: several tokens may lock a connection, and it is free when the last
is gone. It belongs to the connection, whatever thread uses it. Storm's own
``block_access`` is set with the first token and lifted with the last; a
tracer refuses what goes past that. A rollback is always allowed.
"""

from __future__ import annotations

from collections.abc import Iterable
from threading import RLock
from typing import Any
from weakref import WeakKeyDictionary

from storm.database import Connection
from storm.tracer import get_tracers, install_tracer
from zope.testing.cleanup import addCleanUp

from lp_persistence.errors import DatabaseLocked


class Lock:
    """The tokens that lock each connection."""

    def __init__(self) -> None:
        self._tokens: WeakKeyDictionary[Connection, list[Any]] = WeakKeyDictionary()
        self._changing = RLock()

    def refuse(self, token: Any, connections: Iterable[Connection]) -> None:
        """Lock connections until ``allow(token)``."""
        with self._changing:
            if TRACER not in get_tracers():
                install_tracer(TRACER)
            for connection in connections:
                tokens = self._tokens.setdefault(connection, [])
                tokens.append(token)
                connection.block_access()

    def allow(self, token: Any) -> None:
        """Take back one ``refuse(token)``."""
        with self._changing:
            for connection, tokens in list(self._tokens.items()):
                if token in tokens:
                    tokens.remove(token)
                if not tokens:
                    del self._tokens[connection]
                    connection.unblock_access()

    def check(self, connection: Connection, statement: Any) -> None:
        """Raise DatabaseLocked where the connection is locked."""
        tokens = self._tokens.get(connection)
        if tokens:
            raise DatabaseLocked(str(statement), getattr(tokens[-1], "view", None))

    def clear(self) -> None:
        for tokens in list(self._tokens.values()):
            for token in list(tokens):
                self.allow(token)


class LockTracer:
    """Refuses what does not go through ``Connection.execute``."""

    def connection_raw_execute(
        self, connection: Connection, cursor: Any, statement: str, parameters: Any
    ) -> None:
        if statement.lstrip()[:8].upper() != "ROLLBACK":
            LOCK.check(connection, statement)


class Locked:
    """Mixed into connections, left of Storm's: says who has locked them.

    Without it Storm's own error is raised, which does not name the view.
    """

    def execute(
        self, statement: Any, params: Any = None, noresult: bool = False
    ) -> Any:
        if not isinstance(statement, str):
            LOCK.check(self, type(statement).__name__)
        LOCK.check(self, statement)
        return super().execute(statement, params, noresult)  # type: ignore[misc]

    def commit(self, *args: Any) -> None:
        LOCK.check(self, "COMMIT")
        super().commit(*args)  # type: ignore[misc]


LOCK = Lock()
TRACER = LockTracer()
addCleanUp(LOCK.clear)
