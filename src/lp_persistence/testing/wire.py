"""A TCP proxy before PostgreSQL that counts and keeps what is said.

    with WireProxy(server.host, server.port) as proxy:
        connection = psycopg2.connect(proxy.uri(server.uri("tracker")))
        with proxy.record() as seen:
            ...
        assert len(seen.statements) == 5

It knows the protocol, version 3, and nothing of this package, so that it can
bear witness against it. Encryption is declined: a client that insists on it
can't be listened to. Nor can psycopg2's ``cancel()`` pass a proxy in its own
process: it keeps the interpreter to itself while it waits.

A frontend message is kept before it is forwarded, and its answer is counted
before the client gets it. So once a client's call has returned, everything
about it is in the recording.
"""

from __future__ import annotations

import re
import select
import socket
import struct
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from itertools import count
from typing import Final, Self
from urllib.parse import urlsplit

CHUNK: Final = 1 << 16
SETTLE_SECONDS: Final = 10.0

KINDS: Final = {
    b"Q": "Query",
    b"P": "Parse",
    b"B": "Bind",
    b"D": "Describe",
    b"E": "Execute",
    b"C": "Close",
    b"S": "Sync",
    b"H": "Flush",
    b"F": "FunctionCall",
    b"d": "CopyData",
    b"c": "CopyDone",
    b"f": "CopyFail",
    b"p": "Password",
    b"X": "Terminate",
}
# What comes before a connection is up bears a number in place of a letter.
NUMBERED_KINDS: Final = {
    80877102: "CancelRequest",
    80877103: "SSLRequest",
    80877104: "GSSENCRequest",
}
DECLINED: Final = ("SSLRequest", "GSSENCRequest")

# The kinds that the server ends with ReadyForQuery, so that a client waits.
WAITED_FOR: Final = ("Startup", "Query", "Sync", "FunctionCall")
STATEMENTS: Final = ("Query", "Execute", "FunctionCall")

# The roles of a statement; WORK is what is none of the others. Savepoints are
# work: they are waited for, and somebody wants them. A text of several
# statements matches no pattern: what hides behind a BEGIN is work.
BEGIN: Final = "begin"
END: Final = "end"
SESSION: Final = "session"
WORK: Final = "work"
ROLES: Final = {
    re.compile(rf"\s*{pattern}\s*;?\s*", re.IGNORECASE): role
    for pattern, role in (
        (r"(BEGIN|START\s+TRANSACTION)\b[\w\s,]*", BEGIN),
        (r"(COMMIT|END|ROLLBACK|ABORT)(\s+(WORK|TRANSACTION|AND|NO|CHAIN))*", END),
        (r"((COMMIT|ROLLBACK)\s+PREPARED|PREPARE\s+TRANSACTION)\s+'[^']*'", END),
        (r"(SHOW|SET|RESET|DISCARD)\b[^;]*", SESSION),
    )
}


@dataclass(slots=True, eq=False)
class Message:
    """One message of a client's, with what the server answered.

    ``connection`` numbers the proxy's connections from 1; ``kind`` is the
    protocol's name for the message; ``text`` the statement of a Query, Parse,
    Execute or FunctionCall, values included, and empty otherwise; ``role``
    is BEGIN, END, SESSION (a setting is read or set) or WORK, and empty where
    ``kind`` is no statement. ``opening``: it belongs to its connection's
    first messages. Answers: ``rows`` (those of COPY TO too), ``columns`` (the
    names in each row description), ``tags`` (one for each statement that was
    carried out: "SELECT 3"), ``error`` (its code and text), and ``waited``,
    true once the server was ready again.
    """

    connection: int
    kind: str
    text: str
    role: str = ""
    opening: bool = True
    rows: int = 0
    columns: list[tuple[str, ...]] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    error: str = ""
    waited: bool = False


