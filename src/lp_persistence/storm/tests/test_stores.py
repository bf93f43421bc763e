"""URIs, and what a store is opened with."""

import subprocess
import sys
import unittest
from pathlib import Path
from tempfile import TemporaryDirectory

import transaction
from storm.database import create_database
from storm.databases.postgres import Postgres as TheirPostgres
from storm.databases.sqlite import SQLite as TheirSQLite
from storm.store import Store
from storm.uri import URI
from storm.zope.interfaces import IZStorm
from zope.component import getUtility

from lp_persistence.storm.internals import connection_of
from lp_persistence.storm.postgres import Postgres, PostgresDialect
from lp_persistence.storm.sqlite import SQLite
from lp_persistence.storm.stores import (
    Dialects,
    ZStormSource,
    store_uri,
    without_secrets,
)
from lp_persistence.testing.storm_layers import POSTGRESQL, SQLITE


class TestURIs(unittest.TestCase):
    def test_stores_are_named_by_schemes_of_our_own(self):
        """What others mean by theirs stays as it is."""
        self.assertEqual(store_uri("sqlite:a/b.db?x=y"), "lp-sqlite:a/b.db?x=y")
        self.assertEqual(store_uri("postgres://h/x"), "lp-postgres://h/x")
        self.assertEqual(store_uri("postgresql://h/x"), "lp-postgres://h/x")
        self.assertEqual(store_uri("lp-sqlite:x"), "lp-sqlite:x")
        self.assertEqual(store_uri("mine:x"), "mine:x")
        self.assertIs(type(create_database("sqlite:")), TheirSQLite)
        self.assertIs(type(create_database("postgres:x")), TheirPostgres)
        self.assertIs(type(create_database("lp-sqlite:")), SQLite)
        self.assertIs(type(create_database("lp-postgres:x")), Postgres)

    def test_messages_show_no_password(self):
        """Nor options, where one may stand as well."""
        for uri, shown in (
            (
                "lp-postgres://me:secret@host:5/db?password=x",
                "postgres://me:***@host:5/db",
            ),
            ("lp-postgres://me@host/db", "postgres://me@host/db"),
            ("lp-sqlite:var/x.db?timeout=1", "sqlite:var/x.db"),
        ):
            self.assertEqual(without_secrets(URI(uri)), shown)

    def test_nothing_of_postgresql_is_imported_before_it_is_used(self):
        """SQLite does without the driver."""
        code = (
            "import sys\n"
            "from storm.database import create_database\n"
            "from storm.store import Store\n"
            "import lp_persistence.storm.backend, lp_persistence.storm.zcml\n"
            "from lp_persistence.storm.internals import connection_of\n"
            "from lp_persistence.storm.stores import Dialects\n"
            "store = Store(create_database('lp-sqlite:'))\n"
            "print(type(Dialects().of(connection_of(store))).__name__)\n"
            "print([name for name in sys.modules if 'psycopg2' in name])\n"
        )
        done = subprocess.run(
            [sys.executable, "-c", code],
            capture_output=True,
            text=True,
            check=True,
            env={"PYTHONPATH": ":".join(sys.path)},
        )
        self.assertEqual(done.stdout, "SQLiteDialect\n[]\n")


class TestSQLite(unittest.TestCase):
    def setUp(self):
        folder = TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.path = Path(folder.name) / "x.db"

    def pragma(self, uri: str, name: str) -> object:
        store = Store(create_database(uri))
        self.addCleanup(store.close)
        (value,) = store.execute(f"PRAGMA {name}").get_one()
        return value

    def test_it_is_opened_with_what_a_site_needs(self):
        """Keys are checked, readers don't wait, and others are waited for."""
        uri = f"lp-sqlite:{self.path}"
        self.assertEqual(self.pragma(uri, "foreign_keys"), 1)
        self.assertEqual(self.pragma(uri, "journal_mode"), "wal")
        self.assertEqual(self.pragma(uri, "busy_timeout"), 10_000)

    def test_the_uri_may_say_otherwise(self):
        """As Storm's own."""
        self.assertEqual(
            self.pragma(f"lp-sqlite:{self.path}?timeout=3", "busy_timeout"), 3000
        )


class TestSource(unittest.TestCase):
    layer = SQLITE

    def test_a_uri_that_zstorm_knows_comes_first(self):
        """The application's configuration is the one in force."""
        zstorm = getUtility(IZStorm)
        source = ZStormSource("known", "lp-sqlite:/no/such/folder/x.db")
        zstorm.set_default_uri("known", "lp-sqlite:")
        store = source.store_for(None, None)
        self.addCleanup(store.close)
        self.addCleanup(zstorm.remove, store)
        self.addCleanup(transaction.abort)
        self.assertEqual(store.execute("SELECT 1").get_one(), (1,))
        self.assertEqual(list(source.opened()), [store])
        self.assertIn("(sqlite:)", source.name(None))

    def test_stores_of_others_are_not_its_own(self):
        """Only those of its name count as opened."""
        self.assertEqual(list(ZStormSource("nobody's").opened()), [])


class TestDialects(unittest.TestCase):
    layer = POSTGRESQL

    def test_an_applications_own_classes_are_asked_once(self):
        """How their database sorts."""
        store = Store(create_database(self.layer["uri"]))
        self.addCleanup(store.close)
        dialects = Dialects()
        dialect = dialects.of(connection_of(store))
        self.assertIsInstance(dialect, PostgresDialect)
        self.assertIs(dialects.of(connection_of(store)), dialect)
        ours = connection_of(self.layer["source"].store_for(None, None))
        self.assertEqual(dialects.of(ours), dialect)
