"""The tracker as a WSGI application."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from zope.interface import implementer
from zope.publisher.publish import publish

from lp_persistence.command.interfaces import IWSGIApplicationFactory
from lp_persistence.tracker.publication import TrackerPublication
from lp_persistence.tracker.request import tracker_request


class Application:
    """The WSGI application; threads may share it.

    ``wsgi.handleErrors`` as False in the environment lets errors through.
    """

    def __init__(self) -> None:
        self._publication = TrackerPublication()

    def __call__(
        self, environ: dict[str, Any], start_response: Callable[..., Any]
    ) -> Iterable[bytes]:
        request = publish(
            tracker_request(environ, self._publication),
            handle_errors=environ.get("wsgi.handleErrors", True),
        )
        response = request.response
        start_response(response.getStatusString(), response.getHeaders())
        if request.method == "HEAD":
            return ()
        body: Iterable[bytes] = response.consumeBodyIter()
        return body


@implementer(IWSGIApplicationFactory)
class ApplicationFactory:
    """See ``IWSGIApplicationFactory``."""

    def __call__(self) -> Application:
        return Application()
