"""What the lock says of an application's own Storm classes."""

import unittest
from typing import Any

import transaction
from storm.locals import Int, Storm

from lp_persistence.bugs.interfaces import IBugs
from lp_persistence.context import Context
from lp_persistence.errors import DatabaseLocked
from lp_persistence.publication.lock import locked
from lp_persistence.publication.modes import Token
from lp_persistence.storm.lazy import what_to_declare
from lp_persistence.testing.routes import Bug, Person, Reporter
from lp_persistence.testing.storm_layers import SQLITE
from lp_persistence.testing.tracker_factory import TrackerFactory
from lp_persistence.tests.test_place import line

WHILE = "The store was asked for something while BugPage (/bugs/1) was rendered: "


class Image(Storm):
    """On a table that no records know."""

    __storm_table__ = "image"

    id = Int(primary=True)


class TestLazy(unittest.TestCase):
    layer = SQLITE
    maxDiff = None

    def setUp(self) -> None:
        factory = TrackerFactory(self.layer["backend"])
        self.person = factory.person()
        self.bug = factory.bug(reporter=self.person)
        factory.done()
        transaction.commit()
        self.store = self.layer["source"].store_for(None, None)

    def refused(self, read: Any) -> DatabaseLocked:
        with locked(Token("BugPage (/bugs/1)")), self.assertRaises(DatabaseLocked) as c:
            read()
        return c.exception

    def test_a_reference(self):
        """The attribute of the members of the group, and the call."""
        bug = self.store.get(Bug, self.bug)
        error = self.refused(lambda: bug.owner)
        here = line(-1)
        self.assertEqual(
            str(error),
            f"{WHILE}SELECT person.displayname, person.id, person.name FROM person "
            f"WHERE person.id = ? LIMIT 1. It was read at {here}. Bug.owner is what "
            f"members of IBugs read after .get_reporters(): declare that before "
            f"context.realise() runs.",
        )

    def test_an_attribute(self):
        """Of an object that has to be read again."""
        bug = self.store.get(Bug, self.bug)
        self.store.invalidate(bug)
        error = self.refused(lambda: bug.title)
        self.assertEqual(
            error.declare,
            "Bug.title is what members of IBugs read: declare them before "
            "context.realise() runs.",
        )

    def test_a_set(self):
        """The group that holds the same."""
        person = self.store.get(Reporter, self.person)
        error = self.refused(lambda: list(person.bugs))
        self.assertEqual(
            error.declare,
            "What it asks for is what IBugs(context).filter(reporter=…) holds: declare "
            "that before context.realise() runs.",
        )

    def test_a_statement(self):
        """The groups that its tables keep."""
        error = self.refused(lambda: self.store.find((Bug, Person)).count())
        self.assertEqual(
            error.declare,
            "What it asks for is what IBugs(context), IPersons(context) can hold: "
            "declare it before context.realise() runs.",
        )

    def test_what_no_records_know(self):
        """There is nothing to be named."""
        for statement in ("SELECT 1 FROM image", "SELECT 1"):
            error = self.refused(lambda text=statement: self.store.execute(text))
            self.assertIsNone(error.declare)
        self.assertIsNone(self.refused(self.store.find(Image).count).declare)
        self.assertIn("Declare what is shown before", str(error))

    def test_a_context_that_is_realised_late(self):
        """What it asks for was declared; only too late."""
        context = Context()
        IBugs(context).of([self.bug])
        self.assertIsNone(self.refused(context.realise).declare)


class TestWithoutEntities(unittest.TestCase):
    def test_nothing_is_named(self):
        """Of an application that has none (yet)."""
        self.assertIsNone(what_to_declare("SELECT 1 FROM person"))
