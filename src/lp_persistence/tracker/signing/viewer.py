"""Who looks, as the frame shows it."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from zope.browserpage.viewpagetemplatefile import ViewPageTemplateFile

from lp_persistence.entity import Entity
from lp_persistence.people.interfaces import IPersons
from lp_persistence.tracker.frame import IPersonLink, Part
from lp_persistence.tracker.signing.pages import SignInPage
from lp_persistence.tracker.signing.session import session_token


class ViewerPart(Part):
    """The viewer's name and icon, and the way in or out."""

    name = "viewer"
    template = ViewPageTemplateFile("viewer.pt")
    _found: Any = None

    def declare(self, context: Any) -> None:
        """See ``Part``."""
        viewer = context.viewer
        if isinstance(viewer, Entity):
            self._found = self.root(IPersons).of([viewer]).need(IPersonLink)

    @property
    def sign_in(self) -> str:
        """The address of the form that leads back here; or where that leads."""
        page = self.page
        back = page.next if isinstance(page, SignInPage) else self._asked
        return f"{self.base}/+sign-in?{urlencode({'next': back})}"

    @property
    def _asked(self) -> str:
        """This page, with what is asked of it."""
        query = self.request.get("QUERY_STRING", "")
        return f"{self.here}?{query}" if query else self.here

    def token(self) -> str:
        """See ``session_token``."""
        return session_token(self.request)

    @property
    def viewer(self) -> Any:
        """Who looks; None for nobody, and for somebody who is gone."""
        return None if self._found is None else self._found.first()
