"""The root of the tracker, and how paths lead on from it."""

from __future__ import annotations

from typing import Any, Final

from zope.browserresource.resources import Resources as AllResources
from zope.component import queryMultiAdapter
from zope.interface import implementer
from zope.location.interfaces import ILocation
from zope.publisher.interfaces import NotFound
from zope.publisher.interfaces.browser import IBrowserPublisher

from lp_persistence.interfaces import IContext
from lp_persistence.people.interfaces import IPersons
from lp_persistence.pillars.names.interfaces import IPillars
from lp_persistence.tracker.frame.step import DEFAULT, led
from lp_persistence.tracker.interfaces import ITracker

#: What the name of a person or team begins with in an address.
PERSON: Final = "~"


@implementer(ITracker, ILocation)
class Tracker:
    """See ``ITracker``. It holds nothing: what there is, the store knows."""

    __parent__ = None
    __name__ = ""


@implementer(IBrowserPublisher)
class TrackerTraverser:
    """``/NAME``: a view of the root, else what bears that name: ``/~NAME`` a
    person or team, and any other a pillar.

    The step gives a group of one and fetches nothing. Whether it has a
    member, the publication finds out with all that the page asks for.
    """

    def __init__(self, context: Any, request: Any):
        self.context = context
        self.request = request

    def publishTraverse(self, request: Any, name: str) -> Any:
        """See ``IBrowserPublisher``."""
        view = queryMultiAdapter((self.context, request), name=name)
        if view is not None:
            return view
        context = IContext(request)
        if name.startswith(PERSON):
            named = IPersons(context).filter(name=name.removeprefix(PERSON))
        else:
            named = IPillars(context).filter(name=name)
        return led(named, request, self.context, name)

    def browserDefault(self, request: Any) -> Any:
        """See ``IBrowserPublisher``."""
        return self.context, (DEFAULT,)


class Resources(AllResources):
    """``/@@/NAME``: a resource. There is no page of them all."""

    def browserDefault(self, request: Any) -> Any:
        raise NotFound(self.context, "@@", request)
