"""The site's publication, which takes part itself."""

from zope.publisher.browser import BrowserRequest

from examples.site import PagesFactory, SitePublication
from lp_persistence.publication import PersistencePublicationMixin


class Publication(PersistencePublicationMixin, SitePublication):
    """Publishes the site; its views say what they show."""


class Factory(PagesFactory):
    """Publishes pages; registered in place of the one by the name PAGES."""

    def __call__(self):
        return BrowserRequest, Publication