@dataclass(slots=True, eq=False)
class Recording:
    """What passed a proxy while it was recording.

    ``messages`` holds every frontend message in order; ``bytes_out`` and
    ``bytes_in`` are what clients sent and were sent. Everything else leaves
    out the *opening* of connections made meanwhile: what comes before the
    first statement that is neither transaction control nor SHOW, SET, RESET
    or DISCARD, but for a BEGIN that this statement then runs in.
    """

    messages: list[Message] = field(default_factory=list)
    bytes_out: int = 0
    bytes_in: int = 0

    @property
    def opening(self) -> list[Message]:
        """The first messages of each connection made meanwhile."""
        return [message for message in self.messages if message.opening]

    @property
    def statements(self) -> list[str]:
        """The texts of statements, transaction control apart."""
        return [message.text for message in self._with(WORK, SESSION)]

    @property
    def begins(self) -> int:
        """How many messages began a transaction."""
        return len(self._with(BEGIN))

    @property
    def trips(self) -> int:
        """How many messages were waited for: answers with ReadyForQuery.

        BEGIN, COMMIT and ROLLBACK count. A COPY FROM is one trip, though its
        client waits once more, for leave to send.
        """
        return sum(message.waited for message in self._later)

    @property
    def rows(self) -> int:
        """How many rows came back, for statements asked meanwhile."""
        return sum(message.rows for message in self._later)

    @property
    def columns(self) -> list[tuple[str, ...]]:
        """The column names of each row description, in order."""
        return [names for message in self._later for names in message.columns]

    @property
    def _later(self) -> list[Message]:
        return [message for message in self.messages if not message.opening]

    def _with(self, *roles: str) -> list[Message]:
        return [message for message in self._later if message.role in roles]


class Conversation:
    """The protocol on one connection: bytes in, messages out."""

    def __init__(self, number: int):
        self._number = number
        self._from_client = bytearray()
        self._from_server = bytearray()
        self._started = False
        self._opening = True
        self._begin: Message | None = None
        self._unanswered: deque[Message] = deque()
        self._prepared: dict[bytes, str] = {}
        self._portals: dict[bytes, str] = {}

    def client_said(self, data: bytes) -> tuple[list[Message], bytes, bytes]:
        """The messages that ``data`` completes, what to forward to the
        server, and what to answer the client in its place."""
        buffer = self._from_client
        buffer += data
        messages = []
        if self._started:
            while (frame := _cut(buffer, 1)) is not None:
                messages.append(self._go_on(frame[:1], frame[5:]))
            return messages, data, b""
        # Until it has its answer, a client says one thing at a time.
        frame = _cut(buffer, 0)
        if frame is None:
            return [], b"", b""
        message = self._start(frame)
        if message.kind in DECLINED:
            message.waited = True
            return [message], b"", b"N"
        return [message], frame, b""

    def server_said(self, data: bytes) -> None:
        """Count what ``data`` completes for the messages it answers."""
        buffer = self._from_server
        buffer += data
        here = 0
        while here + 5 <= len(buffer):
            letter, size = struct.unpack_from("!ci", buffer, here)
            end = here + 1 + size
            if end > len(buffer):
                break
            if self._unanswered and letter in b"Dd":
                # Here and not in _answer(), since rows are many.
                self._unanswered[0].rows += 1
            elif self._unanswered:
                self._answer(letter, bytes(buffer[here + 5 : end]))
            here = end
        del buffer[:here]

    def _start(self, frame: bytes) -> Message:
        (number,) = struct.unpack_from("!i", frame, 4)
        kind = NUMBERED_KINDS.get(number, "Startup")
        message = Message(self._number, kind, "")
        self._started = kind not in DECLINED
        if kind == "Startup":
            self._unanswered.append(message)
        return message

    def _go_on(self, letter: bytes, body: bytes) -> Message:
        kind = KINDS.get(letter, f"unknown {letter!r}")
        text = self._text(kind, body)
        role = _role(text) if kind in STATEMENTS else ""
        message = Message(self._number, kind, text, role, self._opening)
        if kind in WAITED_FOR or kind in STATEMENTS:
            self._unanswered.append(message)
        if self._opening:
            self._open(message)
        return message

    def _text(self, kind: str, body: bytes) -> str:
        if kind == "Query":
            return _decoded(body.rstrip(b"\0"))
        if kind == "Parse":
            name, text = body.split(b"\0", 2)[:2]
            self._prepared[name] = _decoded(text)
            return self._prepared[name]
        if kind == "Bind":
            portal, name = body.split(b"\0", 2)[:2]
            self._portals[portal] = self._prepared.get(name, "")
        if kind == "Execute":
            return self._portals.get(body.split(b"\0", 1)[0], "")
        if kind == "FunctionCall":
            return f"FunctionCall {struct.unpack_from('!I', body)[0]}"
        return ""

    def _open(self, message: Message) -> None:
        if message.role == BEGIN:
            self._begin = message
        elif message.role == END:
            self._begin = None
        elif message.role == WORK:
            self._opening = message.opening = False
            if self._begin is not None:
                self._begin.opening = False

    def _answer(self, letter: bytes, body: bytes) -> None:
        message = self._unanswered[0]
        if letter == b"T":
            message.columns.append(_column_names(body))
        elif letter == b"C":
            message.tags.append(_decoded(body.rstrip(b"\0")))
        elif letter == b"E":
            message.error = _error(body)
        elif letter == b"Z":
            # After an error the server passes over the rest up to a Sync.
            while message.kind not in WAITED_FOR:
                self._unanswered.popleft()
                message = self._unanswered[0]
            message.waited = True
            self._unanswered.popleft()
        if letter in b"CIs" and message.kind == "Execute":
            self._unanswered.popleft()


