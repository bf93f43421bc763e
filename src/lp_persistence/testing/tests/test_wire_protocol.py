"""Tests for the protocol: bytes in, messages out, without any connection."""

import struct
import unittest

from lp_persistence.testing.wire_protocol import Conversation

STARTUP = struct.pack("!ii", 17, 196608) + b"user\0me\0\0"


def frames(*said):
    """Each text as a message: its first byte is the letter."""
    return b"".join(
        text[:1] + struct.pack("!i", len(text) + 3) + text[1:] for text in said
    )


class ExtendedProtocolTests(unittest.TestCase):
    """What psycopg2 does not speak, other drivers do: Parse, Bind, Execute."""

    def setUp(self):
        self.conversation = Conversation(1)
        self.conversation.client_said(STARTUP)
        self.answer(b"ZI")

    def say(self, *texts):
        said = frames(*texts)
        messages, forward, answer = self.conversation.client_said(said)
        self.assertEqual((said, b""), (forward, answer))
        return messages

    def answer(self, *texts):
        self.conversation.server_said(frames(*texts))

    def test_a_prepared_statement_is_seen_at_each_execution(self):
        """Parsed once, carried out twice, each with its rows and one Sync."""
        bind, execute = b"Bp\0s\0\0\0", b"Ep\0\0\0\0\0"
        parsed, bound, one, _, other, sync = self.say(
            b"Ps\0SELECT $1\0\0\0", bind, execute, bind, execute, b"S"
        )
        self.answer(b"1", b"2", b"Drow", b"CSELECT 1\0")
        self.answer(b"2", b"Drow", b"Drow", b"s", b"ZI")
        self.assertEqual(("SELECT $1", ""), (parsed.text, parsed.role))
        self.assertEqual(("", ""), (bound.text, bound.role))
        self.assertEqual(["SELECT $1"] * 2, [one.text, other.text])
        self.assertEqual(["work"] * 2, [one.role, other.role])
        self.assertEqual((1, 2), (one.rows, other.rows))
        self.assertEqual((False, True), (one.waited, sync.waited))

    def test_after_an_error_the_rest_up_to_the_sync_is_passed_over(self):
        """The next answer is the next message's."""
        failed, passed_over, _ = self.say(b"E\0\0\0\0\0", b"E\0\0\0\0\0", b"S")
        self.answer(b"EC42601\0Mwrong\0\0", b"ZI")
        [query] = self.say(b"QSELECT 1\0")
        self.answer(b"Drow", b"ZI")
        self.assertEqual("42601 wrong", failed.error)
        self.assertEqual((0, ""), (passed_over.rows, passed_over.error))
        self.assertEqual((1, True), (query.rows, query.waited))

    def test_any_cut_of_the_stream_gives_the_same_messages(self):
        """TCP keeps the order of bytes, not where they were cut."""
        said = frames(b"QSELECT 1\0", b"QCOMMIT\0")
        answer = frames(b"T\0\1n\0" + bytes(18), b"Da row", b"CSELECT 1\0", b"ZI")
        answer += frames(b"Na notice", b"CCOMMIT\0", b"ZI")
        for size in range(1, len(answer) + 1):
            messages = []
            for here in range(0, len(said), size):
                messages += self.conversation.client_said(said[here : here + size])[0]
            for here in range(0, len(answer), size):
                self.conversation.server_said(answer[here : here + size])
            query, commit = messages
            self.assertEqual(
                ("SELECT 1", 1, [("n",)], ["SELECT 1"], True),
                (query.text, query.rows, query.columns, query.tags, query.waited),
            )
            self.assertEqual(
                ("end", 0, True), (commit.role, commit.rows, commit.waited)
            )

    def test_notices_of_an_idle_server_are_nobodys(self):
        """They answer no message."""
        self.answer(b"Na notice", b"Atold")
        [query] = self.say(b"QSELECT 1\0")
        self.answer(b"ZI")
        self.assertEqual((True, "", []), (query.waited, query.error, query.tags))

    def test_requests_for_encryption_are_answered_in_place_of_the_server(self):
        """It must not hear of them: what follows could not be read."""
        for number in (80877103, 80877104):
            request = struct.pack("!ii", 8, number)
            [message], forward, answer = Conversation(1).client_said(request)
            self.assertEqual((b"", b"N"), (forward, answer))
            self.assertTrue(message.opening and message.waited)

    def test_only_what_begins_and_ends_a_transaction_is_control(self):
        """Two-phase commit is; savepoints are waited for by somebody."""
        for role, text in (
            ("begin", b"START TRANSACTION READ ONLY"),
            ("end", b"PREPARE TRANSACTION 'a'"),
            ("end", b"COMMIT PREPARED 'a'"),
            ("end", b"commit and no chain;"),
            ("end", b"END"),
            ("work", b"PREPARE a AS SELECT 1"),
            ("work", b"SAVEPOINT a"),
            ("work", b"ROLLBACK TO a"),
        ):
            [message] = self.say(b"Q" + text + b"\0")
            self.assertEqual((role, text.decode()), (message.role, message.text))
