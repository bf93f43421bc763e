"""The lock: connections that refuse every statement while a view is rendered.

It counts: several tokens may lock a connection, and it is free when the last
is gone. It belongs to the connection, whatever thread uses it; a connection
of ours that the locking thread opens meanwhile is locked as well. Storm's own
``block_access`` is set with the first token and lifted with the last; a
tracer refuses what goes past that. A rollback is always allowed.
"""

from __future__ import annotations

from collections.abc import Iterable, MutableMapping, Sequence
from threading import RLock, get_ident
from typing import Any
from weakref import WeakKeyDictionary

from storm.database import Connection
from storm.tracer import get_tracers, install_tracer
from zope.testing.cleanup import addCleanUp

from lp_persistence.errors import NotAllowed
from lp_persistence.refusal import is_strict, refuse_access


class Lock:
    """The tokens that lock each connection, and those that a thread holds."""

    def __init__(self) -> None:
        self._by_connection: MutableMapping[Connection, list[Any]]
        self._by_connection = WeakKeyDictionary()
        self._by_thread: dict[int, list[Any]] = {}
        self._changing = RLock()

    def refuse(self, token: Any, connections: Iterable[Connection]) -> None:
        """Lock connections, and the calling thread's, until ``allow(token)``."""
        with self._changing:
            if TRACER not in get_tracers():
                install_tracer(TRACER)
            self._by_thread.setdefault(get_ident(), []).append(token)
            for connection in connections:
                self._by_connection.setdefault(connection, []).append(token)
                if is_strict(token):
                    connection.block_access()

    def allow(self, token: Any) -> None:
        """Take back one ``refuse(token)``; NotAllowed where there was none."""
        with self._changing:
            if not _taken(token, self._by_thread):
                raise NotAllowed(
                    f"{token!r} can't be taken back: it was not refused with."
                )
            for connection in _taken(token, self._by_connection):
                if not any(map(is_strict, self.holders(connection))):
                    connection.unblock_access()

    def holders(self, connection: Connection) -> Sequence[Any]:
        """The tokens that lock a connection, the innermost last."""
        return self._by_connection.get(connection, ())

    def holders_here(self, connection: Connection) -> Sequence[Any]:
        """Those that lock a connection, or else this thread."""
        return self.holders(connection) or self._by_thread.get(get_ident(), ())

    def clear(self) -> None:
        """Take back every token."""
        for tokens in list(self._by_thread.values()):
            for token in list(tokens):
                self.allow(token)


class LockTracer:
    """Refuses what does not go through ``Connection.execute``."""

    def connection_raw_execute(
        self, connection: Connection, cursor: Any, statement: str, parameters: Any
    ) -> None:
        is_rollback = statement.lstrip()[:8].upper() == "ROLLBACK"
        if not (is_rollback or is_let_through(connection)):
            refuse_access(statement, LOCK.holders(connection))


class Locked:
    """Mixed into connections, left of Storm's: says who has locked them.

    Without it Storm's own error is raised, which does not name the view.
    """

    compile: Any
    #: Whether what is executed just now was tolerated: the tokens, which count
    #: it, are not asked once more by the tracer.
    let_through = False

    def execute(
        self, statement: Any, params: Any = None, noresult: bool = False
    ) -> Any:
        tokens = LOCK.holders_here(self)
        if not tokens or self.let_through:
            return super().execute(statement, params, noresult)  # type: ignore[misc]
        is_text = isinstance(statement, str)
        refuse_access(statement if is_text else self.compile(statement), tokens)
        self.let_through = True
        try:
            return super().execute(statement, params, noresult)  # type: ignore[misc]
        finally:
            self.let_through = False

    def commit(self, *args: Any) -> None:
        refuse_access("COMMIT", LOCK.holders_here(self))
        super().commit(*args)  # type: ignore[misc]


def is_let_through(connection: Connection) -> bool:
    """Whether a connection executes what every token tolerated."""
    return isinstance(connection, Locked) and connection.let_through


def _taken(token: Any, tokens_by: MutableMapping[Any, list[Any]]) -> list[Any]:
    """Remove a token once from each list that holds it; whose they were."""
    found = []
    for owner, tokens in list(tokens_by.items()):
        place = next((at for at, held in enumerate(tokens) if held is token), None)
        if place is not None:
            del tokens[place]
            found.append(owner)
            if not tokens:
                del tokens_by[owner]
    return found


LOCK = Lock()
TRACER = LockTracer()
addCleanUp(LOCK.clear)
