"""What the lock leaves open where a class of databases has no mixin of ours."""

import unittest
from typing import Any

from storm.database import STATE_RECONNECT, create_database, register_scheme
from storm.databases.postgres import Postgres, PostgresConnection
from storm.databases.sqlite import SQLite, SQLiteConnection
from storm.exceptions import ConnectionBlockedError
from storm.store import Store

from lp_persistence.errors import DatabaseLocked
from lp_persistence.publication.lock import locked
from lp_persistence.publication.modes import Token
from lp_persistence.storm.internals import connection_of
from lp_persistence.storm.lock import NAMES, OPEN, coverage
from lp_persistence.storm.postgres_driver import LockablePostgres
from lp_persistence.storm.sqlite_driver import LockableSQLite
from lp_persistence.storm.tests.test_routes import ByTheLock
from lp_persistence.testing.driver_routes import POSTGRESQL_ROUTES, SQLITE_ROUTES
from lp_persistence.testing.routes import PostgreSQLRouteCases, SQLiteRouteCases
from lp_persistence.testing.storm_layers import POSTGRESQL, SQLITE
from lp_persistence.testing.storm_routes import STORM_ROUTES


class Connection(SQLiteConnection):
    """An application's own connections."""


class Database(SQLite):
    """An application's own databases."""

    connection_factory = Connection


class LockedDatabase(LockableSQLite, Database):
    """The same, with our mixin."""


register_scheme("foreign-postgres", Postgres)
register_scheme("foreign-sqlite", Database)
register_scheme("mixed-sqlite", LockedDatabase)


class CoverageCases:
    def test_what_is_left_open_is_told(self: Any) -> None:
        """``coverage`` names the kinds of routes that go on, and no other."""
        for route in self.routes:
            if not route.is_harmless:
                continue
            with self.subTest(route.name), self.site() as (site, count):
                ready = route.ready(site)
                raised, sent = self.taken(route, ready, count)
                refused = isinstance(raised, (DatabaseLocked, ConnectionBlockedError))
                is_open = bool(sent) or not refused
                self.assertEqual(is_open, route.kind in self.open)
                self.assertEqual(coverage(site.store), self.open)

    def store_uri(self: Any, uri: str) -> str:
        return f"{self.scheme}{uri}"


class TestForeignPostgreSQL(
    CoverageCases, ByTheLock, PostgreSQLRouteCases, unittest.TestCase
):
    layer, scheme, open = POSTGRESQL, "foreign-", (*OPEN, NAMES)
    routes = (*STORM_ROUTES, *POSTGRESQL_ROUTES)


class TestForeignSQLite(CoverageCases, ByTheLock, SQLiteRouteCases, unittest.TestCase):
    layer, scheme, open = SQLITE, "foreign-", (*OPEN, NAMES)
    routes = (*STORM_ROUTES, *SQLITE_ROUTES)


class TestMixins(unittest.TestCase):
    def store(self, uri: str) -> Store:
        store = Store(create_database(uri))
        self.addCleanup(store.close)
        return store

    def test_a_class_with_our_mixin_is_held_whole(self):
        """Its own class of connections is kept."""
        store = self.store("mixed-sqlite:")
        self.assertEqual(coverage(store), ())
        self.assertIsInstance(connection_of(store), Connection)
        self.assertEqual(type(connection_of(store)).__name__, "Connection")

    def test_connections_of_a_lost_database_are_made_again(self):
        """Else there is nothing to be looked at."""
        store = self.store("mixed-sqlite:")
        connection_of(store)._raw_connection = None
        connection_of(store)._state = STATE_RECONNECT
        self.assertEqual(coverage(store), ())


class OwnConnection(PostgresConnection):
    """An application's own connections to PostgreSQL."""


class OwnPostgres(Postgres):
    """An application's own class, which sets up what it opens."""

    connection_factory = OwnConnection

    def raw_connect(self) -> Any:
        connection = super().raw_connect()
        cursor = connection.cursor()
        cursor.execute("SET search_path TO public")
        connection.commit()
        return connection


class LockedPostgres(LockablePostgres, OwnPostgres):
    """The same, with our mixin."""


register_scheme("own-postgres", LockedPostgres)


class TestMixinOnPostgreSQL(unittest.TestCase):
    layer = POSTGRESQL

    def test_an_applications_own_class_is_held_whole(self):
        """What it does when it connects stays as it is."""
        store = Store(create_database(f"own-{self.layer['uri']}"))
        self.addCleanup(store.close)
        self.assertIsInstance(connection_of(store), OwnConnection)
        self.assertEqual(coverage(store), ())
        path = store.execute("SHOW search_path").get_one()
        self.assertEqual(path, ("public",))
        with locked(Token("the page")), self.assertRaises(DatabaseLocked):
            store.execute("SHOW search_path")
