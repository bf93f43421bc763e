"""Tests for the PostgreSQL server of one's own: they start it."""

import os
import signal
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path
from unittest import mock

import psycopg2

from lp_persistence.testing import postgres
from lp_persistence.testing.postgres import Server
from lp_persistence.testing.postgres_binaries import ServerFailed
from lp_persistence.testing.tests.test_postgres_binaries import InAFolder, programs


def ask(uri, statement):
    """The first row of the statement's answer, committed."""
    connection = psycopg2.connect(uri)
    try:
        with connection, connection.cursor() as cursor:
            cursor.execute(statement)
            return cursor.fetchone() if cursor.description else None
    finally:
        connection.close()


class OneServer:
    """A layer: one server for many tests, since starting it is the slow part."""

    server = Server()

    @classmethod
    def setUp(cls):
        cls.server.start()

    @classmethod
    def tearDown(cls):
        cls.server.stop()


class ServerTests(unittest.TestCase):
    layer = OneServer

    def setUp(self):
        self.server = OneServer.server

    def test_it_speaks_utf_8_and_sorts_by_code_point(self):
        """Whatever the machine's language is."""
        self.assertEqual(("UTF8",), ask(self.server.uri(), "SHOW server_encoding"))
        letters = (
            "SELECT string_agg(t, '' ORDER BY t) FROM unnest('{é,b,Z,a}'::text[]) t"
        )
        self.assertEqual(("Zabé",), ask(self.server.uri(), letters))

    def test_the_planner_is_as_it_comes(self):
        """Measured times are to be real."""
        changed = (
            "SELECT array_agg(name) FROM pg_settings"
            " WHERE source NOT IN ('default', 'override')"
            " AND (name LIKE 'enable%' OR name LIKE 'jit%' OR name LIKE '%cost')"
        )
        self.assertEqual((None,), ask(self.server.uri(), changed))

    def test_a_new_database_is_empty_and_has_a_name_of_its_own(self):
        """Tests do not see each other's tables."""
        one, other = self.server.create_database(), self.server.create_database()
        self.assertNotEqual(one, other)
        self.assertTrue(
            one.startswith(f"postgres://postgres@127.0.0.1:{self.server.port}/")
        )
        ask(one, "CREATE TABLE bug (id integer)")
        exists = "SELECT to_regclass('bug')"
        self.assertEqual((None,), ask(other, exists))

    def test_a_template_gives_its_tables_and_rows(self):
        """By name or URI; the copies are apart from it and each other."""
        template = self.server.create_database("template_of_bugs")
        ask(template, "CREATE TABLE bug AS SELECT 1 AS id")
        one = self.server.create_database(template=template)
        other = self.server.create_database(template="template_of_bugs")
        ask(one, "INSERT INTO bug VALUES (2)")
        count = "SELECT count(*) FROM bug"
        self.assertEqual((2,), ask(one, count))
        self.assertEqual((1,), ask(other, count))
        self.assertEqual((1,), ask(template, count))

    def test_names_are_quoted(self):
        """A name is a name, whatever it looks like."""
        uri = self.server.create_database('Odd "name"')
        connection = psycopg2.connect(self.server.uri(), dbname='Odd "name"')
        connection.close()
        self.server.drop_database(uri)

    def test_dropping_ends_the_connections(self):
        """A test that leaves one open keeps nobody from cleaning up."""
        uri = self.server.create_database()
        connection = psycopg2.connect(uri)
        self.addCleanup(connection.close)
        self.server.drop_database(uri)
        with self.assertRaisesRegex(psycopg2.OperationalError, "does not exist"):
            psycopg2.connect(uri)

    def test_starting_twice_is_an_error(self):
        """The first one would be lost."""
        with self.assertRaisesRegex(ServerFailed, f"on port {self.server.port}"):
            self.server.start()

    def test_two_servers_stand_beside_each_other(self):
        """With settings of their own; test runs go on at the same time."""
        with Server(settings={"standard_conforming_strings": "off"}) as other:
            self.assertNotEqual(self.server.port, other.port)
            shown = "SHOW standard_conforming_strings"
            self.assertEqual(("off",), ask(other.uri(), shown))
            self.assertEqual(("on",), ask(self.server.uri(), shown))


