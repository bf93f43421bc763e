"""Views in two phases: ``initialize()`` handles forms, ``render()`` makes the page."""

import json

from zope.browserpage.viewpagetemplatefile import ViewPageTemplateFile
from zope.component import queryAdapter
from zope.publisher.browser import BrowserView

from ..registry.interfaces.person import IPerson
from .breadcrumb import hierarchy
from .export import export
from .interfaces import IContextMenu
from .url import canonical_url


class LegacyView(BrowserView):
    """What all views derive from; templates read it as ``view``."""

    layout = ViewPageTemplateFile("templates/layout.pt")
    page_title = "Legacy"

    @property
    def user(self):
        """The person who looks, or None."""
        return IPerson(self.request.principal, None)

    def initialize(self):
        """Handle the form, and find what is shown."""

    def render(self):
        """The page."""
        return self.template()

    def __call__(self):
        self.initialize()
        if self.is_redirected:
            return ""
        return self.render()

    @property
    def is_redirected(self):
        """Whether the browser is sent elsewhere instead."""
        return self.request.response.getStatus() in (302, 303)

    def redirect(self, obj):
        """Send the browser to an object's page."""
        self.request.response.redirect(canonical_url(obj), status=303)

    @property
    def breadcrumbs(self):
        """The steps that led here."""
        return hierarchy(self.request)

    @property
    def menu(self):
        """What can be done with what is shown."""
        menu = queryAdapter(self.context, IContextMenu)
        return () if menu is None else list(menu.iterlinks())

    @property
    def cache(self):
        """What scripts in the page read: by name an object, or a list of some."""
        return {}

    def getCacheJSON(self):
        """The cache, as it stands in the page: what its objects export."""
        exported = {
            name: [export(each) for each in found]
            if isinstance(found, list)
            else export(found)
            for name, found in self.cache.items()
        }
        return json.dumps(exported, sort_keys=True).replace("<", "\\u003c")
