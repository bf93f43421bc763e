"""Snapshots: how old they may be, and what they refuse to pass over."""

import unittest
from contextlib import closing
from types import SimpleNamespace
from typing import Any
from unittest import mock

import transaction
from psycopg2 import connect
from storm.exceptions import DatabaseError, DisconnectionError, OperationalError
from storm.zope.interfaces import IZStorm
from zope.component import getGlobalSiteManager, getUtility
from zope.event import subscribers
from zope.interface.verify import verifyObject

from lp_persistence import model
from lp_persistence.bugs.tables import AccessArtifactGrant, AccessPolicyGrant, Bug
from lp_persistence.context import Context
from lp_persistence.errors import (
    NotAllowed,
    NotRealised,
    NotRegistered,
    PendingChanges,
    StaleContext,
    Unavailable,
)
from lp_persistence.interfaces import IBackend, ISnapshot, IStatementTexts, IStepDone
from lp_persistence.people.entities import Person as PersonEntity
from lp_persistence.people.interfaces import IPersons
from lp_persistence.people.tables import EmailAddress, Person
from lp_persistence.pillars.tables import Distribution
from lp_persistence.steps import Everything, Scope, Select, Values
from lp_persistence.storm import backend
from lp_persistence.storm.backend import StormBackend
from lp_persistence.storm.book import RecordsBook
from lp_persistence.storm.interfaces import IRecordsBook, IStoreSource
from lp_persistence.storm.internals import connection_of, driver_connection
from lp_persistence.storm.stores import ZStormSource, store_uri
from lp_persistence.storm.tests.cases import all_names, columns, persons
from lp_persistence.storm.tests.world import ANN, fill
from lp_persistence.testing.storm_layers import POSTGRESQL, SQLITE


