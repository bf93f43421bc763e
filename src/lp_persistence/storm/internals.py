"""What this backend uses of Storm that Storm does not promise.

All of it stands here, and a test for each in ``tests/test_internals.py``.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from weakref import WeakKeyDictionary

from storm.database import Connection, Database
from storm.store import Store
from storm.tracer import get_tracers, install_tracer


def connection_of(store: Store) -> Connection:
    """The connection of a store.

    ``Store.execute`` would flush first; a read must not write.
    """
    return store._connection


def database_of(connection: Connection) -> Database:
    """What has opened a connection."""
    return connection._database


def driver_connection(connection: Connection) -> Any:
    """The driver's own connection, which Storm wraps; None while it is lost."""
    wrapper = connection._raw_connection
    return wrapper if wrapper is None else wrapper._connection


def is_blocked(connection: Connection) -> bool:
    """Whether somebody has said ``block_access()``."""
    blocked: bool = connection._blocked
    return blocked


def connect_again(connection: Connection) -> None:
    """Open a connection that was lost, as its next statement would.

    Before that there is nothing of the driver's to be asked how it is
    configured. Raises DisconnectionError where it can't be opened.
    """
    if connection._raw_connection is None:
        # Only what takes part in a transaction is tried again after its end.
        if connection._event:
            connection._event.emit("register-transaction")
        connection._ensure_connected()


def rows_of(
    connection: Connection,
    text: str,
    parameters: tuple[Any, ...],
    most: int | None = None,
) -> list[tuple[Any, ...]]:
    """What a statement gives, as the driver hands it over; no more than ``most``.

    ``Result.get_all`` makes every row anew, which takes longer than reading.
    """
    result = connection.execute(text, parameters)
    try:
        cursor = result._raw_cursor
        rows: list[tuple[Any, ...]] = (
            connection._check_disconnect(cursor.fetchall)
            if most is None
            else connection._check_disconnect(cursor.fetchmany, most)
        )
        return rows
    finally:
        result.close()


def changed_classes(store: Store) -> Iterator[type]:
    """The Storm classes of unflushed objects."""
    # Values that can be changed in place are compared only at this event,
    # which writes nothing by itself.
    store._event.emit("flush")
    for info in store._dirty:
        yield info.cls_info.cls


class TransactionEnds:
    """Counts how many transactions of each connection have ended."""

    def __init__(self) -> None:
        self._ends: WeakKeyDictionary[Connection, int] = WeakKeyDictionary()

    def of(self, connection: Connection) -> int:
        if self not in get_tracers():
            install_tracer(self)
        return self._ends.get(connection, 0)

    def _ended(self, connection: Connection) -> None:
        self._ends[connection] = self._ends.get(connection, 0) + 1

    def connection_commit(self, connection: Connection, xid: Any = None) -> None:
        self._ended(connection)

    def connection_rollback(self, connection: Connection, xid: Any = None) -> None:
        self._ended(connection)

    def connection_raw_execute_success(
        self, connection: Connection, cursor: Any, statement: str, parameters: Any
    ) -> None:
        # On SQLite Storm ends its transactions by statements of its own.
        if statement in ("COMMIT", "ROLLBACK"):
            self._ended(connection)


ENDS = TransactionEnds()
