"""What Storm does not promise, and this backend uses all the same."""

import sqlite3
import unittest

import transaction
from storm.database import create_database
from storm.databases.postgres import JSON
from storm.exceptions import DatabaseError
from storm.properties import Int, List
from storm.store import Store
from storm.tracer import get_tracers, remove_tracer

from lp_persistence.storm.internals import (
    ENDS,
    alive,
    changed_classes,
    connection_of,
    database_of,
    driver_connection,
    flush_as_found,
    has_class_info,
    is_blocked,
    is_closed,
    reference_between,
    relation_of,
    rows_of,
    stored_key,
)
from lp_persistence.testing.storm_layers import POSTGRESQL, SQLITE


class Thing:
    """Has a value that can be changed in place."""

    __storm_table__ = "thing"

    id = Int(primary=True)
    number = Int()
    values = JSON()


class Sized:
    __storm_table__ = "sized"

    id = Int(primary=True)
    sizes = List(type=Int())


class TestStore(unittest.TestCase):
    def setUp(self):
        self.store = Store(create_database("sqlite:"))
        self.addCleanup(self.store.close)
        self.store.execute(
            "CREATE TABLE thing (id INTEGER PRIMARY KEY, number, 'values')"
        )
        self.store.execute("INSERT INTO thing VALUES (1, 2, '[1]'), (2, 3, '[]')")
        self.store.commit()

    def test_rows_come_as_the_driver_gives_them_without_a_flush(self):
        """A read writes nothing."""
        thing = self.store.get(Thing, 1)
        thing.number = 7
        rows = rows_of(
            connection_of(self.store), "SELECT number FROM thing WHERE id < ?", (9,)
        )
        self.assertEqual(rows, [(2,), (3,)])
        self.assertEqual(list(changed_classes(self.store)), [Thing])

    def test_rows_that_fail_as_they_are_fetched(self):
        """The error is Storm's, as that of a statement is."""
        text = "SELECT json_extract(value, '$') FROM (VALUES ('1'), ('[')) AS texts"
        text = text.replace("value", "column1")
        with self.assertRaisesRegex(DatabaseError, "malformed JSON"):
            rows_of(connection_of(self.store), text, ())

    def test_a_value_changed_in_place_is_a_change(self):
        """Storm compares such values only when it is about to flush."""
        thing = self.store.get(Thing, 1)
        self.assertEqual(thing.values, [1])
        self.assertEqual(list(changed_classes(self.store)), [])
        thing.values.append(2)
        self.assertEqual(list(changed_classes(self.store)), [Thing])
        stored = connection_of(self.store).execute('SELECT "values" FROM thing')
        self.assertEqual(stored.get_one(), ("[1]",))
        self.store.flush()
        self.assertEqual(list(changed_classes(self.store)), [])

    def test_database_and_driver_of_a_connection_are_found(self):
        """The driver's connection is None while it is lost."""
        connection = connection_of(self.store)
        self.assertIs(database_of(connection), self.store.get_database())
        self.assertIsInstance(driver_connection(connection), sqlite3.Connection)
        connection._raw_connection = None
        self.assertIsNone(driver_connection(connection))

    def test_a_block_is_seen(self):
        """By whomever it was set."""
        connection = connection_of(self.store)
        self.assertFalse(is_blocked(connection))
        connection.block_access()
        self.assertTrue(is_blocked(connection))

    def test_ends_of_transactions_are_counted_by_connection(self):
        """An application's own classes of connections too."""
        connection = connection_of(self.store)
        other = connection_of(Store(create_database("sqlite:")))
        ends, others = ENDS.of(connection), ENDS.of(other)
        self.store.execute("SELECT 1")
        self.store.commit()
        self.assertEqual(ENDS.of(connection), ends + 1)
        self.store.execute("SELECT 1")
        self.store.rollback()
        self.assertEqual(ENDS.of(connection), ends + 2)
        self.assertEqual(ENDS.of(other), others)

    def test_the_counter_installs_itself_again(self):
        """Tests take all tracers away."""
        remove_tracer(ENDS)
        ENDS.of(connection_of(self.store))
        self.assertIn(ENDS, get_tracers())


