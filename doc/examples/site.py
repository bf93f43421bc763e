"""What the examples have in common: a site that knows nothing of lp_persistence.

It is published by zope.app.publication, as an application of Zope's is.
"""

from io import BytesIO

from zope.app.publication.browser import BrowserPublication
from zope.app.publication.httpfactory import HTTPPublicationRequestFactory
from zope.interface import Interface, implementer
from zope.publisher.browser import BrowserRequest, BrowserView
from zope.publisher.publish import publish


class ISite(Interface):
    """The root, where paths begin."""


@implementer(ISite)
class Site:
    """See ``ISite``."""


class SitePublication(BrowserPublication):
    """Publishes the site."""

    def getApplication(self, request):
        return self.proxy(Site())


class PagesFactory:
    """Publishes pages; registered by the name PAGES."""

    def canHandle(self, environment):
        return True

    def __call__(self):
        return BrowserRequest, SitePublication


class AboutPage(BrowserView):
    """A page from before, which goes on as ever."""

    def __call__(self):
        return "A site of people."


class Application:
    """The site as a WSGI application."""

    def __init__(self):
        self._make_request = HTTPPublicationRequestFactory(None)

    def request(self, environ):
        """A request, with the publication that is registered for it."""
        return self._make_request(environ.get("wsgi.input", BytesIO()), environ)

    def __call__(self, environ, start_response):
        response = publish(self.request(environ)).response
        start_response(response.getStatusString(), response.getHeaders())
        return response.consumeBodyIter()
