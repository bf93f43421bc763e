"""The pages of what went wrong. They show nothing of how."""

from __future__ import annotations

from typing import Any

from zope.browserpage.viewpagetemplatefile import ViewPageTemplateFile

from lp_persistence.tracker.frame import Page
from lp_persistence.tracker.publication import METHODS


class ErrorPage(Page):
    """Anything that nobody foresaw."""

    status = 500
    heading = "Something went wrong"
    sentence = (
        "The tracker failed to make this page. It is not your fault; "
        "what happened has been written down."
    )
    template = ViewPageTemplateFile("error.pt")

    def __call__(self) -> Any:
        self.request.response.setStatus(self.status)
        return self.template()


class NotFoundPage(ErrorPage):
    """What is not there and what the viewer may not see, alike."""

    status = 404
    heading = "There is nothing here"
    sentence = (
        "No page that you can see has this address. It may never have had "
        "one, or what was there is not public."
    )


class BadRequestPage(ErrorPage):
    """A malformed request; the exception's text is a sentence of ours."""

    status = 400
    heading = "This address can't be read"

    def __init__(self, context: Any, request: Any):
        super().__init__(context, request)
        self.sentence = str(context)


class MethodNotAllowedPage(ErrorPage):
    """Something that would have changed something."""

    status = 405
    heading = "The tracker can only be read"
    sentence = "Nothing can be changed here yet."

    def __call__(self) -> Any:
        self.request.response.setHeader("Allow", ", ".join(METHODS))
        return super().__call__()