class BackendMixin:
    layer: Any

    def setUp(self: Any) -> None:
        self.backend = self.layer["backend"]
        fill(self.backend)
        transaction.commit()
        self.store = self.layer["source"].store_for(None, None)

    def read(self, snapshot: Any) -> Any:
        return snapshot.run(all_names(), Values(), ())

    def stale(self: Any, snapshot: Any) -> None:
        with self.assertRaises(StaleContext):
            self.read(snapshot)
        with self.assertRaises(StaleContext):
            snapshot.check(["IPerson"])

    def test_the_interfaces_are_provided(self: Any):
        """Backend, snapshot and source."""
        verifyObject(IBackend, self.backend)
        verifyObject(IStatementTexts, self.backend)
        verifyObject(ISnapshot, self.backend.snapshot(None))
        verifyObject(IStoreSource, self.layer["source"])

    def test_the_text_of_a_step_is_told(self: Any):
        """As it is sent, with marks where values go."""
        text = self.backend.text_of(all_names())
        self.assertTrue(text.startswith("SELECT "), text)
        self.assertIn("person.name", text)

    def test_a_snapshot_ends_with_its_transaction(self: Any):
        """Whether it is committed or aborted, read in or not."""
        for end in (transaction.commit, transaction.abort):
            for read_first in (True, False):
                with self.subTest(end.__name__, read_first=read_first):
                    transaction.begin()
                    snapshot = self.backend.snapshot(None)
                    if read_first:
                        self.read(snapshot)
                    end()
                    self.stale(snapshot)

    def test_a_snapshot_ends_with_its_stores_transaction(self: Any):
        """Scripts commit and roll back the store itself."""
        for end in (self.store.commit, self.store.rollback):
            snapshot = self.backend.snapshot(None)
            self.read(snapshot)
            self.read(snapshot)
            end()
            self.stale(snapshot)
            self.assertEqual(len(self.read(self.backend.snapshot(None))), 6)

    def test_unflushed_changes_of_what_is_read_are_named(self: Any):
        """Of other things they don't matter; reads never write."""
        person = self.store.get(Person, ANN)
        snapshot = self.backend.snapshot(None)
        snapshot.check(["IPerson", "IBug"])
        person.displayname = "Anna"
        with self.assertRaises(PendingChanges) as caught:
            snapshot.check(["IDistribution", "IPerson"])
        self.assertEqual(caught.exception.changes, ("Person",))
        snapshot.check(["IDistribution", "IFile"])
        self.assertEqual(self.read(snapshot)[0], (ANN, "ann"))
        self.assertTrue(self.store._dirty)
        self.store.flush()
        snapshot.check(["IPerson"])

    def test_new_and_removed_objects_are_changes(self: Any):
        """Of a table that an edge or a fact is kept in as well."""
        email = EmailAddress()
        email.email, email.person_id, email.status = "new@x.org", ANN, 1
        self.store.add(email)
        snapshot = self.backend.snapshot(None)
        with self.assertRaises(PendingChanges) as caught:
            snapshot.check(["IPerson"])
        self.assertEqual(caught.exception.changes, ("EmailAddress",))
        self.store.flush()
        self.store.remove(self.store.get(Distribution, 1))
        with self.assertRaises(PendingChanges):
            snapshot.check(["IDistribution"])

    def test_a_change_of_what_a_rule_asks_is_named(self: Any):
        """A task is seen by those who see its bug."""
        self.store.get(Bug, 1).information_type = 4
        with self.assertRaises(PendingChanges) as caught:
            self.backend.snapshot(None).check(["IBugTask"])
        self.assertEqual(caught.exception.changes, ("Bug",))

    def test_a_grant_is_asked_for_by_rules_and_of_viewers(self: Any):
        """Those of artifacts by a task's rule, those of policies of a viewer."""
        grant = AccessArtifactGrant()
        grant.artifact_id, grant.grantee_id, grant.grantor_id = 1, ANN, ANN
        self.store.add(grant)
        with self.assertRaises(PendingChanges) as caught:
            self.backend.snapshot(None).check(["IBugTask"])
        self.assertEqual(caught.exception.changes, ("AccessArtifactGrant",))
        self.store.remove(grant)
        policy = AccessPolicyGrant()
        policy.policy_id, policy.grantee_id, policy.grantor_id = 1, ANN, ANN
        self.store.add(policy)
        self.backend.snapshot(SimpleNamespace(viewer=None)).check(["IBug"])
        somebody = SimpleNamespace(viewer=PersonEntity(id=ANN))
        with self.assertRaises(PendingChanges) as caught:
            self.backend.snapshot(somebody).check(["IBug"])
        self.assertEqual(caught.exception.changes, ("AccessPolicyGrant",))

    def test_an_applications_own_class_counts_by_its_table(self: Any):
        """Its classes need not be ours."""

        class TheirPerson:
            __storm_table__ = "person"
            id = Person.__dict__["id"]
            displayname = Person.__dict__["displayname"]

        self.store.get(TheirPerson, ANN).displayname = "Anna"
        with self.assertRaises(PendingChanges) as caught:
            self.backend.snapshot(None).check(["IPerson"])
        self.assertEqual(caught.exception.changes, ("TheirPerson",))

    def test_what_a_statement_raises_comes_bare(self: Any):
        """As what it is to Storm, and to the driver."""
        self.store.execute("DROP VIEW validpersoncache")
        self.store.execute("DROP VIEW validpersonorteamcache")
        self.store.execute("ALTER TABLE emailaddress RENAME TO gone")
        # A view that refuses whoever reads it.
        self.store.execute(
            "CREATE VIEW emailaddress AS SELECT id FROM gone WHERE substr(id) = 1"
            if self.layer is SQLITE
            else "CREATE VIEW emailaddress AS SELECT id FROM gone WHERE id / 0 = 1"
        )
        step = Select(Scope("IEmailAddress", Everything()))
        with self.assertRaises(DatabaseError) as caught:
            self.backend.snapshot(None).run(step, Values(), ())
        names = {cls.__module__ for cls in type(caught.exception).__mro__}
        self.assertIn("storm.exceptions", names)

    def test_what_has_no_records_is_said_so(self: Any):
        """With the directive that is missing."""
        getGlobalSiteManager().registerUtility(RecordsBook(), IRecordsBook)
        with self.assertRaisesRegex(NotRegistered, "IPerson has no records. Include"):
            self.read(self.backend.snapshot(None))


class TestStatements(unittest.TestCase):
    """Those that were compiled, and are remembered."""

    def compiled(self, *names: str) -> list[str]:
        """What is compiled when steps that read these are asked for in turn."""
        compiled = []

        def compile_step(step: Select, book: Any, dialect: Any) -> str:
            compiled.append(".".join(step.columns[0].path))
            return "SELECT"

        book: Any = SimpleNamespace(statements={})
        dialect: Any = object()
        with (
            mock.patch.object(model, "KEPT", 3),
            mock.patch.object(backend, "compile_step", compile_step),
        ):
            for name in names:
                step = Select(persons(), columns(name))
                backend.statement_for(book, dialect, step)
                backend.statement_for(book, dialect, step)
                for kept in book.statements[dialect]:
                    self.assertLessEqual(len(kept), 3)
        return compiled

    def test_as_many_steps_are_remembered_as_it_says(self):
        """An equal one that is made anew is none more."""
        self.assertEqual(["id", "name", "icon"], self.compiled("id", "name", "icon"))
        names = ("id", "name", "icon") * 3
        self.assertEqual(["id", "name", "icon"], self.compiled(*names))

    def test_one_more_forgets_the_others(self):
        """They may come from input that nobody bounded."""
        names = ["id", "name", "icon", "logo", "id"]
        self.assertEqual(names, self.compiled(*names))


