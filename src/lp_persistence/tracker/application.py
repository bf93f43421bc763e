"""The tracker as a WSGI application."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Final

from zope.interface import implementer
from zope.publisher.publish import publish

from lp_persistence.command.interfaces import IWSGIApplicationFactory
from lp_persistence.tracker.publication import TrackerPublication
from lp_persistence.tracker.request import tracker_request

#: What is said of every answer that does not say otherwise: what one person
#: sees is kept for nobody else, and whatever people write into a bug, no page
#: runs a script, is shown within another, or tells others where its reader was.
HEADERS: Final = {
    "Cache-Control": "private, no-cache",
    "Content-Security-Policy": "default-src 'none'; img-src 'self'; style-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}


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
        for name, value in HEADERS.items():
            if response.getHeader(name) is None:
                response.setHeader(name, value)
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
