"""The publication of the tracker."""

from __future__ import annotations

import logging
from typing import Any, Final

from zope.app.publication.browser import BrowserPublication
from zope.error.interfaces import IErrorReportingUtility
from zope.interface import implementer
from zope.publisher.interfaces import IPublishingException
from zope.publisher.interfaces.http import IMethodNotAllowed, MethodNotAllowed

from lp_persistence.publication import PersistencePublicationMixin
from lp_persistence.publication.published import published_view
from lp_persistence.tracker.explain.text import explained
from lp_persistence.tracker.frame.page import READING
from lp_persistence.tracker.root import Tracker

#: How anything is asked for at all; few pages take the last.
METHODS: Final = ("GET", "HEAD", "POST")

_log = logging.getLogger(__name__)


class TrackerPublication(PersistencePublicationMixin, BrowserPublication):
    """Publishes the tracker's root to browsers; it needs no object database."""

    def __init__(self) -> None:
        super().__init__(db=None)
        self._root = Tracker()

    def getApplication(self, request: Any) -> Any:
        """The root. Raises MethodNotAllowed for what no page takes."""
        root = self.proxy(self._root)
        if request.method not in METHODS:
            raise MethodNotAllowed(root, request)
        return root

    def afterTraversal(self, request: Any, ob: Any) -> None:
        """Raises MethodNotAllowed for what the page that was found does not
        take: nearly all can only be read."""
        view = published_view(ob)
        if request.method not in methods_of(view):
            raise MethodNotAllowed(view, request)
        super().afterTraversal(request, ob)

    def callObject(self, request: Any, ob: Any) -> Any:
        """What the page is, or how it came to be."""
        return explained(request, super().callObject(request, ob))


def methods_of(view: Any) -> tuple[str, ...]:
    """How a view may be asked for."""
    methods: tuple[str, ...] = getattr(view, "methods", READING)
    return methods


@implementer(IErrorReportingUtility)
class ErrorLog:
    """Writes what went wrong to ``logging``.

    What a reader of the page caused goes there in a line, at INFO; the rest
    with its traceback, at ERROR.
    """

    def raising(self, info: Any, request: Any = None) -> None:
        """See ``IErrorReportingUtility``."""
        error = info[1]
        url = None if request is None else request.getURL()
        if IPublishingException.providedBy(error) or IMethodNotAllowed.providedBy(
            error
        ):
            _log.info("%s: %s at %s", type(error).__name__, error, url)
        else:
            _log.error("%s at %s", type(error).__name__, url, exc_info=info)
