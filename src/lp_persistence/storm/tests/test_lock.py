"""The lock: who holds it is named, and it is free when the last is gone."""

import unittest
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import Event, Thread
from typing import Any

import transaction
from storm.database import create_database
from storm.exceptions import ConnectionBlockedError
from storm.expr import Select
from storm.store import Store
from storm.tracer import get_tracers, install_tracer, remove_tracer
from zope.component import getGlobalSiteManager

from lp_persistence.errors import DatabaseLocked, NotAllowed
from lp_persistence.people.interfaces import IPerson
from lp_persistence.people.tables import Person
from lp_persistence.steps import Values
from lp_persistence.storm.internals import connection_of, driver_connection
from lp_persistence.storm.lock import LOCK, TRACER
from lp_persistence.storm.stores import ZStormSource, store_uri
from lp_persistence.storm.tests.cases import all_names
from lp_persistence.testing.storm_layers import POSTGRESQL, SQLITE
from lp_persistence.testing.wire import WireProxy


@dataclass(eq=False)
class Token:
    view: str | None = None
    tolerates: Callable[[DatabaseLocked], bool] | None = None


class LockMixin:
    layer: Any

    def setUp(self: Any) -> None:
        self.addCleanup(LOCK.clear)
        self.backend = self.layer["backend"]
        self.store = self.layer["source"].store_for(None, None)
        self.token = Token("the page of bugs")

    def test_a_statement_is_refused_with_the_view_that_holds_the_lock(self: Any):
        """The application's and ours, text and expressions."""
        self.backend.refuse(self.token)
        with self.assertRaises(DatabaseLocked) as caught:
            self.store.execute("SELECT 1")
        self.assertEqual(caught.exception.statement, "SELECT 1")
        self.assertEqual(caught.exception.view, "the page of bugs")
        with self.assertRaisesRegex(DatabaseLocked, "SELECT person.name FROM person"):
            self.store.execute(Select(Person.name))
        for call in (
            lambda: self.store.find(Person).count(),
            lambda: self.backend.snapshot(None).run(all_names(), Values(), ()),
            lambda: self.backend.load(IPerson, []),
            lambda: list(self.backend.dump(IPerson)),
            self.backend.finish_load,
        ):
            with self.assertRaises(DatabaseLocked):
                call()

    def test_the_last_token_frees_it(self: Any):
        """Tokens count, the same one too; another can't be taken back."""
        other = Token()
        self.backend.refuse(self.token)
        self.backend.refuse(other)
        self.backend.refuse(other)
        for token in (other, self.token):
            self.backend.allow(token)
            with self.assertRaises(DatabaseLocked) as caught:
                self.store.execute("SELECT 1")
        self.assertIsNone(caught.exception.view)
        self.backend.allow(other)
        self.assertEqual(self.store.execute("SELECT 1").get_one(), (1,))
        with self.assertRaisesRegex(NotAllowed, "was not refused with"):
            self.backend.allow(other)

    def test_a_commit_is_refused_and_a_rollback_is_not(self: Any):
        """Nothing may be written while a page is rendered."""
        self.store.execute("SELECT 1")
        self.backend.refuse(self.token)
        with self.assertRaisesRegex(DatabaseLocked, "COMMIT"):
            self.store.commit()
        self.store.rollback()
        transaction.abort()
        self.backend.allow(self.token)
        self.store.execute("SELECT 1")
        self.store.commit()

    def test_it_holds_for_the_connection_whatever_thread_uses_it(self: Any):
        """Another thread can't read for the page either."""
        self.backend.refuse(self.token)
        connection, raised = connection_of(self.store), []

        def use() -> None:
            try:
                connection.execute("SELECT 1")
            except DatabaseLocked as error:
                raised.append(error)

        thread = Thread(target=use)
        thread.start()
        thread.join()
        self.assertEqual(len(raised), 1)

    def test_a_store_opened_meanwhile_is_locked_as_well(self: Any):
        """By the thread that renders."""
        self.backend.refuse(self.token)
        source = ZStormSource("another", store_uri("sqlite:"))
        getGlobalSiteManager().registerUtility(source)
        with self.assertRaises(DatabaseLocked):
            source.store_for(None, None).execute("SELECT 1")
        self.backend.allow(self.token)
        source.store_for(None, None).execute("SELECT 1")

    def test_what_goes_past_storm_is_refused_by_the_driver(self: Any):
        """Whatever Storm's own block says."""
        connection = connection_of(self.store)
        cursor = driver_connection(connection).cursor()
        self.backend.refuse(self.token)
        connection.unblock_access()
        for execute in (connection.raw_execute, cursor.execute):
            with self.assertRaises(DatabaseLocked):
                execute("SELECT 1")
        self.backend.allow(self.token)
        cursor.execute("SELECT 1")
        self.assertEqual(cursor.fetchall(), [(1,)])

    def test_a_locked_connection_looks_as_ever(self: Any):
        """To ``isinstance`` and to who prints it."""
        connection = connection_of(self.store)
        before = type(connection)
        self.backend.refuse(self.token)
        self.assertIsInstance(connection, before)
        self.assertEqual(type(connection).__name__, before.__name__)
        self.backend.allow(self.token)
        self.assertIs(type(connection), before)

    def test_what_a_token_tolerates_goes_on(self: Any):
        """It is told of each access, once; another token may still refuse."""
        told: list[DatabaseLocked] = []

        def tolerates(error: DatabaseLocked) -> bool:
            told.append(error)
            return True

        mild = Token("the page of persons", tolerates)
        self.backend.refuse(mild)
        self.assertEqual(self.store.execute("SELECT 1").get_one(), (1,))
        self.assertEqual([error.statement for error in told], ["SELECT 1"])
        self.assertEqual(told[0].view, "the page of persons")
        self.backend.refuse(self.token)
        with self.assertRaisesRegex(DatabaseLocked, "the page of bugs"):
            self.store.execute("SELECT 1")
        self.backend.allow(self.token)
        self.assertEqual(self.store.execute("SELECT 1").get_one(), (1,))

    def test_rows_of_what_was_tolerated_are_not_told_of(self: Any):
        """Of the driver's cursors; rows of a statement sent before are, once."""
        told: list[str] = []

        def tolerates(error: DatabaseLocked) -> bool:
            told.append(error.statement)
            return True

        driver = driver_connection(connection_of(self.store))
        before = driver.cursor()
        before.execute("SELECT 1 UNION ALL SELECT 2")
        self.backend.refuse(Token("the page of persons", tolerates))
        cursor = driver.cursor()
        cursor.execute("SELECT 3")
        self.assertEqual(cursor.fetchall(), [(3,)])
        self.assertEqual(told, ["SELECT 3"])
        self.assertEqual(before.fetchone(), (1,))
        self.assertEqual(before.fetchone(), (2,))
        self.assertEqual(len(told), 2)
        self.assertRegex(told[1], "^rows of ")

    def test_an_applications_tracers_see_what_is_read(self: Any):
        """Timeouts and timelines hang on these."""

        class Tracer:
            seen: list[str] = []

            def connection_raw_execute(self, connection, cursor, statement, params):
                self.seen.append(statement)

        tracer = Tracer()
        install_tracer(tracer)
        self.addCleanup(remove_tracer, tracer)
        self.backend.snapshot(None).run(all_names(), Values(), ())
        self.assertEqual(len([s for s in tracer.seen if "person.name" in s]), 1)


