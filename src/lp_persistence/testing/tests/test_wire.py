"""Tests for the wire proxy: psycopg2 talks through it to a real server."""

import io
import socket
import struct
import threading
import unittest

import psycopg2

from lp_persistence.testing.tests.test_postgres import OneServer
from lp_persistence.testing.wire import WireProxy

ISOLATED = "BEGIN ISOLATION LEVEL REPEATABLE READ"


class ProxyTestCase(unittest.TestCase):
    layer = OneServer

    def setUp(self):
        self.server = OneServer.server
        self.proxy = self.proxy_to(self.server.port)

    def proxy_to(self, port, **options):
        proxy = WireProxy(self.server.host, port, **options)
        self.addCleanup(proxy.close)
        return proxy

    def connect(self, proxy=None):
        proxy = proxy or self.proxy
        connection = psycopg2.connect(proxy.uri(self.server.uri()))
        self.addCleanup(connection.close)
        connection.set_session("REPEATABLE READ")
        return connection

    def cursor(self):
        """A cursor of a connection that has begun, and worked."""
        cursor = self.connect().cursor()
        cursor.execute("SELECT 1")
        return cursor


class StatementTests(ProxyTestCase):
    def test_a_statement_is_seen_with_its_values_and_its_answer(self):
        """Text, rows, names of columns, the server's tag, one trip."""
        cursor = self.cursor()
        with self.proxy.record() as seen:
            cursor.execute(
                "SELECT n AS id, %s AS name FROM generate_series(1, 3) n", "é"
            )
        text = "SELECT n AS id, 'é' AS name FROM generate_series(1, 3) n"
        self.assertEqual([text], seen.statements)
        self.assertEqual((1, 3), (seen.trips, seen.rows))
        self.assertEqual([("id", "name")], seen.columns)
        self.assertEqual(["SELECT 3"], seen.messages[0].tags)
        self.assertEqual("Query", seen.messages[0].kind)

    def test_transaction_control_stands_apart(self):
        """BEGIN, COMMIT and ROLLBACK are trips and no statements."""
        connection = self.connect()
        cursor = connection.cursor()
        cursor.execute("SELECT 1")
        connection.rollback()
        with self.proxy.record() as seen:
            cursor.execute("SELECT 2")
            connection.commit()
            cursor.execute("SELECT 3")
            connection.rollback()
        self.assertEqual(["SELECT 2", "SELECT 3"], seen.statements)
        self.assertEqual((2, 6), (seen.begins, seen.trips))
        self.assertEqual(
            [ISOLATED, "SELECT 2", "COMMIT", ISOLATED, "SELECT 3", "ROLLBACK"],
            [message.text for message in seen.messages],
        )

    def test_what_hides_behind_a_begin_is_a_statement(self):
        """Several statements in one message are work; so is one without BEGIN."""
        connection = self.connect()
        connection.autocommit = True
        with self.proxy.record() as seen:
            connection.cursor().execute("BEGIN; SELECT 1; SELECT 2; COMMIT")
        self.assertEqual(["BEGIN; SELECT 1; SELECT 2; COMMIT"], seen.statements)
        self.assertEqual((0, 1, 2), (seen.begins, seen.trips, seen.rows))
        self.assertEqual(
            ["BEGIN", "SELECT 1", "SELECT 1", "COMMIT"], seen.messages[-1].tags
        )

    def test_a_failed_statement_is_counted_with_its_error(self):
        """And so is the rollback after it."""
        cursor = self.cursor()
        with self.proxy.record() as seen:
            with self.assertRaises(psycopg2.errors.DivisionByZero):
                cursor.execute("SELECT 1 / 0")
            with self.assertRaises(psycopg2.errors.InFailedSqlTransaction):
                cursor.execute("SELECT 1")
            cursor.connection.rollback()
        self.assertEqual(["SELECT 1 / 0", "SELECT 1"], seen.statements)
        self.assertEqual((3, 0), (seen.trips, seen.rows))
        self.assertEqual("22012 division by zero", seen.messages[0].error)

    def test_each_message_to_a_named_cursor_is_a_statement(self):
        """DECLARE, each FETCH up to the empty one, and CLOSE are trips."""
        connection = self.cursor().connection
        with self.proxy.record() as seen, connection.cursor("numbers") as named:
            named.itersize = 4
            named.execute("SELECT n FROM generate_series(1, 10) n")
            self.assertEqual(10, len(list(named)))
        self.assertEqual(
            ["DECLARE", *["FETCH"] * 4, "CLOSE"],
            [text.split()[0] for text in seen.statements],
        )
        self.assertEqual((6, 10), (seen.trips, seen.rows))

    def test_copy_is_one_statement_whatever_it_carries(self):
        """Rows of COPY TO count; those of COPY FROM are messages of their own."""
        cursor = self.cursor()
        cursor.execute("CREATE TEMPORARY TABLE numbers (n integer)")
        numbers = "".join(f"{n}\n" for n in range(20000))
        with self.proxy.record() as seen:
            cursor.copy_expert("COPY numbers FROM STDIN", io.StringIO(numbers))
        self.assertEqual(["COPY numbers FROM STDIN"], seen.statements)
        self.assertEqual((1, 0), (seen.trips, seen.rows))
        self.assertEqual(["COPY 20000"], seen.messages[0].tags)
        kinds = [message.kind for message in seen.messages]
        self.assertEqual(["Query", "CopyData", "CopyDone"], list(dict.fromkeys(kinds)))
        with self.proxy.record() as seen:
            cursor.copy_expert("COPY numbers TO STDOUT", io.StringIO())
        self.assertEqual((1, 20000), (seen.trips, seen.rows))

    def test_large_objects_show_as_function_calls(self):
        """They go by a message of their own, which is a statement too."""
        connection = self.cursor().connection
        with self.proxy.record() as seen:
            connection.lobject(new_oid=0).write("text")
        calls = [m for m in seen.messages if m.kind == "FunctionCall"]
        self.assertTrue(calls)
        self.assertTrue(all(call.waited for call in calls))
        self.assertTrue({call.text for call in calls} <= set(seen.statements))

    def test_large_rows_and_texts_pass_whole(self):
        """Messages longer than any buffer, both ways."""
        cursor = self.cursor()
        text = "ü" * 3_000_000
        with self.proxy.record() as seen:
            cursor.execute("SELECT %s, n FROM generate_series(1, 2) n", (text,))
        self.assertEqual([(text, 1), (text, 2)], cursor.fetchall())
        self.assertEqual((1, 2), (seen.trips, seen.rows))
        self.assertIn(text, seen.statements[0])
        self.assertGreater(seen.bytes_out, 6_000_000)
        self.assertGreater(seen.bytes_in, 12_000_000)

    def test_bytes_are_those_of_the_protocol(self):
        """A letter, four bytes of length and a text that ends with a zero."""
        cursor = self.cursor()
        with self.proxy.record() as seen:
            cursor.execute("SELECT 1 AS n")
        self.assertEqual(5 + len("SELECT 1 AS n\0"), seen.bytes_out)
        description = 5 + 2 + len("n\0") + 18
        row = 5 + 2 + 4 + len("1")
        tag = 5 + len("SELECT 1\0")
        ready = 5 + 1
        self.assertEqual(description + row + tag + ready, seen.bytes_in)


