"""The routes to a database that its driver opens; see ``routes``."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from io import StringIO
from tempfile import TemporaryFile
from typing import Any, Final

from psycopg2 import extensions
from psycopg2.extras import DictCursor
from psycopg2.sql import SQL
from storm.xid import Xid

from lp_persistence.storm.lock import BLOBS, COMMANDS, CURSORS, ROWS, STATEMENTS
from lp_persistence.testing.routes import Route, Site

QUERY: Final = "SELECT 1 UNION ALL SELECT 2"


def cursor(site: Site) -> Any:
    """A cursor of Storm's, made before the lock."""
    return site.cursor()


def executed(site: Site) -> Any:
    """A cursor with rows that nobody has fetched."""
    cursor = site.driver.cursor()
    cursor.execute(QUERY)
    return cursor


def begun(site: Site) -> Any:
    """A cursor that has given its first row."""
    cursor = executed(site)
    next(cursor)
    return cursor


def driver(site: Site) -> Any:
    """The driver's connection."""
    return site.driver


def idle(site: Site) -> Any:
    """The driver's connection, between two transactions."""
    site.store.rollback()
    return site.driver


def driver_cursor(site: Site) -> Any:
    """A cursor of the driver's own, made before the lock."""
    return site.driver.cursor()


def named(site: Site) -> Any:
    """A cursor of the server's, executed."""
    cursor = site.driver.cursor("named", scrollable=True)
    cursor.execute(QUERY)
    return cursor


def begun_named(site: Site) -> Any:
    """A cursor of the server's that asks again for each row."""
    cursor = named(site)
    cursor.itersize = 1
    next(cursor)
    return cursor


def large_object(site: Site) -> Any:
    """A large object, open."""
    thing = site.driver.lobject(0, "wb")
    thing.write(b"text")
    thing.seek(0)
    return thing


def copied_from(cursor: Any) -> None:
    """Rows from a text, none."""
    cursor.copy_from(StringIO(""), "cve")


def copied_to(cursor: Any) -> None:
    """Rows into a file."""
    with TemporaryFile("w") as file:
        cursor.copy_to(file, "cve")


def copied_by_expert(cursor: Any) -> None:
    """Rows as a statement says."""
    cursor.copy_expert("COPY cve TO STDOUT", StringIO())


def within(connection: Any) -> None:
    """The driver's own block, which commits."""
    with connection:
        pass


def set_to(name: str, value: Any) -> Callable[[Any], None]:
    """Assigns an attribute of a connection."""
    return lambda connection: setattr(connection, name, value)


def dumping(site: Site) -> Any:
    """A dump that has given its first line."""
    lines = site.driver.iterdump()
    next(lines)
    return lines


def with_blob(site: Site) -> Any:
    """The driver's connection to a database with a blob."""
    connection = site.driver
    connection.execute("CREATE TEMPORARY TABLE image (content BLOB)")
    connection.execute("INSERT INTO image VALUES (x'0102')")
    return connection


def open_blob(connection: Any) -> Any:
    """That blob."""
    return connection.blobopen("image", "content", 1, name="temp")


def blob(site: Site) -> Any:
    """That blob, opened before the lock."""
    return open_blob(with_blob(site))


def change_blob(blob: Any) -> None:
    """Change its first byte."""
    blob[0] = 7


