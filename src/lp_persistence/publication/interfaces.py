"""What views, parts of pages and applications say to the publication."""

from __future__ import annotations

from zope.interface import Attribute, Interface


class IPreparer(Interface):
    """Declares what a part of a page shows, before anything is fetched.

    A subscription adapter of (view, request). Menus, portlets, viewlets and
    whatever else is built while a page is rendered register one: what they
    show has been fetched by then, and nothing more can be. The adapter is not
    kept: it leaves its groups where the part finds them, on the view or in
    ``request.annotations``.
    """

    def prepare(context):
        """Ask for all that will be shown.

        ``context`` is what ``IContext(request)`` gives. Nothing can be
        iterated yet.
        """


class IGroupView(IPreparer):
    """A view that declares what it shows, and is rendered under the lock.

    The publication calls ``prepare`` when the path is traversed, realises
    the request's context, and calls the view while the backend refuses every
    access. A view that does not provide this goes on as before.
    """


class IViewer(Interface):
    """Whoever looks; an adapter of the request.

    An application registers a factory that takes the request and returns an
    entity with an id, or None for nobody. It is asked when the request's
    context is realised, so that authentication may come late. Where none is
    registered, nobody looks. What the factory returns need not provide this
    interface.
    """


class ICosts(Interface):
    """What a request cost so far; an adapter of the request."""

    statements = Attribute("How many statements the store was sent.")
    trips = Attribute("How many messages to the store were waited for.")
    realise = Attribute("Milliseconds that realising took.")
    render = Attribute("Milliseconds that rendering took.")


class IFlush(Interface):
    """Writes what a transaction holds unwritten; a utility, and a policy.

    Reads never write, and refuse to pass over unwritten changes. Where this
    is registered, the publication calls it once before it realises.
    """

    def __call__(context):
        """Write all changes that stores hold back in this transaction."""