class OpeningTests(ProxyTestCase):
    def test_the_first_messages_of_a_connection_stand_apart(self):
        """As Storm opens one: SHOW in a transaction of its own, then settings."""
        with self.proxy.record() as seen:
            connection = self.connect()
            cursor = connection.cursor()
            cursor.execute("SHOW server_version_num")
            connection.rollback()
            connection.set_client_encoding("LATIN1")
            cursor.execute("SELECT 1")
        self.assertEqual(["SELECT 1"], seen.statements)
        self.assertEqual((1, 2, 1), (seen.begins, seen.trips, seen.rows))
        self.assertEqual([("?column?",)], seen.columns)
        self.assertEqual(
            [
                ("SSLRequest", ""),
                ("Startup", ""),
                ("Query", ISOLATED),
                ("Query", "SHOW server_version_num"),
                ("Query", "ROLLBACK"),
                ("Query", "SET client_encoding TO 'LATIN1'"),
            ],
            [(message.kind, message.text) for message in seen.opening],
        )
        self.assertTrue(all(message.waited for message in seen.messages))

    def test_later_settings_are_statements(self):
        """Only a connection's first messages are nobody's."""
        cursor = self.cursor()
        with self.proxy.record() as seen:
            cursor.execute("SET LOCAL statement_timeout TO 1000")
        self.assertEqual(["SET LOCAL statement_timeout TO 1000"], seen.statements)

    def test_a_refused_connection_shows_with_its_error(self):
        """It never was ready."""
        with self.proxy.record() as seen, self.assertRaises(psycopg2.OperationalError):
            psycopg2.connect(self.proxy.uri(self.server.uri("no_such_database")))
        refused = seen.opening[-1]
        self.assertEqual(("Startup", False), (refused.kind, refused.waited))
        self.assertEqual(
            '3D000 database "no_such_database" does not exist', refused.error
        )

    def test_encryption_is_declined(self):
        """A client that insists on it is told so."""
        uri = self.proxy.uri(self.server.uri())
        with self.assertRaisesRegex(psycopg2.OperationalError, "does not support SSL"):
            psycopg2.connect(uri, sslmode="require")