def _cut(buffer: bytearray, start: int) -> bytes | None:
    """The first message off ``buffer``, if whole; its length is at ``start``."""
    if len(buffer) >= start + 4:
        end = start + struct.unpack_from("!i", buffer, start)[0]
        if len(buffer) >= end:
            frame = bytes(buffer[:end])
            del buffer[:end]
            return frame
    return None


def _role(text: str) -> str:
    for pattern, role in ROLES.items():
        if pattern.fullmatch(text):
            return role
    return WORK


def _column_names(body: bytes) -> tuple[str, ...]:
    names = []
    (number,) = struct.unpack_from("!h", body)
    here = 2
    for _ in range(number):
        end = body.index(b"\0", here)
        names.append(_decoded(body[here:end]))
        here = end + 19  # the zero and 18 bytes on the column's type
    return tuple(names)


def _error(body: bytes) -> str:
    fields = {part[:1]: _decoded(part[1:]) for part in body.split(b"\0")}
    return f"{fields.get(b'C', '')} {fields.get(b'M', '')}"


def _decoded(text: bytes) -> str:
    return text.decode("utf-8", "backslashreplace")


@dataclass(slots=True, eq=False)
class Link:
    """One client's connection, the one made for it, and what is said."""

    client: socket.socket
    server: socket.socket
    conversation: Conversation
    client_is_heard: bool = True


