"""What an application that starts is told of its lock."""

import sys
import unittest
from types import ModuleType
from typing import Any
from unittest import mock

import transaction
from storm.zope.interfaces import IZStorm
from zope.component import getGlobalSiteManager, getUtility
from zope.configuration import xmlconfig
from zope.event import notify
from zope.interface import Interface, implementer

import lp_persistence.storm
import lp_persistence.storm.tests.test_coverage  # registers its schemes
from lp_persistence.storm.interfaces import IStoreSource
from lp_persistence.storm.selftest import lock_problems, warn_of_open_stores
from lp_persistence.storm.stores import ZStormSource
from lp_persistence.testing.storm_layers import POSTGRESQL, SQLITE

FOREIGN = (
    "The store 'foreign' (foreign-sqlite:) is not held by the lock while pages are "
    "rendered: cursors of the driver, rows of statements sent before, large objects "
    "and blobs, commands of the driver's connection, connections made meanwhile, "
    "stores that the source doesn't know, the name of the view in what is raised. "
    "Mix LockablePostgres (lp_persistence.storm.postgres_driver) or LockableSQLite "
    "(lp_persistence.storm.sqlite_driver) into "
    "lp_persistence.storm.tests.test_coverage.Database, at the left."
)


class OursMixin:
    def test_a_store_of_ours_is_held(self: Any) -> None:
        """There is nothing to tell."""
        self.assertEqual(lock_problems(), [])
        with self.assertNoLogs("lp_persistence.lock"):
            warn_of_open_stores()


class TestSQLite(OursMixin, unittest.TestCase):
    layer = SQLITE


class TestPostgreSQL(OursMixin, unittest.TestCase):
    layer = POSTGRESQL


class TestForeign(unittest.TestCase):
    layer = SQLITE

    def setUp(self) -> None:
        source = ZStormSource("foreign", "foreign-sqlite:")
        getGlobalSiteManager().registerUtility(source, IStoreSource)
        self.addCleanup(self.close, source)

    def close(self, source: ZStormSource) -> None:
        transaction.abort()
        for store in list(source.opened()):
            getUtility(IZStorm).remove(store)
            store.close()

    def test_a_store_without_our_mixin_is_named_once(self):
        """With what is left open, and how to close it."""
        self.assertEqual(lock_problems(), [FOREIGN])

    def test_it_is_told_when_the_application_starts(self):
        """By the event of zope.processlifetime, where that is installed."""

        class IProcessStarting(Interface):
            pass

        @implementer(IProcessStarting)
        class Starting:
            pass

        module = ModuleType("zope.processlifetime")
        module.IProcessStarting = IProcessStarting
        with mock.patch.dict(sys.modules, {"zope.processlifetime": module}):
            xmlconfig.file("configure.zcml", lp_persistence.storm)
        with self.assertLogs("lp_persistence.lock", "WARNING") as logs:
            notify(Starting())
        self.assertEqual([record.getMessage() for record in logs.records], [FOREIGN])
