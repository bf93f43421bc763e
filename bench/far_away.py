"""A database that is further away: each trip to it takes longer."""

from __future__ import annotations

from multiprocessing import get_context
from multiprocessing.connection import Connection
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

from lp_persistence.testing.postgres import Server
from lp_persistence.testing.wire import WireProxy


class FarAway:
    """A proxy before a server, in a process of its own: in ours it would take
    the interpreter from whom it is to measure. ``delay`` is in seconds."""

    def __init__(self, server: Server, delay: float):
        context = get_context("fork")
        self._ours, theirs = context.Pipe()
        self._process = context.Process(
            target=_serve, args=(server.host, server.port, delay, theirs), daemon=True
        )

    def __enter__(self) -> Self:
        self._process.start()
        self._port = self._ours.recv()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._ours.send("end")
        self._process.join()

    def uri(self, uri: str) -> str:
        """A database's URI, by way of the proxy."""
        parts = urlsplit(uri)
        user, _, _ = parts.netloc.rpartition("@")
        return parts._replace(netloc=f"{user}@{WireProxy.host}:{self._port}").geturl()


def _serve(host: str, port: int, delay: float, pipe: Connection) -> None:
    with WireProxy(host, port, delay=delay) as proxy:
        pipe.send(proxy.port)
        pipe.recv()
