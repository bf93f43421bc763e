"""Publishes the site: which stores a request uses, and how paths are walked."""

from zope.app.publication.browser import BrowserPublication
from zope.app.publication.interfaces import IRequestPublicationFactory
from zope.component import getUtility
from zope.interface import implementer
from zope.publisher.browser import BrowserRequest

from ..services.interfaces import IStorePolicy, IStoreSelector
from .root import LegacyRoot

_POLICY = "legacy.policy"
#: What the path of a request has led to, in ``request.annotations``.
TRAVERSED = "legacy.traversed"


class LegacyRequest(BrowserRequest):
    """A request of a browser."""

    def consume(self):
        """Take the next step of the path; None where there is none."""
        stack = self.getTraversalStack()
        if not stack:
            return None
        step = stack.pop()
        self.setTraversalStack(stack)
        self._traversed_names.append(step)
        return step


@implementer(IRequestPublicationFactory)
class LegacyFactory:
    """Publishes everything; registered by the name LEGACY."""

    def canHandle(self, environment):
        """See ``IRequestPublicationFactory``."""
        return True

    def __call__(self):
        """See ``IRequestPublicationFactory``."""
        return LegacyRequest, LegacyPublication


class LegacyPublication(BrowserPublication):
    """See ``IPublication``; it needs no object database."""

    def getApplication(self, request):
        """See ``IPublication``."""
        return self.proxy(LegacyRoot())

    def beforeTraversal(self, request):
        """Have the policy of the request in force."""
        policy = request.annotations[_POLICY] = IStorePolicy(request)
        getUtility(IStoreSelector).push(policy)
        super().beforeTraversal(request)

    def callTraversalHooks(self, request, ob):
        """Note what the path leads to: breadcrumbs are made of it."""
        traversed = request.annotations.setdefault(TRAVERSED, [])
        # A path that ends without a view comes by its last object twice.
        if not traversed or traversed[-1] != ob:
            traversed.append(ob)
        super().callTraversalHooks(request, ob)

    def endRequest(self, request, ob):
        """The policy goes with the request."""
        super().endRequest(request, ob)
        if request.annotations.pop(_POLICY, None) is not None:
            getUtility(IStoreSelector).pop()
