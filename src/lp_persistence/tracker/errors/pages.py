"""The pages of what went wrong. They show nothing of how."""

from __future__ import annotations

from typing import Any

from zope.browserpage.viewpagetemplatefile import ViewPageTemplateFile
from zope.interface import implementer

from lp_persistence.tracker.frame import Bare
from lp_persistence.tracker.frame.form import BadQuery
from lp_persistence.tracker.frame.interfaces import IFramed
from lp_persistence.tracker.frame.page import READING
from lp_persistence.tracker.publication import methods_of


class ErrorPage(Bare):
    """Anything that nobody foresaw. It has no parts that would fetch: it may
    be the store that is not there."""

    status = 500
    heading = "Something went wrong"
    sentence = (
        "The tracker failed to make this page. It is not your fault; "
        "what happened has been written down."
    )
    template = ViewPageTemplateFile("error.pt")
    #: Where the page itself is, if only what was asked of it is wrong.
    again: str | None = None

    def __call__(self) -> Any:
        self.request.response.setStatus(self.status)
        return self.template()


class UnavailablePage(ErrorPage):
    """The store is away, or took too long."""

    status = 503
    heading = "The tracker can't answer just now"
    sentence = "What it shows can't be reached, or takes too long. Try again soon."


@implementer(IFramed)
class NotFoundPage(ErrorPage):
    """What is not there and what the viewer may not see, alike."""

    status = 404
    heading = "There is nothing here"
    sentence = (
        "No page that you can see has this address. It may never have had "
        "one, or what was there is not public."
    )


@implementer(IFramed)
class BadRequestPage(ErrorPage):
    """A malformed request; the exception's text is a sentence of ours."""

    status = 400
    heading = "This address can't be read"

    def __init__(self, context: Any, request: Any):
        super().__init__(context, request)
        self.sentence = str(context)
        if isinstance(context, BadQuery):
            self.again = self.here


@implementer(IFramed)
class MethodNotAllowedPage(ErrorPage):
    """Something that would have changed something, or a form's page without
    the form."""

    status = 405

    def __init__(self, context: Any, request: Any):
        super().__init__(context, request)
        self._methods = methods_of(context.object)

    @property
    def heading(self) -> str:  # type: ignore[override]
        if READING[0] in self._methods:
            return "The tracker can only be read"
        return "Only a form leads here"

    @property
    def sentence(self) -> str:  # type: ignore[override]
        if READING[0] in self._methods:
            return "Nothing can be changed here yet."
        return "Use the button on the page that you came from."

    def __call__(self) -> Any:
        self.request.response.setHeader("Allow", ", ".join(self._methods))
        return super().__call__()
