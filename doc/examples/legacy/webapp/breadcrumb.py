"""The steps of a path, as links above the page."""

from zope.component import queryAdapter
from zope.interface import implementer

from .interfaces import IBreadcrumb
from .publication import TRAVERSED
from .url import canonical_url


@implementer(IBreadcrumb)
class Breadcrumb:
    """Derived for each kind of object, with a ``text``."""

    def __init__(self, context):
        self.context = context

    @property
    def url(self):
        """See ``IBreadcrumb``."""
        return canonical_url(self.context)


class DisplaynameBreadcrumb(Breadcrumb):
    """Of what has a name to be shown."""

    @property
    def text(self):
        """See ``IBreadcrumb``."""
        return self.context.displayname


def hierarchy(request):
    """The breadcrumbs of what a request's path led to, the outermost first."""
    found = (
        queryAdapter(obj, IBreadcrumb) for obj in request.annotations.get(TRAVERSED, ())
    )
    return [breadcrumb for breadcrumb in found if breadcrumb is not None]
