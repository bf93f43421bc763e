"""The site as a WSGI application."""

from io import BytesIO

from storm.zope.interfaces import IZStorm
from zope.app.publication.httpfactory import HTTPPublicationRequestFactory
from zope.component import getUtility
from zope.publisher.publish import publish

from .services.interfaces import PRIMARY, STANDBY


def open_stores(primary, standby=None):
    """Have the site's stores opened by these URIs of Storm's."""
    zstorm = getUtility(IZStorm)
    zstorm.set_default_uri(f"main-{PRIMARY}", primary)
    zstorm.set_default_uri(f"main-{STANDBY}", standby or primary)


class Application:
    """Publishes the site; threads may share it."""

    def __init__(self):
        self._make_request = HTTPPublicationRequestFactory(None)

    def __call__(self, environ, start_response):
        request = self._make_request(environ.get("wsgi.input", BytesIO()), environ)
        request = publish(request, handle_errors=environ.get("wsgi.handleErrors", True))
        response = request.response
        start_response(response.getStatusString(), response.getHeaders())
        return response.consumeBodyIter()
