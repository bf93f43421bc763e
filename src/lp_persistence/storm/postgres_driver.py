"""Connections of psycopg2 that a lock can hold, and how Storm gets them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import get_ident
from typing import Any, Final
from weakref import WeakKeyDictionary, ref

import psycopg2
from psycopg2 import extensions
from psycopg2.sql import Composable
from storm.database import ConnectionWrapper

from lp_persistence.storm.drivers import LockableDriver, cursor_access, row_access
from lp_persistence.storm.lock import LOCK, LockableDatabase
from lp_persistence.storm.lockable import always, refusal, set_refusing


def _text(cursor: Any, query: Any, *args: Any, **options: Any) -> str:
    if isinstance(query, Composable):
        query = query.as_string(cursor)
    return query.decode(errors="replace") if isinstance(query, bytes) else str(query)


def _call(cursor: Any, name: str, *args: Any) -> str:
    return f"SELECT {name}(…)"


def _copy_in(cursor: Any, file: Any, table: str, *args: Any, **options: Any) -> str:
    return f"COPY {table} FROM STDIN"


def _copy_out(cursor: Any, file: Any, table: str, *args: Any, **options: Any) -> str:
    return f"COPY {table} TO STDOUT"


def _rows(cursor: Any, *args: Any, **options: Any) -> str:
    return f"rows of {_text(cursor, cursor.query or 'nothing')}"


#: What cursors refuse to send.
Sending: Any = refusal(
    cursor_access,
    execute=_text,
    executemany=_text,
    callproc=_call,
    copy_expert=_text,
    copy_from=_copy_in,
    copy_to=_copy_out,
)
#: What cursors refuse to give, those of the server to ask for.
Fetching: Any = refusal(
    row_access,
    fetchone=_rows,
    fetchmany=_rows,
    fetchall=_rows,
    scroll=_rows,
    __next__=_rows,
)


class CursorRefusal(Sending, Fetching):
    """Mixed into the cursors of a locked connection."""

    __slots__ = ()

    def close(self: Any) -> None:
        # A cursor of the server is closed by a statement.
        if self.name is not None and not self.closed:
            self.connection.ask(f"CLOSE {self.name}")
        super().close()


class Cursor(extensions.cursor):
    """A cursor whose class can be changed, as that of the driver's own can't."""

    __slots__ = ()


class LargeObject(extensions.lobject):
    """A large object whose class can be changed, and that can be held weakly."""

    __slots__ = ("__weakref__",)


#: By large object the connection that gave it.
_GIVEN_BY: Final[WeakKeyDictionary[Any, LockedConnection]] = WeakKeyDictionary()


@contextmanager
def _large_object_access(thing: Any, statement: str) -> Iterator[None]:
    with _GIVEN_BY[thing].access(statement):
        yield


def _of_large_object(name: str) -> Any:
    return lambda thing, *args, **options: f"{name}() of large object {thing.oid}"


LargeObjectRefusal: Any = refusal(
    _large_object_access,
    **{
        name: _of_large_object(name)
        for name in (
            "close",
            "export",
            "read",
            "seek",
            "tell",
            "truncate",
            "unlink",
            "write",
        )
    },
)
#: Attributes of a connection that it tells the server when they are assigned.
TOLD: Final = frozenset({"autocommit", "deferrable", "isolation_level", "readonly"})
_Commands: Any = refusal(
    LockableDriver.access,
    commit=always("COMMIT"),
    lobject=lambda self, oid=0, *args, **options: f"large object {oid}",
    reset=always("RESET ALL"),
    set_client_encoding=always("SET client_encoding"),
    set_isolation_level=always("SET TRANSACTION ISOLATION LEVEL"),
    set_session=always("SET SESSION CHARACTERISTICS"),
    tpc_begin=always("BEGIN"),
    tpc_commit=always("COMMIT PREPARED"),
    tpc_prepare=always("PREPARE TRANSACTION"),
    tpc_recover=always("SELECT gid FROM pg_prepared_xacts"),
)


class ConnectionRefusal(_Commands):
    """Mixed into a locked connection."""

    __slots__ = ()

    def __setattr__(self: Any, name: str, value: Any) -> None:
        if name in TOLD:
            self.ask(f"SET {name}")
        super().__setattr__(name, value)


class LockedConnection(LockableDriver, extensions.connection):
    """A connection that knows what it gave out."""

    refusal = ConnectionRefusal

    def cursor(
        self,
        name: str | None = None,
        cursor_factory: Any = None,
        withhold: bool = False,
        scrollable: bool | None = None,
    ) -> Any:
        # This one call is what the lock costs a statement: it makes no other.
        cursor = super().cursor(name, cursor_factory, withhold, scrollable)
        if type(cursor) is extensions.cursor:  # somebody said so
            cursor = super().cursor(name, Cursor, withhold, scrollable)
        self.given[ref(cursor, self.given.pop)] = CursorRefusal
        if self.tokens:
            set_refusing(cursor, CursorRefusal)
        elif get_ident() in LOCK.threads:
            LOCK.ask_thread("a cursor of another thread's connection")
        return cursor

    def lobject(
        self,
        oid: int = 0,
        mode: str | None = None,
        new_oid: int = 0,
        new_file: str | None = None,
        lobject_factory: type | None = None,
    ) -> Any:
        if not self.tokens:
            LOCK.ask_thread(f"large object {oid}")
        factory = lobject_factory or LargeObject
        if factory is extensions.lobject:
            factory = LargeObject
        thing = super().lobject(oid, mode, new_oid, new_file, factory)
        _GIVEN_BY[thing] = self
        self.given[ref(thing, self.given.pop)] = LargeObjectRefusal
        if self.tokens:
            set_refusing(thing, LargeObjectRefusal)
        return thing


class LockablePostgres(LockableDatabase):
    """Mixed into Storm's ``Postgres``, or an application's class of it, at the
    left: its connections are held by the lock."""

    _dsn: str
    _isolation: int
    _version: int | None

    def _raw_connect(self) -> Any:
        # As Storm's own, which gives no say in the classes; but that the
        # driver knows the server's version without asking.
        driver = psycopg2.connect(
            self._dsn, connection_factory=LockedConnection, cursor_factory=Cursor
        )
        with driver.letting_through():
            if self._version is None:
                self._version = driver.server_version
            driver.set_client_encoding("UTF8")
            driver.set_isolation_level(self._isolation)
        return ConnectionWrapper(driver, self)