class TestObjects(unittest.TestCase):
    def setUp(self):
        self.store = Store(create_database("sqlite:"))
        self.addCleanup(self.store.close)
        self.store.execute(
            "CREATE TABLE thing (id INTEGER PRIMARY KEY, number, 'values')"
        )
        self.store.execute("INSERT INTO thing VALUES (1, 2, '[1]'), (2, 1, '[]')")
        self.store.commit()

    def test_a_key_is_told_without_a_flush(self):
        """By what the row has; there is none before it, or after."""
        thing = Thing()
        self.assertIsNone(stored_key(thing))
        self.store.add(thing)
        self.assertIsNone(stored_key(thing))
        self.store.flush()
        self.assertEqual((3,), stored_key(thing))
        self.store.commit()
        self.assertEqual((3,), stored_key(thing))
        self.store.remove(thing)
        self.store.flush()
        self.assertIsNone(stored_key(thing))

    def test_what_is_at_hand_is_what_get_would_give_unasked(self):
        """Not what may be gone since: a transaction has ended."""
        self.assertIsNone(alive(self.store, Thing, (1,)))
        thing = self.store.get(Thing, 1)
        self.assertIs(thing, alive(self.store, Thing, (1,)))
        self.store.commit()
        self.assertIsNone(alive(self.store, Thing, (1,)))

    def test_a_closed_store_is_known(self):
        """Its objects tell nothing."""
        store = Store(create_database("sqlite:"))
        self.assertFalse(is_closed(store))
        store.close()
        self.assertTrue(is_closed(store))

    def test_it_flushes_where_finds_do(self):
        """Unless that is blocked."""
        thing = self.store.get(Thing, 1)
        thing.number = 7
        self.store.block_implicit_flushes()
        flush_as_found(self.store)
        self.assertEqual(list(changed_classes(self.store)), [Thing])
        self.store.unblock_implicit_flushes()
        flush_as_found(self.store)
        self.assertEqual(list(changed_classes(self.store)), [])

    def test_columns_are_known_after_storm_has_looked(self):
        """While it looks, a class must not be asked for them."""

        class Late:
            __storm_table__ = "thing"
            id = Int(primary=True)

        self.assertFalse(has_class_info(Late))
        self.store.find(Late)
        self.assertTrue(has_class_info(Late))

    def test_a_reference_need_not_stand_in_its_class(self):
        """It reads, links and sets as one that does."""
        reference = reference_between(Thing, Thing.number, Thing.id)
        thing, other = self.store.get(Thing, 1), self.store.get(Thing, 2)
        self.assertIsNone(relation_of(reference).get_remote(thing))
        self.assertIs(other, reference.__get__(thing))
        self.assertIs(other, relation_of(reference).get_remote(thing))
        reference.__set__(thing, thing)
        self.assertEqual(1, thing.number)
        self.assertEqual(2, self.store.find(Thing, reference == thing).count())


class EndsMixin:
    def test_a_transaction_of_zope_ends_those_of_its_stores(self):
        """Commit and abort."""
        store = self.layer["source"].store_for(None, None)
        connection = connection_of(store)
        for end in (transaction.commit, transaction.abort):
            ends = ENDS.of(connection)
            store.execute("SELECT 1")
            self.assertEqual(ENDS.of(connection), ends)
            end()
            self.assertEqual(ENDS.of(connection), ends + 1)


class TestEndsOnSQLite(EndsMixin, unittest.TestCase):
    layer = SQLITE


class TestEndsOnPostgreSQL(EndsMixin, unittest.TestCase):
    layer = POSTGRESQL

    def test_an_array_changed_in_place_is_a_change(self):
        """Storm's lists are kept as arrays here."""
        store = self.layer["source"].store_for(None, None)
        store.execute("CREATE TABLE sized (id integer PRIMARY KEY, sizes integer[])")
        store.execute("INSERT INTO sized VALUES (1, '{1}')")
        store.get(Sized, 1).sizes.append(2)
        self.assertEqual(list(changed_classes(store)), [Sized])