class WireProxy:
    """Listens on ``port`` of 127.0.0.1 for the PostgreSQL at ``host, port``.

    ``delay`` is added to each trip, in seconds; ``pause`` is what waits for
    it. As a context manager it closes itself.
    """

    host: Final = "127.0.0.1"

    def __init__(
        self,
        host: str,
        port: int,
        *,
        delay: float = 0.0,
        pause: Callable[[float], object] = time.sleep,
    ):
        self._upstream = (host, port)
        self._delay = delay
        self._pause = pause
        self._links: list[Link] = []
        self._recordings: list[Recording] = []
        self._changed = threading.Condition()
        self._closed = False
        self._listener = socket.create_server((self.host, 0))
        self.port: int = self._listener.getsockname()[1]
        self._threads = [_thread(self._accept)]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def uri(self, uri: str) -> str:
        """``uri``, of a database of the server's, by way of this proxy."""
        parts = urlsplit(uri)
        user = "".join(parts.netloc.rpartition("@")[:2])
        return parts._replace(netloc=f"{user}{self.host}:{self.port}").geturl()

    @contextmanager
    def record(self) -> Iterator[Recording]:
        """Keep what passes within the ``with`` block; recordings may nest.

        What clients sent before it without waiting (a Terminate) does not show,
        and what they sent in it does. Raises TimeoutError if one sends on and on.
        """
        seen = Recording()
        with self._changed:
            self._settle()
            self._recordings.append(seen)
        try:
            yield seen
        finally:
            with self._changed:
                try:
                    self._settle()
                finally:
                    self._recordings.remove(seen)

    def close(self) -> None:
        """Stop listening and end every connection; a closed one is left as it is."""
        with self._changed:
            if self._closed:
                return
            self._closed = True
            for link in self._links:
                _shut(link.client, socket.SHUT_RDWR)
                _shut(link.server, socket.SHUT_RDWR)
            threads = list(self._threads)
        # Not every system lets accept() end when its socket is closed.
        socket.create_connection((self.host, self.port)).close()
        for thread in threads:
            thread.join()
        self._listener.close()

    def _accept(self) -> None:
        for number in count(1):
            client, _ = self._listener.accept()
            with self._changed:
                if self._closed:
                    client.close()
                    break
                try:
                    server = socket.create_connection(self._upstream)
                except OSError:
                    client.close()
                    continue
                link = Link(client, server, Conversation(number))
                self._links.append(link)
                self._threads.append(_thread(self._converse, link))

    def _converse(self, link: Link) -> None:
        answers = _thread(self._listen_to_server, link)
        try:
            with suppress(OSError):
                for end in (link.client, link.server):
                    end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                self._listen_to_client(link)
        finally:
            with self._changed:
                link.client_is_heard = False
                self._changed.notify_all()
            _shut(link.server, socket.SHUT_WR)
            answers.join()
            with self._changed:
                self._links.remove(link)
                self._threads.remove(threading.current_thread())
            link.client.close()
            link.server.close()

    def _listen_to_client(self, link: Link) -> None:
        # Peeking leaves the bytes where _settle() sees them: they are taken
        # and kept in one go, under the lock.
        while link.client.recv(1, socket.MSG_PEEK):
            with self._changed:
                messages, forward, answer = self._take(link)
                self._changed.notify_all()
            if self._delay and any(said.kind in WAITED_FOR for said in messages):
                self._pause(self._delay)
            link.server.sendall(forward)
            link.client.sendall(answer)

    def _take(self, link: Link) -> tuple[list[Message], bytes, bytes]:
        data = link.client.recv(CHUNK)
        messages, forward, answer = link.conversation.client_said(data)
        for seen in self._recordings:
            seen.messages += messages
            seen.bytes_out += len(data)
            seen.bytes_in += len(answer)
        return messages, forward, answer

    def _listen_to_server(self, link: Link) -> None:
        try:
            with suppress(OSError):
                while data := link.server.recv(CHUNK):
                    with self._changed:
                        link.conversation.server_said(data)
                        for seen in self._recordings:
                            seen.bytes_in += len(data)
                    link.client.sendall(data)
        finally:
            _shut(link.client, socket.SHUT_WR)

    def _settle(self) -> None:
        if not self._changed.wait_for(self._is_settled, SETTLE_SECONDS):
            raise TimeoutError(
                f"Clients of the proxy on port {self.port} went on sending for "
                f"{SETTLE_SECONDS:g} seconds; record() waits for a pause of theirs."
            )

    def _is_settled(self) -> bool:
        poll = select.poll()
        for link in self._links:
            if link.client_is_heard:
                poll.register(link.client, select.POLLIN)
        return not poll.poll(0)


def _thread(work: Callable[..., None], *values: object) -> threading.Thread:
    thread = threading.Thread(target=work, args=values, name="wire proxy", daemon=True)
    thread.start()
    return thread


def _shut(end: socket.socket, how: int) -> None:
    with suppress(OSError):  # the other side may have been first
        end.shutdown(how)
