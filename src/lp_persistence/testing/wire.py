"""A TCP proxy before PostgreSQL that counts and keeps what is said.

    with WireProxy(server.host, server.port) as proxy:
        connection = psycopg2.connect(proxy.uri(server.uri("tracker")))
        with proxy.record() as seen:
            ...
        assert len(seen.statements) == 5

It knows the protocol (``wire_protocol``) and nothing of this package, so that it
can bear witness against it. Encryption is declined: a client that insists on it
can't be listened to. Nor can psycopg2's ``cancel()`` pass a proxy in its own
process: it keeps the interpreter to itself while it waits.

A frontend message is kept before it is forwarded, and its answer is counted
before the client gets it. So once a client's call has returned, everything
about it is in the recording.
"""

from __future__ import annotations

import select
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from itertools import count
from typing import Final, Self
from urllib.parse import urlsplit

from lp_persistence.testing.wire_protocol import (
    BEGIN,
    SESSION,
    WAITED_FOR,
    WORK,
    Conversation,
    Message,
)

CHUNK: Final = 1 << 16
SETTLE_SECONDS: Final = 10.0


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
