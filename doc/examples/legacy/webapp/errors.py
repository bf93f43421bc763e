"""The pages of errors: plain, and without a look into the database."""

import logging

from zope.error.interfaces import IErrorReportingUtility
from zope.interface import implementer
from zope.publisher.browser import BrowserView
from zope.publisher.interfaces import IPublishingException
from zope.security.interfaces import IUnauthorized

_log = logging.getLogger(__name__)


class ErrorPage(BrowserView):
    """What nobody foresaw."""

    status = 500
    sentence = "Something went wrong"

    def __call__(self):
        self.request.response.setStatus(self.status)
        self.request.response.setHeader("Content-Type", "text/plain")
        return self.sentence


class NotFoundPage(ErrorPage):
    """What is not there, or not for this user."""

    status = 404
    sentence = "There is no page here"


class UnauthorizedPage(ErrorPage):
    """What this user may not do."""

    status = 403
    sentence = "You may not do this"


@implementer(IErrorReportingUtility)
class ErrorLog:
    """Writes to ``logging`` what nobody foresaw."""

    def raising(self, info, request=None):
        """See ``IErrorReportingUtility``."""
        error = info[1]
        if not (
            IPublishingException.providedBy(error) or IUnauthorized.providedBy(error)
        ):
            _log.error("At %s", request and request.URL, exc_info=info)
