"""Requests of browsers, with malformed ones told apart."""

from __future__ import annotations

import re
from collections.abc import Mapping
from io import BytesIO
from typing import Any, Final
from urllib.parse import parse_qsl

from zope.component import adapter
from zope.i18n.interfaces import IUserPreferredCharsets
from zope.interface import implementer
from zope.publisher.browser import BrowserRequest
from zope.publisher.interfaces import BadRequest
from zope.publisher.interfaces.browser import IBrowserRequest
from zope.publisher.skinnable import setDefaultSkin

from lp_persistence.fields import SHORT

#: Of what a client sent, all that the page about a malformed request reads.
_KEPT: Final = (
    "REQUEST_METHOD",
    "SCRIPT_NAME",
    "SERVER_NAME",
    "SERVER_PORT",
    "SERVER_PROTOCOL",
    "wsgi.url_scheme",
)

#: So many bytes may come with a request: more than any form of ours has.
MOST: Final = 64 * 1024
UNREADABLE_FORM: Final = "The form that came with the address can't be read."
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f]")


class ITrackerRequest(IBrowserRequest):
    """A request to the tracker."""


@implementer(IUserPreferredCharsets)
@adapter(ITrackerRequest)
class OneCharset:
    """The tracker speaks UTF-8, whatever a client would rather have."""

    def __init__(self, request: object):
        """``request`` is not asked."""

    def getPreferredCharsets(self) -> list[str]:
        """See ``IUserPreferredCharsets``."""
        return ["utf-8"]


@implementer(ITrackerRequest)  # type: ignore[misc]
class TrackerRequest(BrowserRequest):
    """A request whose path and form hold what they may, or BadRequest."""

    def processInputs(self) -> None:
        length = self.get("CONTENT_LENGTH") or "0"
        if not length.isdigit() or int(length) > MOST:
            raise BadRequest(
                f"More came with the request than any form has: at most {MOST:,} "
                f"bytes are read."
            )
        for name in self.getTraversalStack():
            check_name(name)
        for name, _ in parse_qsl(self.get("QUERY_STRING", ""), True):
            # The publisher would take what follows for a directive.
            if ":" in name:
                raise BadRequest(UNREADABLE_FORM)
        try:
            super().processInputs()
        except (ValueError, TypeError) as error:
            raise BadRequest(UNREADABLE_FORM) from error

    def traverse(self, obj: Any) -> Any:
        published = super().traverse(obj)
        # A <base> would send the links to places within a page elsewhere, and
        # what the client says is our host would stand in the page. Addresses
        # of ours need none.
        self.response.setBase("")
        return published


@implementer(ITrackerRequest)  # type: ignore[misc]
class UnreadableRequest(BrowserRequest):
    """Stands for a request whose head can't be read at all."""

    def processInputs(self) -> None:
        raise BadRequest(
            "The address or a header of the request can't be read; "
            "they have to be text in UTF-8."
        )


def tracker_request(environ: Mapping[str, Any], publication: object) -> Any:
    """The request for a WSGI environment, to be given to ``publish()``."""
    request: BrowserRequest
    try:
        request = TrackerRequest(environ["wsgi.input"], environ)
    except ValueError:
        kept = {key: environ[key] for key in _KEPT if key in environ}
        request = UnreadableRequest(BytesIO(), {**kept, "PATH_INFO": "/"})
    request.setPublication(publication)
    setDefaultSkin(request)
    return request


def check_name(name: str) -> None:
    """Raise BadRequest unless ``name`` could be a step of a path."""
    if len(name) > SHORT:
        raise BadRequest(
            f"A name in the address is {len(name):,} characters long; "
            f"none has more than {SHORT:,}."
        )
    if _CONTROL.search(name):
        raise BadRequest("A name in the address holds a control character.")