class TestSQLite(LockMixin, unittest.TestCase):
    layer = SQLITE


class TestThreads(unittest.TestCase):
    """Several with one token, as those that serve one request."""

    def setUp(self) -> None:
        self.addCleanup(LOCK.clear)
        self.token = Token("the page of bugs")
        self.first, self.second = self.worker(), self.worker()

    def worker(self) -> ThreadPoolExecutor:
        worker = ThreadPoolExecutor(1)
        self.addCleanup(worker.shutdown)
        return worker

    def held(self, worker: ThreadPoolExecutor) -> Store:
        """A store of the worker's, which it has locked."""

        def hold() -> Store:
            store = Store(create_database(store_uri("sqlite:")))
            LOCK.refuse(self.token, [connection_of(store)])
            return store

        return worker.submit(hold).result()

    def reads(self, worker: ThreadPoolExecutor, store: Store) -> bool:
        try:
            worker.submit(store.execute, "SELECT 1").result()
        except DatabaseLocked:
            return False
        return True

    def test_each_takes_back_its_own_hold(self):
        """In whatever order they end."""
        first, second = self.held(self.first), self.held(self.second)
        self.first.submit(LOCK.allow, self.token).result()
        self.assertTrue(self.reads(self.first, first))
        self.assertFalse(self.reads(self.second, second))
        self.assertEqual([(self.token,)], list(LOCK.threads.values()))
        self.second.submit(LOCK.allow, self.token).result()
        self.assertTrue(self.reads(self.second, second))

    def test_a_thread_without_a_hold_takes_back_the_last(self):
        """As a body is closed where the server likes."""
        first, second = self.held(self.first), self.held(self.second)
        LOCK.allow(self.token)
        self.assertFalse(self.reads(self.first, first))
        self.assertTrue(self.reads(self.second, second))
        LOCK.allow(self.token)
        self.assertTrue(self.reads(self.first, first))


