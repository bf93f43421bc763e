"""Connections of sqlite3 that a lock can hold, and how Storm gets them."""

from __future__ import annotations

from collections.abc import Iterator
from threading import get_ident
from typing import Any
from weakref import ref

from storm.database import ConnectionWrapper
from storm.databases.sqlite import sqlite

from lp_persistence.storm.drivers import LockableDriver, cursor_access, row_access
from lp_persistence.storm.lock import LOCK, LockableDatabase
from lp_persistence.storm.lockable import always, refusal, set_refusing


def _text(cursor: Any, statement: str, *args: Any) -> str:
    return statement


def _rows(cursor: Any, *args: Any, **options: Any) -> str:
    return "rows of a statement that was executed before"


#: What cursors refuse to execute.
Executing: Any = refusal(
    cursor_access, execute=_text, executemany=_text, executescript=_text
)
#: What cursors refuse to give: the engine reads on with each row.
Fetching: Any = refusal(
    row_access, fetchone=_rows, fetchmany=_rows, fetchall=_rows, __next__=_rows
)


class CursorRefusal(Executing, Fetching):
    """Mixed into the cursors of a locked connection."""

    __slots__ = ()


class Cursor(sqlite.Cursor):
    """A cursor whose class can be changed, as that of the driver's own can't."""

    __slots__ = ()


class Blob:
    """A value that is read piece by piece, as sqlite3's own ``Blob``: of that
    no class can be derived."""

    def __init__(self, connection: LockedConnection, blob: Any):
        self._connection = connection
        self._blob = blob

    def __getattr__(self, name: str) -> Any:
        if name != "close":
            self._ask(name)
        return getattr(self._blob, name)

    def __enter__(self) -> Blob:
        return self

    def __exit__(self, *exc_info: object) -> None:
        self._blob.close()

    def __len__(self) -> int:
        return len(self._blob)

    def __getitem__(self, place: Any) -> Any:
        self._ask("read")
        return self._blob[place]

    def __setitem__(self, place: Any, value: Any) -> None:
        self._ask("write")
        self._blob[place] = value

    def _ask(self, name: str) -> None:
        self._connection.ask(f"{name} of a blob")


_Commands: Any = refusal(
    LockableDriver.access,
    __call__=_text,
    backup=always("backup"),
    blobopen=lambda self, table, column, *args, **options: f"blob {table}.{column}",
    commit=always("COMMIT"),
    # Of the three that execute, this one makes no cursor of ours.
    executescript=_text,
    deserialize=always("deserialize"),
    iterdump=always("iterdump"),
    serialize=always("serialize"),
)


class ConnectionRefusal(_Commands):
    """Mixed into a locked connection."""

    __slots__ = ()

    def __exit__(self: Any, kind: Any, error: Any, traceback: Any) -> Any:
        if kind is None:
            self.ask("COMMIT")
        return super().__exit__(kind, error, traceback)

    def __setattr__(self: Any, name: str, value: Any) -> None:
        if name == "isolation_level" and value is None:
            self.ask("COMMIT")
        super().__setattr__(name, value)


class LockedConnection(LockableDriver, sqlite.Connection):
    """A connection that knows what it gave out."""

    refusal = ConnectionRefusal

    def cursor(self, factory: Any = Cursor) -> Any:
        # This one call is what the lock costs a statement: it makes no other.
        cursor = super().cursor(Cursor if factory is sqlite.Cursor else factory)
        self.given[ref(cursor, self.given.pop)] = CursorRefusal
        if self.tokens:
            set_refusing(cursor, CursorRefusal)
        elif get_ident() in LOCK.threads:
            LOCK.ask_thread("a cursor of another thread's connection")
        return cursor

    def blobopen(self, *args: Any, **options: Any) -> Any:
        return Blob(self, super().blobopen(*args, **options))

    def iterdump(self, *args: Any, **options: Any) -> Iterator[str]:
        # Its own would begin with the first line.
        for line in super().iterdump(*args, **options):
            self.ask("iterdump")
            yield line


class LockableSQLite(LockableDatabase):
    """Mixed into Storm's ``SQLite``, or an application's class of it, at the
    left: its connections are held by the lock."""

    _filename: str
    _timeout: float
    _synchronous: str | None
    _journal_mode: str | None
    _foreign_keys: str | None

    def _raw_connect(self) -> Any:
        # As Storm's own, which gives no say in the classes.
        driver = sqlite.connect(
            self._filename,
            timeout=self._timeout,
            isolation_level=None,
            factory=LockedConnection,
        )
        with driver.letting_through():
            for name, value in (
                ("synchronous", self._synchronous),
                ("journal_mode", self._journal_mode),
                ("foreign_keys", self._foreign_keys),
            ):
                if value is not None:
                    driver.execute(f"PRAGMA {name} = {value}")
        return ConnectionWrapper(driver, self)
