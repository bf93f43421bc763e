"""What this backend uses of Storm that Storm does not promise.

All of it stands here, and a test for each in ``tests/test_internals.py``.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from weakref import WeakKeyDictionary

from storm.database import Connection, Database
from storm.exceptions import wrap_exceptions
from storm.expr import Column
from storm.info import get_cls_info, get_obj_info
from storm.references import Reference, Relation
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

    ``Result.get_all`` makes every row anew, which takes longer than reading; and the
    wrapper of a cursor makes a function for each call.
    """
    result = connection.execute(text, parameters)
    wrapper = result._raw_cursor
    # A connection may build cursors of its own, without a wrapper.
    cursor = result._raw_cursor = getattr(wrapper, "_cursor", wrapper)
    try:
        rows: list[tuple[Any, ...]] = connection._check_disconnect(
            _fetched, connection, cursor, most
        )
        return rows
    finally:
        result.close()


def _fetched(connection: Connection, cursor: Any, most: int | None) -> Any:
    with wrap_exceptions(connection._database):
        return cursor.fetchall() if most is None else cursor.fetchmany(most)


def changed_classes(store: Store) -> Iterator[type]:
    """The Storm classes of unflushed objects."""
    # Values that can be changed in place are compared only at this event,
    # which writes nothing by itself.
    store._event.emit("flush")
    for info in store._dirty:
        yield info.cls_info.cls


def is_closed(store: Store) -> bool:
    """Whether somebody has closed a store."""
    closed: bool = store._connection._closed
    return closed


def stored_key(storm_object: Any) -> tuple[Any, ...] | None:
    """The primary key of the row of an object, one value for each column; None
    where it has no row yet, or none any more.

    Reading the attribute would flush, or ask the database.
    """
    variables = get_obj_info(storm_object).get("primary_vars")
    if variables is None:
        return None
    return tuple(variable.get(to_db=True) for variable in variables)


def flush_as_found(store: Store) -> None:
    """Flush as ``Store.get`` and ``Store.find`` do: unless that is blocked."""
    if store._implicit_flush_block_count == 0:
        store.flush()


def alive(store: Store, cls: type, key: tuple[Any, ...]) -> Any:
    """The object of a class that ``Store.get`` gives for a primary key without
    asking the database; None where it would ask."""
    info = store._alive.get((get_cls_info(cls).cls, key))
    if info is None or info.get("invalidated"):
        return None
    return store._get_object(info)


def has_class_info(cls: type) -> bool:
    """Whether Storm knows the columns of a class; it is reading its attributes to
    learn them where not."""
    return "__storm_class_info__" in cls.__dict__


def reference_between(cls: type, local: Column, remote: Column) -> Reference:
    """What ``Reference(local, remote)`` is in the body of a class, without standing
    there."""
    reference = Reference(local, remote)
    reference._cls = cls
    return reference


def relation_of(reference: Reference) -> Relation:
    """What links the two objects of a reference, and forgets it where that is not
    true any more."""
    return reference._relation


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