class TestSQLite(BackendMixin, unittest.TestCase):
    layer = SQLITE

    def test_a_connection_is_prepared_once(self: Any):
        """A function that is made known again makes the engine compile anew all that
        it remembers; a connection that was opened again is another."""
        for expected in (0, 1):
            self.read(self.backend.snapshot(None))
            transaction.abort()
            connection = connection_of(self.store)
            if expected:
                connection._raw_connection = connection._database.raw_connect()
            driver = driver_connection(connection)
            with mock.patch.object(driver, "create_function") as made:
                self.read(self.backend.snapshot(None))
            self.assertEqual(expected, made.call_count)
            transaction.abort()

    def test_a_store_that_cant_be_opened_is_named_in_a_line(self: Any):
        """No folder for the file."""
        source = ZStormSource("elsewhere", store_uri("sqlite:/no/such/folder/x.db"))
        getGlobalSiteManager().registerUtility(source, IStoreSource)
        with self.assertRaises(Unavailable) as caught:
            self.read(self.backend.snapshot(None))
        self.assertEqual(
            str(caught.exception),
            "The store 'elsewhere' (sqlite:/no/such/folder/x.db) can't be opened: "
            "unable to open database file",
        )


class TestPostgreSQL(BackendMixin, unittest.TestCase):
    layer = POSTGRESQL

    def use(self, name: str, uri: str) -> None:
        source = ZStormSource(name, store_uri(uri))
        getGlobalSiteManager().registerUtility(source, IStoreSource)
        zstorm = getUtility(IZStorm)

        def close() -> None:
            transaction.abort()
            for known, store in list(zstorm.iterstores()):
                if known == name:
                    zstorm.remove(store)
                    store.close()

        self.addCleanup(close)

    def test_a_lost_connection_is_opened_again_in_the_next_transaction(self: Any):
        """As often as it takes: a database may be away for a while."""
        connection = self.store._connection
        self.read(self.backend.snapshot(None))
        connection._raw_connection.close()
        away = mock.Mock(side_effect=OperationalError("gone"))
        with mock.patch.object(connection._database, "raw_connect", away):
            for _ in range(3):
                with self.assertRaises(DisconnectionError):
                    self.read(self.backend.snapshot(None))
                transaction.abort()
        self.assertEqual(len(self.read(self.backend.snapshot(None))), 6)

    def test_a_connection_lost_in_the_middle(self: Any):
        """One error that names the group; nothing is readable, and the context is
        realised in the next transaction."""
        context = Context()
        people = IPersons(context).filter(name="ann")
        teams = people.get_teams()
        pid = self.store.execute("SELECT pg_backend_pid()").get_one()[0]

        def lose(event: Any) -> None:
            if IStepDone.providedBy(event) and not ended:
                ended.append(event.needs)
                with closing(connect(self.layer["uri"])) as other:
                    other.cursor().execute("SELECT pg_terminate_backend(%s)", (pid,))

        ended: list[Any] = []
        subscribers.append(lose)
        self.addCleanup(subscribers.remove, lose)
        with self.assertRaises(DisconnectionError) as caught:
            context.realise()
        self.assertIn("IPersons.filter(…).teams", "".join(caught.exception.__notes__))
        for group in (people, teams):
            with self.assertRaises(NotRealised):
                len(group)
        transaction.abort()
        context.realise()
        self.assertEqual([ANN], [person.id for person in people])

    def test_another_isolation_is_refused_unless_it_is_allowed(self: Any):
        """What one page shows could be of several moments."""
        self.use("loose", f"{self.layer['uri']}?isolation=read-committed")
        with self.assertRaisesRegex(NotAllowed, "are no snapshots"):
            self.read(self.backend.snapshot(None))
        loose = StormBackend(any_isolation=True)
        self.assertEqual(len(self.read(loose.snapshot(None))), 6)

    def test_a_stronger_isolation_is_taken(self: Any):
        """It is a snapshot as well."""
        self.use("strict", f"{self.layer['uri']}?isolation=serializable")
        self.assertEqual(len(self.read(self.backend.snapshot(None))), 6)

    def test_a_store_that_cant_be_opened_is_named_without_its_password(self: Any):
        """Nobody listens there."""
        self.use("elsewhere", "postgres://me:secret@127.0.0.1:1/x")
        with self.assertRaises(Unavailable) as caught:
            self.read(self.backend.snapshot(None))
        message = str(caught.exception)
        self.assertNotIn("\n", message)
        self.assertNotIn("secret", message)
        self.assertIn("(postgres://me:***@127.0.0.1:1/x) can't be opened: ", message)