class RecordingTests(ProxyTestCase):
    def test_a_silent_client_sends_nothing(self):
        """What a locked connection has to show."""
        cursor = self.cursor()
        cursor.execute("SELECT n FROM generate_series(1, 3) n")
        with self.proxy.record() as seen:
            self.assertEqual(3, len(cursor.fetchall()))
        self.assertEqual([], seen.messages)
        self.assertEqual((0, 0), (seen.bytes_out, seen.bytes_in))

    def test_farewells_belong_where_they_were_said(self):
        """Nobody waits for a Terminate, and it still is in the right recording."""
        for _ in range(50):
            connection = self.connect()
            with self.proxy.record() as during:
                connection.close()
            other = self.connect()
            other.close()
            with self.proxy.record() as after:
                pass
            self.assertEqual(["Terminate"], [m.kind for m in during.messages])
            self.assertEqual([], after.messages)

    def test_recordings_nest(self):
        """The outer one has everything, the inner its own."""
        cursor = self.cursor()
        with self.proxy.record() as outer:
            cursor.execute("SELECT 1")
            with self.proxy.record() as inner:
                cursor.execute("SELECT 2")
            cursor.execute("SELECT 3")
        self.assertEqual(["SELECT 1", "SELECT 2", "SELECT 3"], outer.statements)
        self.assertEqual(["SELECT 2"], inner.statements)

    def test_a_recording_is_whole_after_an_error(self):
        """And the proxy records no further."""
        cursor = self.cursor()
        with self.assertRaises(ZeroDivisionError), self.proxy.record() as seen:
            cursor.execute("SELECT 1")
            raise ZeroDivisionError
        cursor.execute("SELECT 2")
        self.assertEqual(["SELECT 1"], seen.statements)

    def test_connections_are_told_apart(self):
        """In the order in which they spoke."""
        one, other = self.cursor(), self.cursor()
        with self.proxy.record() as seen:
            one.execute("SELECT 1")
            other.execute("SELECT 2")
            one.execute("SELECT 3")
        self.assertEqual(["SELECT 1", "SELECT 2", "SELECT 3"], seen.statements)
        first, second, third = (message.connection for message in seen.messages)
        self.assertEqual(first, third)
        self.assertNotEqual(first, second)

    def test_connections_at_the_same_time_lose_nothing(self):
        """Each thread's messages are whole and in its order."""
        cursors = [self.cursor() for _ in range(4)]

        def work(cursor, name):
            for n in range(100):
                cursor.execute(
                    "SELECT %s, n FROM generate_series(1, 10) n", (f"{name}-{n}",)
                )

        with self.proxy.record() as seen:
            threads = [
                threading.Thread(target=work, args=(cursor, name))
                for name, cursor in enumerate(cursors)
            ]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
        self.assertEqual((400, 4000), (seen.trips, seen.rows))
        for name in range(4):
            self.assertEqual(
                [f"SELECT '{name}-{n}'" for n in range(100)],
                [text.split(",")[0] for text in seen.statements if f"'{name}-" in text],
            )

    def test_the_same_program_gives_the_same_recording(self):
        """To the byte: it is what other tests compare."""

        def program():
            cursor = self.cursor()
            with self.proxy.record() as seen:
                cursor.execute(
                    "SELECT n, repeat('x', 1000) FROM generate_series(1, 500) n"
                )
                cursor.connection.commit()
                cursor.execute("SELECT 1")
                cursor.connection.close()
            return [
                (m.kind, m.text, m.rows, m.columns, m.tags, m.waited)
                for m in seen.messages
            ], (seen.bytes_in, seen.bytes_out)

        first = program()
        for _ in range(20):
            self.assertEqual(first, program())


