"""A WSGI application over HTTP, for as long as a browser looks at it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from webtest.http import StopableWSGIServer

_HOST: Final = "127.0.0.1"
#: As many as a browser asks at a time, and some.
_THREADS: Final = 8


@contextmanager
def served(application: Any) -> Iterator[str]:
    """The address of an application, on a free port, without a slash behind it.

    It is served by threads of their own, which see the component registries that
    are in force when it starts.
    """
    server = StopableWSGIServer.create(
        application, host=_HOST, port=0, threads=_THREADS
    )
    try:
        yield f"http://{_HOST}:{server.effective_port}"
    finally:
        server.shutdown()
        server.runner.join()
