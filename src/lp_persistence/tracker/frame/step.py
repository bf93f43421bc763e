"""Steps of paths that lead to groups."""

from __future__ import annotations

from typing import Any, Final, NamedTuple

from zope.component import queryMultiAdapter
from zope.interface import implementer
from zope.publisher.browser import BrowserView
from zope.publisher.interfaces import NotFound
from zope.publisher.interfaces.browser import IBrowserPublisher

from lp_persistence.publication import IGroupView, required
from lp_persistence.tracker.frame.interfaces import IStep

_KEY: Final = "lp_persistence.tracker.step"
#: The name of the page that a path ends with where it names none.
DEFAULT: Final = "index.html"


class Led(NamedTuple):
    """What the last step of a path gave, and for which name of what."""

    group: Any
    parent: object
    name: str


def led(group: Any, request: Any, parent: object, name: str) -> Any:
    """What a step of the path gives: ``group``, which was found for ``name``
    of ``parent``. Whether it has a member matters only to a page about it."""
    request.annotations[_KEY] = Led(group, parent, name)
    return group


def require_led(request: Any) -> None:
    """Have what the path led to found, or nothing of the page. At the root it
    led to nothing yet."""
    found: Led | None = request.annotations.get(_KEY)
    if found is not None:
        required(found.group, request, found.parent, found.name)


@implementer(IBrowserPublisher, IStep)
class Step(BrowserView):
    """``/cve/NAME``, ``/ubuntu/+series/NAME``: a view that leads on to groups.

    A page that is one as well (``/bugs`` and ``/bugs/1``) derives from both.
    """

    def find(self, name: str) -> Any:
        """The group of one for a name, or None for what can't be a name.

        Nothing is fetched yet. ``self.context`` is the tracker, or the group
        that the path led to so far, which is a filter for what comes behind
        it: ``filter(name=name, distribution=self.context)``. It is not loaded
        for its own sake.
        """
        raise NotImplementedError(type(self))

    def publishTraverse(self, request: Any, name: str) -> Any:
        """See ``IBrowserPublisher``."""
        group = self.find(name)
        if group is None:
            raise NotFound(self.context, name, request)
        return led(group, request, self.context, name)

    def browserDefault(self, request: Any) -> Any:
        """See ``IBrowserPublisher``."""
        if IGroupView.providedBy(self):
            # The path ends here: it is a page about what led to it.
            require_led(request)
        return self, ()

    def __call__(self) -> Any:
        raise NotFound(self.context, self.__name__, self.request)


@implementer(IBrowserPublisher)
class GroupTraverser:
    """From a group of one to its pages, and to the steps behind it.

    A page about it needs a member, or is not found.
    """

    def __init__(self, context: Any, request: Any):
        self.context = context
        self.request = request

    def publishTraverse(self, request: Any, name: str) -> Any:
        """See ``IBrowserPublisher``."""
        view = queryMultiAdapter((self.context, request), name=name)
        if view is None:
            raise NotFound(self.context, name, request)
        if IStep.providedBy(view):
            request.annotations[_KEY].group.used_up()
        else:
            require_led(request)
        return view

    def browserDefault(self, request: Any) -> Any:
        """See ``IBrowserPublisher``."""
        return self.context, (DEFAULT,)