class DelayTests(ProxyTestCase):
    def test_each_trip_is_delayed_once(self):
        """However many messages and rows it takes, and no message else."""
        pauses: list[float] = []
        proxy = self.proxy_to(self.server.port, delay=0.25, pause=pauses.append)
        connection = self.connect(proxy)
        cursor = connection.cursor()
        cursor.execute("CREATE TEMPORARY TABLE numbers (n integer)")
        pauses.clear()
        with proxy.record() as seen:
            cursor.execute("SELECT %s", ("x" * 1_000_000,))
            numbers = io.StringIO("1\n" * 50_000)
            cursor.copy_expert("COPY numbers FROM STDIN", numbers)
            connection.commit()
            connection.close()
        self.assertEqual(3, seen.trips)
        self.assertEqual([0.25] * 3, pauses)


class LifeTests(ProxyTestCase):
    def test_closing_ends_its_connections(self):
        """And nobody connects any more; the server goes on."""
        cursor = self.cursor()
        self.proxy.close()
        with self.assertRaises(psycopg2.OperationalError):
            cursor.execute("SELECT 1")
        with self.assertRaisesRegex(psycopg2.OperationalError, "refused"):
            self.connect()
        psycopg2.connect(self.server.uri()).close()
        self.proxy.close()

    def test_it_leaves_no_thread(self):
        """Neither of itself nor of its connections."""
        before = threading.active_count()
        with WireProxy(self.server.host, self.server.port) as proxy:
            for _ in range(5):
                self.connect(proxy)
        self.assertEqual(before, threading.active_count())

    def test_without_a_server_the_client_is_sent_away(self):
        """And the proxy goes on listening."""
        with socket.socket() as unused:
            unused.bind((self.server.host, 0))
            proxy = self.proxy_to(unused.getsockname()[1])
            for _ in range(2):
                with self.assertRaisesRegex(psycopg2.OperationalError, "closed"):
                    self.connect(proxy)

    def test_a_connection_that_the_server_ends_ends_for_the_client(self):
        """Its last word is kept; there is no trip."""
        cursor = self.cursor()
        ending = "SELECT pg_terminate_backend(pg_backend_pid())"
        ended = self.assertRaisesRegex(psycopg2.OperationalError, "server closed")
        with self.proxy.record() as seen, ended:
            cursor.execute(ending)
        self.assertEqual(([ending], 0), (seen.statements, seen.trips))
        self.assertEqual(
            "57P01 terminating connection due to administrator command",
            seen.messages[0].error,
        )

    def test_a_request_to_cancel_passes(self):
        """It comes on a connection of its own and is waited for in no way."""
        request = struct.pack("!iiii", 16, 80877102, 0, 0)
        with self.proxy.record() as seen:
            client = socket.create_connection((self.proxy.host, self.proxy.port))
            with client:
                client.sendall(request)
                self.assertEqual(b"", client.recv(1))
        [message] = seen.messages
        self.assertEqual(("CancelRequest", False), (message.kind, message.waited))

    def test_a_uri_leads_by_way_of_the_proxy(self):
        """User, database and options stay."""
        self.assertEqual(
            f"postgres://me:secret@127.0.0.1:{self.proxy.port}/bugs?sslmode=disable",
            self.proxy.uri("postgres://me:secret@db:5432/bugs?sslmode=disable"),
        )
        self.assertEqual(
            f"postgres://127.0.0.1:{self.proxy.port}/bugs",
            self.proxy.uri("postgres://db/bugs"),
        )