CURSOR_ROUTES: Final = (
    Route("cursor.execute", CURSORS, lambda c: c.execute("SELECT 1"), cursor),
    Route("cursor.execute, a new one", CURSORS, lambda s: s.cursor().execute(QUERY)),
    Route("fetchone", ROWS, lambda c: c.fetchone(), executed),
    Route("fetchmany", ROWS, lambda c: c.fetchmany(2), executed),
    Route("fetchall", ROWS, lambda c: c.fetchall(), executed),
    Route("a cursor begun before", ROWS, list, begun),
    Route("the driver's commit", COMMANDS, lambda d: d.commit(), idle),
    Route("the driver's with", COMMANDS, within, idle),
)
POSTGRESQL_ROUTES: Final = (
    *CURSOR_ROUTES,
    Route("Connection.begin", STATEMENTS, lambda s: s.connection.begin(Xid(0, "", ""))),
    Route("Connection.recover", STATEMENTS, lambda s: s.connection.recover()),
    Route(
        "executemany",
        CURSORS,
        lambda c: c.executemany("SELECT %s", [(1,), (2,)]),
        cursor,
    ),
    Route("callproc", CURSORS, lambda c: c.callproc("now"), cursor),
    Route("copy_expert", CURSORS, copied_by_expert, cursor),
    Route("copy_from", CURSORS, copied_from, cursor),
    Route("copy_to", CURSORS, copied_to, cursor),
    Route(
        "a composed statement", CURSORS, lambda c: c.execute(SQL(QUERY)), driver_cursor
    ),
    Route(
        "a cursor of another class",
        CURSORS,
        lambda d: d.cursor(cursor_factory=DictCursor).execute(QUERY),
        driver,
    ),
    Route(
        "a cursor of the driver's class",
        CURSORS,
        lambda d: d.cursor(cursor_factory=extensions.cursor).execute(QUERY),
        driver,
    ),
    Route("a named cursor", CURSORS, lambda d: d.cursor("x").execute(QUERY), driver),
    Route("a named cursor's fetchone", ROWS, lambda c: c.fetchone(), named),
    Route("a named cursor's fetchall", ROWS, lambda c: c.fetchall(), named),
    Route("a named cursor's scroll", ROWS, lambda c: c.scroll(1), named),
    Route("a named cursor begun before", ROWS, list, begun_named),
    Route("a named cursor's close", ROWS, lambda c: c.close(), named),
    Route("a large object", BLOBS, lambda d: d.lobject(0, "w"), driver),
    Route("a large object's read", BLOBS, lambda o: o.read(), large_object),
    Route("a large object's write", BLOBS, lambda o: o.write(b"x"), large_object),
    Route("a large object's seek", BLOBS, lambda o: o.seek(1), large_object),
    Route("a large object's tell", BLOBS, lambda o: o.tell(), large_object),
    Route("a large object's truncate", BLOBS, lambda o: o.truncate(1), large_object),
    Route("a large object's close", BLOBS, lambda o: o.close(), large_object),
    Route("a large object's unlink", BLOBS, lambda o: o.unlink(), large_object),
    Route("reset", COMMANDS, lambda d: d.reset(), driver),
    Route("set_session", COMMANDS, lambda d: d.set_session(), idle),
    Route("set_isolation_level", COMMANDS, lambda d: d.set_isolation_level(1), driver),
    Route(
        "set_client_encoding", COMMANDS, lambda d: d.set_client_encoding("UTF8"), driver
    ),
    Route("readonly", COMMANDS, set_to("readonly", True), idle),
    Route("tpc_recover", COMMANDS, lambda d: d.tpc_recover(), driver),
)
SQLITE_ROUTES: Final = (
    *CURSOR_ROUTES,
    Route(
        "executemany",
        CURSORS,
        lambda c: c.executemany("DELETE FROM cve WHERE id = ?", [(1,), (2,)]),
        cursor,
    ),
    Route(
        "executescript",
        CURSORS,
        lambda c: c.executescript(QUERY),
        cursor,
        is_harmless=False,  # it commits behind Storm's back
    ),
    Route(
        "a cursor of the driver's class",
        CURSORS,
        lambda d: d.cursor(sqlite3.Cursor).execute(QUERY),
        driver,
    ),
    Route(
        "Connection.execute of the driver", CURSORS, lambda d: d.execute(QUERY), driver
    ),
    Route(
        "Connection.executescript of the driver",
        CURSORS,
        lambda d: d.executescript(QUERY),
        driver,
        is_harmless=False,  # it commits behind Storm's back
    ),
    Route("a compiled statement", COMMANDS, lambda d: d(QUERY), driver),
    Route("iterdump", COMMANDS, lambda d: list(d.iterdump()), driver),
    Route("iterdump begun before", COMMANDS, list, dumping),
    Route("backup", COMMANDS, lambda d: d.backup(sqlite3.connect(":memory:")), driver),
    Route("serialize", COMMANDS, lambda d: d.serialize(), driver),
    Route("isolation_level", COMMANDS, set_to("isolation_level", None), idle),
    Route("blobopen", BLOBS, open_blob, with_blob),
    Route("a blob's read", BLOBS, lambda b: b.read(), blob),
    Route("a blob's byte", BLOBS, lambda b: b[0], blob),
    Route("a blob's change", BLOBS, change_blob, blob),
    Route("a blob's seek", BLOBS, lambda b: b.seek(1), blob),
)
