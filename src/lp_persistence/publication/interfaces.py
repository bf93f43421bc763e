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
    entity with an id, or an object of its own that stands for one (``IMember``), or
    None for nobody. It is asked when the request's
    context is realised, so that authentication may come late. Where none is
    registered, nobody looks. What the factory returns need not provide this
    interface.
    """


class ICosts(Interface):
    """What a request cost so far; an adapter of the request."""

    statements = Attribute("How many statements the store was sent.")
    trips = Attribute("How many messages to the store were waited for.")
    rows = Attribute("How many rows the store gave.")
    realise = Attribute("Milliseconds that realising took.")
    render = Attribute("Milliseconds that rendering took.")
    tolerated = Attribute("How many accesses under the lock were let through.")
    unlocked = Attribute("The reasons for which the lock was lifted, a list.")


class IFlush(Interface):
    """Writes what a transaction holds unwritten; a utility, and a policy.

    Reads never write, and refuse to pass over unwritten changes. Where this
    is registered, the publication calls it once before it realises.
    """

    def __call__(context):
        """Write all changes that stores hold back in this transaction."""


class IDeadline(Interface):
    """When a request must be answered; an adapter of the request.

    A factory that takes the request and returns seconds of ``time.monotonic``,
    or None for no deadline. The context of the request runs no step after it.
    """


class ILockPolicy(Interface):
    """How strictly pages are locked; a utility, and a policy.

    Where none is registered, every access raises.
    """

    def __call__(request, view):
        """``"raise"``, ``"log"`` (an access goes on, and is logged) or
        ``"off"`` for a page; ``view`` is the view, without proxies."""


class IBudget(Interface):
    """What a page may cost; a named adapter of (context, request).

    ``<persistence:budget …/>`` registers one beside the page. Its statements
    are held by tests (``lp_persistence.testing.budgets``), where they must be
    met exactly; rows and milliseconds are watched in production, where a
    breach gives one record of ``lp_persistence.budget`` and the page is served.
    """

    statements = Attribute("How many, for somebody signed in.")
    rows = Attribute("How many at most, or None.")
    milliseconds = Attribute("How long at most, or None.")
    place = Attribute("Where it was registered, for messages.")


class IAllowance(Interface):
    """An access that a view may make while it is rendered; a named utility.

    For a page that can't be mended today: what it covers goes on, is counted
    and logged. An entry that nothing matched any more is an error that tests
    find (``lp_persistence.testing.allowances``), so that the list shrinks.
    """

    view = Attribute("The class of the view.")
    statement = Attribute("A part of the statement.")
    reason = Attribute("Why it is allowed.")
    place = Attribute("Where it was registered, for messages.")
    matched = Attribute("How many accesses it has covered.")

    def covers(error):
        """Whether it covers a DatabaseLocked; counted if so."""


class IPublicationFactory(Interface):
    """Makes a publication; a named utility.

    ``<persistence:publication name=… factory=…/>`` registers one whose
    publications have the mixin.
    """

    def __call__(*args):
        """A publication; what it takes is the factory's own affair."""
