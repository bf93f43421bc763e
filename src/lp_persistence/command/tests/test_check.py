"""``lp-persistence check``: what it prints, and how it ends."""

from __future__ import annotations

import sqlite3

from zope.interface.verify import verifyObject

from lp_persistence.command.check import Check
from lp_persistence.command.interfaces import ISubcommand
from lp_persistence.command.tests.test_main import CommandTestCase
from lp_persistence.command.tests.test_stores import StoreTestCase


class CheckTests(CommandTestCase):
    def test_it_keeps_its_interface(self):
        """It is an ISubcommand."""
        verifyObject(ISubcommand, Check())

    def test_what_agrees(self):
        """One line, and the exit code 0."""
        self.assertEqual(
            (0, "fake:store is as the records say.\n", ""),
            self.command("check", "--store", "fake:store"),
        )

    def test_what_differs(self):
        """Each with what to do, how many, and the exit code 1."""
        self.assertEqual(
            (
                1,
                "one: it is broken.\n    Mend it.\n"
                "1 difference between fake:odd and the records.\n",
                "",
            ),
            self.command("check", "--store", "fake:odd"),
        )

    def test_memory_has_no_tables(self):
        """There is nothing to compare."""
        self.assertRefused(
            self.command("check", "--store", "memory:"),
            "lp-persistence: memory: keeps no tables: there is nothing to check",
        )


class SQLiteCheckTests(StoreTestCase):
    def test_a_store_that_is_not_there(self):
        """It is not made."""
        self.assertRefused(
            self.command("check", "--store", self.uri),
            f"lp-persistence: {self.uri} can't be opened: it is not there; "
            "lp-persistence init makes it",
        )
        self.assertFalse(self.path.exists())

    def test_a_store_that_init_made(self):
        """It is as the records say, until somebody changes it."""
        self.command("init", "--store", self.uri, "--bugs=10")
        what = f"Checking {self.path}"
        self.assertEqual(
            (0, f"{self.uri} is as the records say.\n", f"{what} …\n{what}: done\n"),
            self.command("check", "--store", self.uri),
        )
        with sqlite3.connect(self.path) as connection:
            connection.execute("DROP INDEX bugsubscription_bug_idx")
            connection.execute("DROP INDEX bugsubscription__bug__person__idx")
            connection.execute("DROP TABLE bugaffectsperson")
        code, out, _ = self.command("check", "--store", self.uri)
        self.assertEqual(1, code)
        self.assertIn(
            "no index serves as bugsubscription__bug__person__idx would.",
            out,
        )
        self.assertIn(f"2 differences between {self.uri} and the records.\n", out)
