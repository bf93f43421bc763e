"""What the lock costs, in calls of Python functions."""

import gc
import unittest
from collections import Counter
from collections.abc import Sequence
from typing import Any

import transaction
from storm.database import create_database
from storm.locals import Store
from storm.tracer import get_tracers, remove_all_tracers

from lp_persistence.bugs.interfaces import IBug, IBugs
from lp_persistence.context import Context
from lp_persistence.fields import Permitted, WayBack
from lp_persistence.model import get_model
from lp_persistence.people.interfaces import IPerson
from lp_persistence.storm.internals import connection_of
from lp_persistence.testing.calls import calls_of
from lp_persistence.testing.storm_layers import POSTGRESQL, SQLITE
from lp_persistence.testing.tracker_factory import TrackerFactory


def needs_of(interface: Any) -> list[str]:
    """What may be asked of a group of such entities."""
    return [
        name
        for name, field in get_model().type_of(interface).fields.items()
        if not isinstance(field, (Permitted, WayBack))
    ]


class CostMixin:
    layer: Any
    driver: str

    def statement(self: Any, uri: str) -> Counter[str]:
        """The calls of a statement of Storm's, with its rows."""
        store = Store(create_database(uri))
        self.addCleanup(store.close)
        connection = connection_of(store)
        connection.execute("SELECT 1").get_all()  # begins
        calls = calls_of(lambda: connection.execute("SELECT 1").get_all())
        return Counter(calls)

    def test_a_statement_pays_one_call(self: Any) -> None:
        """Where its cursor is made; fetching its rows pays none."""
        tracers = get_tracers()
        remove_all_tracers()
        self.addCleanup(get_tracers().extend, tracers)
        theirs = self.statement(self.layer["uri"])
        ours = self.statement(f"lp-{self.layer['uri']}")
        self.assertEqual(
            list((ours - theirs).elements()),
            [f"lp_persistence.storm.{self.driver}.LockedConnection.cursor"],
        )
        self.assertEqual(theirs - ours, Counter())

    def test_more_needs_cost_the_lock_nothing(self: Any) -> None:
        """It knows of connections, and not of what a page asks."""
        factory = TrackerFactory(self.layer["backend"])
        factory.task(bug=factory.bug())
        factory.done()
        transaction.commit()
        bugs, persons = map(needs_of, (IBug, IPerson))
        self.assertGreater(len(bugs) + len(persons), 21)
        few, many = (bugs[:1], ()), (bugs, persons)
        self.assertEqual(self.taking_the_lock(*few), self.taking_the_lock(*many))

    def taking_the_lock(
        self: Any, of_bugs: Sequence[str], of_persons: Sequence[str]
    ) -> list[str]:
        """The calls that locking and unlocking takes, after a page was read."""
        context = Context()
        bugs = IBugs(context).all().need(*of_bugs)
        bugs.get_reporters().need(*of_persons)
        context.realise()
        token, backend = object(), self.layer["backend"]

        def lock() -> None:
            backend.refuse(token)
            backend.allow(token)

        lock()  # makes the classes
        # Connections that other tests left would be locked too, while they last.
        gc.collect()
        calls = calls_of(lock)
        transaction.abort()
        return calls


class TestSQLite(CostMixin, unittest.TestCase):
    layer, driver = SQLITE, "sqlite_driver"


class TestPostgreSQL(CostMixin, unittest.TestCase):
    layer, driver = POSTGRESQL, "postgres_driver"
