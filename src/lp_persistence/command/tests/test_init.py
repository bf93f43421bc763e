"""``lp-persistence init``: stores made on purpose, of a given size."""

from __future__ import annotations

from lp_persistence.command.tests.test_stores import StoreTestCase
from lp_persistence.testing.postgres import Server


class InitTests(StoreTestCase):
    def init(self, *arguments):
        return self.command("init", *arguments)

    def test_a_store_of_a_given_size(self):
        """The tables, and a world of so many bugs."""
        code, out, err = self.init("--store", self.uri, "--bugs=30")
        self.assertEqual((0, ""), (code, out))
        self.assertEqual(
            [
                f"Making {self.path} with 30 bugs …",
                f"Making {self.path} with 30 bugs: done",
            ],
            err.splitlines(),
        )
        self.command("run", self.script(""), "--store", self.uri)
        self.assertEqual(30, self.bugs_in_the_store())

    def test_stale_values(self):
        """A share of bugs whose stored heat is not the rule's; ``check`` tells."""
        self.init("--store", self.uri, "--bugs=30", "--stale=.2")
        code, out, _ = self.command("check", "--store", self.uri)
        self.assertEqual(1, code)
        self.assertRegex(out, r"bug\.heat: [1-9] values? lags? behind the rule")

    def test_shares_that_are_none(self):
        """One line, with an example."""
        for text in ("many", "-1", "1.5", "²", "5%", ""):
            code, _, err = self.init("--store", self.uri, f"--stale={text}")
            self.assertEqual(2, code)
            self.assertIn(f"{text!r} is no share from 0 to 1; say 0.05, for one", err)

    def test_what_is_there_stays(self):
        """A store is never made over another."""
        self.init("--store", self.uri, "--bugs=30")
        self.assertRefused(
            self.init("--store", self.uri, "--bugs=10"),
            f"lp-persistence: {self.uri} can't be opened: there is something already",
        )

    def test_memory_keeps_nothing(self):
        """It has to be said where."""
        self.assertRefused(
            self.init("--store", "memory:"),
            "lp-persistence: memory: begins anew with every process: nothing is made",
        )

    def test_numbers_that_are_none(self):
        """One line, with an example."""
        for number in ("many", "-1", "1.5", "²"):
            code, _, err = self.init("--store", self.uri, f"--bugs={number}")
            self.assertEqual(2, code)
            self.assertIn(f"{number!r} is no number of bugs; say 20000, for one", err)


class PostgreSQLInitTests(StoreTestCase):
    """On an empty database of a server of its own."""

    def test_an_empty_database_is_filled(self):
        """Then scripts run on it, and it is not filled again."""
        server = Server()
        self.addCleanup(server.stop)
        server.start()
        uri = server.create_database()
        code, out, _ = self.command("init", "--store", uri, "--bugs=30")
        self.assertEqual((0, ""), (code, out))
        self.command("run", self.script(""), "--store", uri)
        self.assertEqual(30, self.bugs_in_the_store())
        self.close()
        code, out, err = self.command("init", "--store", uri)
        self.assertEqual((2, ""), (code, out))
        self.assertIn("there is something already", err)
        self.close()
