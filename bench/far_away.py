"""A database that is further away: each trip to it takes longer."""

from __future__ import annotations

from multiprocessing import get_context
from multiprocessing.connection import Connection
from types import TracebackType
from urllib.parse import urlsplit

from lp_persistence.testing.wire import WireProxy


class FarAway:
    """A proxy before a database, in a process of its own: in ours it would take
    the interpreter from whom it is to measure. ``delay`` is in seconds. Gives
    the database's URI by way of the proxy."""

    def __init__(self, uri: str, delay: float):
        self._parts = urlsplit(uri)
        context = get_context("fork")
        self._ours, theirs = context.Pipe()
        self._process = context.Process(
            target=_serve,
            args=(self._parts.hostname, self._parts.port or 5432, delay, theirs),
            daemon=True,
        )

    def __enter__(self) -> str:
        self._process.start()
        port = self._ours.recv()
        user, _, _ = self._parts.netloc.rpartition("@")
        return self._parts._replace(netloc=f"{user}@{WireProxy.host}:{port}").geturl()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._ours.send("end")
        self._process.join()


def _serve(host: str, port: int, delay: float, pipe: Connection) -> None:
    with WireProxy(host, port, delay=delay) as proxy:
        pipe.send(proxy.port)
        pipe.recv()
