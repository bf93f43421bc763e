"""Table files into databases: all of them, or nothing."""

from __future__ import annotations

from lp_persistence.database.tests import cases
from lp_persistence.testing.storm_layers import POSTGRESQL, SQLITE


class SQLiteTests(cases.LoadingCases):
    layer = SQLITE

    def test_the_forms_of_values(self):
        """Dates have the one fixed form, arrays are JSON."""
        self.load()
        self.assertEqual(
            [("2004-01-02 03:04:05.700000", "[3,4]", 1)],
            self.rows("SELECT datecreated, access_policies, active FROM product"),
        )


class PostgreSQLTests(cases.LoadingCases):
    layer = POSTGRESQL

    def test_numbers_go_on_behind_those_of_the_rows(self):
        """A new row gets an id that none has."""
        self.load()
        insert = "INSERT INTO person (name, displayname, creation_rationale) VALUES "
        self.assertEqual([(3,)], self.rows(f"{insert} ('new', 'New', 8) RETURNING id"))
