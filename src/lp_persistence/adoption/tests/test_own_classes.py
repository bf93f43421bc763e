"""Records against an application's own Storm classes, as they are."""

import unittest

from lp_persistence.adoption.tests import library
from lp_persistence.adoption.tests.library.model import create_schema
from lp_persistence.testing.contract import Contract
from lp_persistence.testing.layers import RegistryLayer
from lp_persistence.testing.postgres import Server
from lp_persistence.testing.stores import memory_store
from lp_persistence.testing.storm_stores import postgres_store, sqlite_store


class LibraryLayer(RegistryLayer):
    """The library's entities, and a PostgreSQL for its tables."""

    def setUp(self) -> None:
        super().setUp()
        self["server"] = Server()
        self["server"].start()

    def tearDown(self) -> None:
        self["server"].stop()
        super().tearDown()


LIBRARY = LibraryLayer(None, "ADOPTED_LIBRARY", "configure.zcml", library)


class TestLibrary(Contract, unittest.TestCase):
    """Enumerations as items, dates with a time zone, a key of two columns, aliases,
    references by name: what is read of them is what the entities' code says."""

    layer = LIBRARY

    def stores(self):
        databases = (
            sqlite_store(create=create_schema),
            postgres_store(self.layer["server"], create=create_schema),
        )
        return [memory_store(), *map(self.enterContext, databases)]