class TestForeignConnections(unittest.TestCase):
    """Of classes without our mixins."""

    def setUp(self) -> None:
        self.addCleanup(LOCK.clear)
        self.store = Store(create_database("sqlite:"))
        self.connection = connection_of(self.store)
        self.token = Token("the page of bugs")

    def test_they_are_blocked_by_storm(self):
        """Which does not know the view."""
        LOCK.refuse(self.token, [self.connection])
        LOCK.refuse(self.token, [self.connection])
        LOCK.allow(self.token)
        with self.assertRaises(ConnectionBlockedError):
            self.store.execute("SELECT 1")
        LOCK.allow(self.token)
        self.assertEqual(self.store.execute("SELECT 1").get_one(), (1,))

    def test_an_applications_own_block_outlives_the_lock(self):
        """It may have reasons of its own."""
        self.connection.block_access()
        LOCK.refuse(self.token, [self.connection])
        LOCK.allow(self.token)
        with self.assertRaises(ConnectionBlockedError):
            self.store.execute("SELECT 1")

    def test_what_goes_past_the_block_is_refused_by_a_tracer(self):
        """All but a rollback."""
        self.store.execute("SELECT 1")
        LOCK.refuse(self.token, [self.connection])
        self.assertIn(TRACER, get_tracers())
        with self.assertRaisesRegex(DatabaseLocked, "the page of bugs"):
            self.connection.raw_execute("SELECT 1")
        self.store.rollback()
        LOCK.allow(self.token)
        self.connection.raw_execute("SELECT 1")


class TestPostgreSQL(LockMixin, unittest.TestCase):
    layer = POSTGRESQL

    def test_another_threads_connection_is_refused_to_a_locked_thread(self):
        """It is that one's own, and goes on there."""
        store = []
        opened, over = Event(), Event()

        def other() -> None:
            store.append(Store(create_database(f"lp-{self.layer['uri']}")))
            opened.set()
            over.wait(60)
            self.assertEqual(store[0].execute("SELECT 1").get_one(), (1,))
            store[0].close()

        with ThreadPoolExecutor() as threads:
            done = threads.submit(other)
            opened.wait(60)
            self.backend.refuse(self.token)
            try:
                for use, text in (
                    (lambda: store[0].execute("SELECT 1"), "a cursor of another"),
                    (store[0].commit, "COMMIT"),
                    (
                        lambda: driver_connection(connection_of(store[0])).lobject(0),
                        "large object 0",
                    ),
                ):
                    with self.assertRaisesRegex(DatabaseLocked, text):
                        use()
            finally:
                over.set()
            done.result()

    def test_a_large_object_that_is_thrown_away_waits(self):
        """It would close itself by a message."""
        server = self.layer["server"]
        with WireProxy(server.host, server.port) as proxy:
            store = Store(create_database(f"lp-{proxy.uri(self.layer['uri'])}"))
            self.addCleanup(store.close)
            thing = [driver_connection(connection_of(store)).lobject(0, "w")]
            self.backend.refuse(self.token)
            with proxy.record() as seen:
                thing.clear()
                self.assertEqual(seen.messages, [])
            with proxy.record() as seen:
                self.backend.allow(self.token)
            self.assertEqual(
                [message.kind for message in seen.messages], ["FunctionCall"]
            )
            store.rollback()
