"""The root of the tracker, and how paths lead on from it."""

from __future__ import annotations

from typing import Any

from zope.app.publication.traversers import SimpleComponentTraverser
from zope.browserresource.resources import Resources as AllResources
from zope.component import queryMultiAdapter
from zope.interface import implementer
from zope.location.interfaces import ILocation
from zope.publisher.interfaces import NotFound

from lp_persistence.interfaces import IContext
from lp_persistence.pillars.interfaces import IDistributions
from lp_persistence.publication import required
from lp_persistence.tracker.interfaces import ITracker


@implementer(ITracker, ILocation)
class Tracker:
    """See ``ITracker``. It holds nothing: what there is, the store knows."""

    __parent__ = None
    __name__ = ""


class TrackerTraverser(SimpleComponentTraverser):
    """``/NAME``: a view of the root, else the distribution of that name.

    The step gives a group of one and fetches nothing. Whether it has a
    member, the publication finds out with all that the page asks for.
    """

    def publishTraverse(self, request: Any, name: str) -> Any:
        view = queryMultiAdapter((self.context, request), name=name)
        if view is not None:
            return view
        distributions = IDistributions(IContext(request)).filter(name=name)
        return required(distributions, request, self.context, name)


class Resources(AllResources):
    """``/@@/NAME``: a resource. There is no page of them all."""

    def browserDefault(self, request: Any) -> Any:
        raise NotFound(self.context, "@@", request)
