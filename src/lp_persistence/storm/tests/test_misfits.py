"""Records that fit no table: what is missing, and who speaks of it."""

import unittest
from typing import Any

from zope.component.testing import PlacelessSetup
from zope.configuration.xmlconfig import file as load_zcml

import lp_persistence
from lp_persistence import ALL_SEEING, Context
from lp_persistence.bugs.interfaces import IBugs, IBugTasks
from lp_persistence.errors import Misfit
from lp_persistence.people.interfaces import IPersons
from lp_persistence.storm.book import get_book
from lp_persistence.testing.storm_layers import POSTGRESQL, SQLITE


class Misfits:
    layer: Any

    def setUp(self: Any) -> None:
        self.store = self.layer["source"].store_for(None, None)
        for view in ("validpersoncache", "validpersonorteamcache"):
            self.store.execute(f"DROP VIEW {view}")

    def realise(self: Any, *groups: Any) -> Misfit:
        context = Context(viewer=ALL_SEEING)
        kept = [group(context) for group in groups]
        with self.assertRaises(Misfit) as caught:
            context.realise()
        self.assertEqual(len(groups), len(kept))
        self.assertIn("While lp_persistence ran the", caught.exception.__notes__[0])
        error: Misfit = caught.exception
        return error

    def test_a_column_is_named_with_its_attribute_and_registration(self: Any):
        """The line of ZCML that speaks of it."""
        self.store.execute("ALTER TABLE bug RENAME COLUMN title TO headline")
        error = self.realise(lambda context: IBugs(context).of([1]))
        self.assertRegex(
            str(error),
            r"^There is no column bug.title in the database, which IBug.title is read "
            r'from \(records at File ".*bugs/storm.zcml", line [0-9.-]+\). Mend the '
            r"records or the database; lp-persistence check tells of all that "
            r"differs.$",
        )
        self.assertEqual(("bug", "title"), (error.table, error.column))

    def test_a_column_of_a_table_beside_is_named_too(self: Any):
        """By the table that it is of, whatever it is called in the statement."""
        self.store.execute("ALTER TABLE account RENAME COLUMN status TO state")
        error = self.realise(
            lambda context: IPersons(context).of([1]).need("account_status")
        )
        self.assertEqual(("account", "status"), (error.table, error.column))
        self.assertIn("IPerson.account_status is read from (records at", str(error))

    def test_a_table_is_named(self: Any):
        """With the entities that are kept there."""
        self.store.execute("ALTER TABLE bugtask RENAME TO gone")
        error = self.realise(lambda context: IBugTasks(context).of([1]))
        self.assertIn(
            "There is no table bugtask in the database, which IBugTask is read from",
            str(error),
        )


class TestOnSQLite(Misfits, unittest.TestCase):
    layer = SQLITE


class TestOnPostgreSQL(Misfits, unittest.TestCase):
    layer = POSTGRESQL


class TestPlaces(PlacelessSetup, unittest.TestCase):
    def test_the_book_knows_where_records_were_registered(self):
        """By the file of ZCML."""
        load_zcml("stored.zcml", lp_persistence)
        for records in get_book():
            self.assertRegex(get_book().place_of(records.name), r"storm.zcml")
