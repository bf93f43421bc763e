"""SQLite and PostgreSQL as the differential machine uses them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any, Final

import psycopg2
import transaction
from storm.zope.interfaces import IZStorm
from storm.zope.zstorm import ZStorm

from lp_persistence.interfaces import IBackend
from lp_persistence.sample.schema import create_schema
from lp_persistence.storm.backend import StormBackend
from lp_persistence.storm.interfaces import IStoreSource
from lp_persistence.storm.stores import ZStormSource, store_uri
from lp_persistence.testing.postgres import Server
from lp_persistence.testing.stores import Store, in_force
from lp_persistence.testing.wire import WireProxy

STORE = "machine"

#: Makes tables in an empty database, by a Storm store on it.
Create = Callable[[Any], None]


class StormStore:
    """Storm on one database, in which ``create`` makes the schema, given a
    Storm store.

    Has to be closed.
    """

    def __init__(self, uri: str, create: Create = create_schema):
        self._zstorm = ZStorm()
        self._source = ZStormSource(STORE, store_uri(uri))
        self._backend = StormBackend()
        with self.opened():
            create(self._source.store_for(None, None))
            transaction.commit()

    @contextmanager
    def opened(self) -> Iterator[IBackend]:
        """See ``Store.opened``."""
        with in_force(
            (IZStorm, self._zstorm),
            (IStoreSource, self._source),
            (IBackend, self._backend),
        ):
            yield self._backend

    def close(self) -> None:
        """Close the connection."""
        transaction.abort()
        for _, store in list(self._zstorm.iterstores()):
            self._zstorm.remove(store)
            store.close()


@contextmanager
def sqlite_store(path: str = "", create: Create = create_schema) -> Iterator[Store]:
    """Storm on a new SQLite file, or in the memory of SQLite."""
    store = StormStore(f"sqlite:{path}", create)
    try:
        yield Store("sqlite", store.opened, SQLITE_SOURCE)
    finally:
        store.close()


@contextmanager
def postgres_store(server: Server, create: Create = create_schema) -> Iterator[Store]:
    """Storm on a new database of a server, listened to on the wire.

    Where the server can, the database sorts texts as people do: nothing that
    the layer promises may come from a collation.
    """
    with WireProxy(server.host, server.port) as proxy:
        try:
            database = _create_with_a_language(server)
        except psycopg2.Error:
            database = server.create_database()
        store = StormStore(proxy.uri(database), create)

        def witness() -> AbstractContextManager[object]:
            return proxy.record()

        try:
            yield Store("postgres", store.opened, POSTGRES_SOURCE, witness)
        finally:
            store.close()
            server.drop_database(database)


def _create_with_a_language(server: Server) -> str:
    """A database with a collation of ICU; psycopg2.Error where there is none."""
    connection = psycopg2.connect(server.uri())
    try:
        # Databases are not made within a transaction.
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(
                "CREATE DATABASE machine TEMPLATE template0 "
                "LOCALE_PROVIDER icu ICU_LOCALE 'en-US'"
            )
    finally:
        connection.close()
    return server.uri("machine")


SQLITE_SOURCE: Final = (
    "from tempfile import mkdtemp",
    "from lp_persistence.testing.storm_stores import StormStore",
    "xmlconfig.file('storm.zcml', lp_persistence)",
    "store = StormStore(f'sqlite:{mkdtemp()}/machine.db')",
    "opened = store.opened()",
    "backend = opened.__enter__()",
)
POSTGRES_SOURCE: Final = (
    "from lp_persistence.testing.postgres import Server",
    "from lp_persistence.testing.storm_stores import StormStore",
    "xmlconfig.file('storm.zcml', lp_persistence)",
    "server = Server()",
    "server.start()",
    "store = StormStore(server.create_database())",
    "opened = store.opened()",
    "backend = opened.__enter__()",
)
