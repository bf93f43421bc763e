"""Layers for tests on Storm's stores: SQLite, and a PostgreSQL of their own.

Each test has an empty database with the whole schema, copied from one that
the layer makes once. The server of the PostgreSQL layer is started in a
temporary folder; where there is none to start, the layer fails and says so.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, ClassVar

import transaction
from storm.zope.interfaces import IZStorm
from zope.component import getGlobalSiteManager, getUtility

from lp_persistence.sample.schema import create_schema
from lp_persistence.storm.backend import StormBackend
from lp_persistence.storm.interfaces import IStoreSource
from lp_persistence.storm.stores import ZStormSource, store_uri
from lp_persistence.testing.layers import RegistryLayer
from lp_persistence.testing.postgres import Server

#: The name of a test's store in ZStorm.
STORE = "lp_persistence-test"


class StormLayer(RegistryLayer):
    """What both have in common; ``self['uri']`` is a test's database."""

    def setUp(self) -> None:
        super().setUp()
        zstorm = getUtility(IZStorm)
        getGlobalSiteManager().registerUtility(zstorm, IZStorm)

    def open(self, uri: str) -> None:
        """Have one test's entities kept in a database."""
        self["uri"] = uri
        self["source"] = source = ZStormSource(STORE, store_uri(uri))
        getGlobalSiteManager().registerUtility(source, IStoreSource)
        self.keep_in(StormBackend())

    def close(self) -> None:
        """Close the stores of the test."""
        transaction.abort()
        zstorm = getUtility(IZStorm)
        for store in list(self["source"].opened()):
            zstorm.remove(store)
            store.close()

    def create(self, store: Any) -> None:
        """Make the schema in an empty database, by a Storm store on it."""
        create_schema(store)

    def make_template(self, uri: str) -> None:
        """Make the schema in an empty database."""
        self.open(uri)
        store = self["source"].store_for(None, None)
        self.create(store)
        transaction.commit()
        self.close()


class SQLiteLayer(StormLayer):
    """A file of its own for each test."""

    def setUp(self) -> None:
        super().setUp()
        self._folder = TemporaryDirectory(prefix="lp_persistence-")
        self._template = Path(self._folder.name) / "template.db"
        self.make_template(f"sqlite:{self._template}")

    def tearDown(self) -> None:
        self._folder.cleanup()
        super().tearDown()

    def testSetUp(self) -> None:
        super().testSetUp()
        path = Path(self._folder.name) / "test.db"
        shutil.copy(self._template, path)
        self.open(f"sqlite:{path}")

    def testTearDown(self) -> None:
        self.close()
        for path in Path(self._folder.name).glob("test.db*"):
            path.unlink()
        super().testTearDown()


class PostgreSQLLayer(StormLayer):
    """A database of its own for each test, on a server of the layer's own.

    ``self['server']`` is the ``testing.postgres.Server``, with these ``settings``
    beside its own.
    """

    settings: ClassVar[Mapping[str, str]] = {}

    def setUp(self) -> None:
        super().setUp()
        self["server"] = server = Server(self.settings)
        server.start()
        self._template = server.create_database("lp_template")
        self.make_template(self._template)

    def tearDown(self) -> None:
        self["server"].stop()
        super().tearDown()

    def testSetUp(self) -> None:
        super().testSetUp()
        self.open(self["server"].create_database(template=self._template))

    def testTearDown(self) -> None:
        self.close()
        self["server"].drop_database(self["uri"])
        super().testTearDown()


#: The tracker's entities in SQLite, and in PostgreSQL.
SQLITE = SQLiteLayer(name="SQLITE", filename="stored.zcml")
POSTGRESQL = PostgreSQLLayer(name="POSTGRESQL", filename="stored.zcml")
