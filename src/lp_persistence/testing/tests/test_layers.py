"""The layers: a world of its own for each test, and nothing else in reach."""

import socket
import sqlite3
import subprocess
import sys
import unittest

from plone.testing import zca
from zope.component import getGlobalSiteManager, queryUtility
from zope.interface import Interface

from lp_persistence import Context
from lp_persistence.interfaces import IBackend
from lp_persistence.people.interfaces import IPerson, IPersons
from lp_persistence.testing.factory import Factory
from lp_persistence.testing.guard import GUARD, Refused
from lp_persistence.testing.layers import MEMORY, MemoryLayer


class TestMemoryLayer(unittest.TestCase):
    layer = MEMORY

    def make_person(self) -> None:
        Factory(self.layer["backend"]).make(IPerson, name="anna")
        context = Context()
        people = IPersons(context).all()
        context.realise()
        self.assertEqual(["anna"], [person.name for person in people])

    def test_a_world_of_its_own(self) -> None:
        """What one test makes is not there for another (see the next)."""
        self.make_person()

    def test_another_world_of_its_own(self) -> None:
        """The same name can be made again: the other test's world is gone."""
        self.make_person()

    def test_the_backend_is_registered(self) -> None:
        """The layer's backend is the one that contexts ask."""
        self.assertIs(self.layer["backend"], queryUtility(IBackend))

    def test_networks_are_refused(self) -> None:
        """A socket can't be connected, and the error says what to do."""
        message = "put it on a layer with a database"
        with socket.socket() as one, self.assertRaisesRegex(Refused, message):
            one.connect(("127.0.0.1", 9))

    def test_databases_are_refused(self) -> None:
        """A file of SQLite can't be opened, nor a database in memory."""
        with self.assertRaisesRegex(Refused, "sqlite3.connect"):
            sqlite3.connect(":memory:")


class TestGuard(unittest.TestCase):
    def test_only_while_it_is_up(self) -> None:
        """Nothing is refused before and after."""
        sqlite3.connect(":memory:").close()
        with GUARD, self.assertRaises(Refused):
            sqlite3.connect(":memory:")
        sqlite3.connect(":memory:").close()

    def test_guards_nest(self) -> None:
        """It is down when the outermost is."""
        with GUARD:
            with GUARD:
                pass
            with self.assertRaises(Refused):
                sqlite3.connect(":memory:")


class IApplication(Interface):
    """Something that an application registered."""


class TestStacking(unittest.TestCase):
    def set_up_application(self) -> object:
        zca.pushGlobalRegistry()
        self.addCleanup(zca.popGlobalRegistry)
        application = object()
        getGlobalSiteManager().registerUtility(application, IApplication)
        return application

    def test_an_applications_registrations_stay(self) -> None:
        """They are in force below the layer, and after it."""
        application = self.set_up_application()
        layer = MemoryLayer(name="over an application")
        layer.setUp()
        layer.testSetUp()
        self.assertIs(application, queryUtility(IApplication))
        layer.testTearDown()
        self.assertIsNone(queryUtility(IBackend))
        layer.tearDown()
        self.assertIs(application, queryUtility(IApplication))

    def test_over_zcml_that_has_the_entities(self) -> None:
        """filename=None brings a backend alone."""
        below = MemoryLayer(name="below")
        below.setUp()
        self.addCleanup(below.tearDown)
        layer = MemoryLayer((below,), name="above", filename=None)
        layer.setUp()
        layer.testSetUp()
        Factory(layer["backend"]).make(IPerson)
        layer.testTearDown()
        layer.tearDown()


class TestImports(unittest.TestCase):
    def test_memory_imports_no_driver(self) -> None:
        """Nor the rooms that need one: a test in memory can't reach for it."""
        program = (
            "import sys; from lp_persistence.testing.layers import MEMORY; "
            "MEMORY.setUp(); MEMORY.testSetUp(); "
            "print([name for name in ('psycopg2', 'storm', 'lp_persistence.storm')"
            " if name in sys.modules])"
        )
        found = subprocess.run(
            [sys.executable, "-c", program],
            capture_output=True,
            text=True,
            check=True,
            env={"PYTHONPATH": ":".join(sys.path)},
        )
        self.assertEqual("[]", found.stdout.strip())