class LifeTests(unittest.TestCase):
    def test_stopping_ends_connections_and_leaves_nothing(self):
        """Neither process nor folder; it can be started anew."""
        server = Server()
        self.addCleanup(server.stop)
        server.start()
        connection = psycopg2.connect(server.uri())
        self.addCleanup(connection.close)
        folder, uri = server.folder, server.uri()
        server.stop()
        self.assertFalse(folder.exists())
        with self.assertRaisesRegex(psycopg2.OperationalError, "refused"):
            psycopg2.connect(uri)
        server.stop()
        with self.assertRaisesRegex(ServerFailed, "not started"):
            server.uri()
        server.start()
        self.assertEqual((1,), ask(server.uri(), "SELECT 1"))

    def test_a_wrong_setting_says_what_the_server_said(self):
        """And leaves nothing behind."""
        server = Server(settings={"no_such_setting": "1"})
        with self.assertRaisesRegex(ServerFailed, "(?s)postgres failed:.*no_such_sett"):
            server.start()
        with self.assertRaisesRegex(ServerFailed, "not started"):
            _ = server.folder

    def test_a_failing_initdb_says_what_it_said(self):
        """And leaves nothing behind."""
        with tempfile.TemporaryDirectory() as folder:
            Path(folder).chmod(0o755)
            text = "#!/bin/sh\necho no room; exit 1\n"
            binaries = programs(Path(folder, "bin"), "initdb", text=text)
            programs(binaries, "postgres")
            server = Server(binaries=binaries)
            with self.assertRaisesRegex(ServerFailed, "initdb failed:\nno room"):
                server.start()
        with self.assertRaisesRegex(ServerFailed, "not started"):
            _ = server.folder

    def test_a_taken_port_is_tried_again_with_another(self):
        """Another process may have been faster."""
        unused = postgres._free_port("127.0.0.1")
        with Server() as first:
            ports = mock.Mock(side_effect=[first.port, unused])
            with mock.patch.object(postgres, "_free_port", ports), Server() as second:
                self.assertEqual(unused, second.port)
                self.assertEqual((1,), ask(second.uri(), "SELECT 1"))

    def test_a_killed_process_leaves_no_server(self):
        """Not even SIGKILL does."""
        script = (
            "import sys\n"
            "from lp_persistence.testing.postgres import Server\n"
            "server = Server()\n"
            "server.start()\n"
            "print(server.uri(), flush=True)\n"
            "sys.stdin.read()\n"
        )
        process = subprocess.Popen(
            [sys.executable, "-c", script],
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        with process:
            assert process.stdout is not None
            connection = psycopg2.connect(process.stdout.readline().strip())
            self.addCleanup(connection.close)
            process.kill()
        with connection.cursor() as cursor, self.assertRaises(psycopg2.Error):
            cursor.execute("SELECT pg_sleep(600)")


class WatcherTests(InAFolder):
    """The script beside the server, with any process in the server's place."""

    def watch(self, said):
        (self.folder / "data").mkdir()
        # A shell lets what it runs in the background ignore SIGINT, and so the tests.
        inherited = signal.signal(signal.SIGINT, signal.SIG_DFL)
        try:
            server = subprocess.Popen(["sleep", "600"])
        finally:
            signal.signal(signal.SIGINT, inherited)
        self.addCleanup(server.wait)
        self.addCleanup(server.kill)
        subprocess.run(
            ["/bin/sh", "-c", postgres.WATCHER, "", str(server.pid), self.folder],
            input=said,
            check=True,
        )
        return server

    def test_the_end_of_its_process_ends_the_server(self):
        """Its input ends without a word, whatever the reason."""
        self.assertEqual(-signal.SIGINT, self.watch(b"").wait())
        self.assertFalse(self.folder.exists())
        self.folder.mkdir()

    def test_after_an_orderly_stop_it_does_nothing(self):
        """The number of the process may be another's by then."""
        self.assertIsNone(self.watch(b"stopped\n").poll())
        self.assertTrue(self.folder.exists())
