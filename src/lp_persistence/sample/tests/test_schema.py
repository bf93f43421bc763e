"""The tables, as they are and translated."""

import sqlite3
import unittest

from lp_persistence.sample.schema import statements


class TestTranslation(unittest.TestCase):
    def setUp(self):
        self.connection = sqlite3.connect(":memory:")
        self.addCleanup(self.connection.close)
        self.connection.execute("PRAGMA foreign_keys = ON")
        for statement in statements("sqlite"):
            self.connection.execute(statement)

    def rows(self, text):
        return self.connection.execute(text).fetchall()

    def test_sqlite_gets_every_table_column_and_index(self):
        """Nothing is lost on the way; indexes of words are tables of its own kind."""
        original = "\n".join(statements("postgres"))
        for kind, count in (("table", 45), ("view", 2)):
            names = self.rows(
                f"SELECT name FROM sqlite_master WHERE type = '{kind}' "
                "AND name NOT LIKE '%__words__idx%'"
            )
            self.assertEqual(len(names), count)
            self.assertEqual(original.count(f"CREATE {kind.upper()} "), count)
        self.assertEqual(
            self.rows(
                "SELECT count(*) FROM sqlite_master WHERE type = 'index' "
                "AND sql IS NOT NULL"
            ),
            [(original.count("INDEX ") - original.count(" USING gin "),)],
        )
        self.assertEqual(
            self.rows("SELECT count(*) FROM sqlite_master WHERE sql LIKE '%fts5%'"),
            [(original.count(" USING gin "),)],
        )
        columns = {row[1] for row in self.rows("PRAGMA table_info(bugtaskflat)")}
        self.assertEqual(len(columns), 28)
        self.assertIn("fti", columns)

    def test_keys_are_checked(self):
        """They come with the table, for SQLite takes them nowhere else."""
        self.assertEqual(len(self.rows("PRAGMA foreign_key_list(person)")), 7)
        with self.assertRaisesRegex(sqlite3.IntegrityError, "FOREIGN KEY"):
            self.connection.execute(
                "INSERT INTO emailaddress (email, person, status) VALUES ('x', 1, 1)"
            )

    def test_ids_and_dates_have_defaults(self):
        """Ids are the number of the row; dates have the one fixed form."""
        self.connection.execute(
            "INSERT INTO person (name, displayname) VALUES ('x', 'X'), ('y', 'Y')"
        )
        (first, second) = self.rows("SELECT id, rowid, datecreated FROM person")
        self.assertEqual((first[:2], second[:2]), ((1, 1), (2, 2)))
        self.assertRegex(first[2], r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{6}$")

    def test_unique_rules_hold(self):
        """Those for some rows only as well."""
        self.connection.execute(
            "INSERT INTO person (name, displayname) VALUES ('x', 'X')"
        )
        insert = "INSERT INTO emailaddress (email, person, status) VALUES ('{}', 1, 4)"
        self.connection.execute(insert.format("x"))
        with self.assertRaisesRegex(sqlite3.IntegrityError, "UNIQUE"):
            self.connection.execute(insert.format("y"))
