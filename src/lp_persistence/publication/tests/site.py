"""A site for the tests: a layer on memory, a publication that keeps a journal."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any, TypeVar

from zope.app.publication.browser import BrowserPublication
from zope.component import provideUtility
from zope.error.interfaces import IErrorReportingUtility
from zope.interface import implementer
from zope.publisher.browser import BrowserRequest
from zope.publisher.interfaces import NotFound
from zope.publisher.publish import publish
from zope.security.checker import (
    NamesChecker,
    defineChecker,
    getCheckerForInstancesOf,
)

import lp_persistence.publication
from lp_persistence.context import Context
from lp_persistence.errors import DatabaseLocked
from lp_persistence.people.interfaces import IPersons
from lp_persistence.publication import IGroupView, PersistencePublicationMixin
from lp_persistence.testing.layers import MemoryLayer
from lp_persistence.testing.tracker_factory import TrackerFactory

V = TypeVar("V")

ADA, BOB = 1, 2
#: A team that nobody but its members may see.
HIDDEN = "secret"


@implementer(IErrorReportingUtility)
class Errors:
    """Keeps what went wrong, for the tests to see."""

    def __init__(self) -> None:
        self.found: list[BaseException] = []

    def raising(self, info: Any, request: Any = None) -> None:
        self.found.append(info[1])


class PublicationLayer(MemoryLayer):
    """Ada, Bob, and a team that only Ada may see; ``errors`` are reported."""

    def setUp(self) -> None:
        super().setUp()
        published(View)
        published(GroupView)

    def testSetUp(self) -> None:
        super().testSetUp()
        self["errors"] = errors = Errors()
        provideUtility(errors, IErrorReportingUtility)
        factory = TrackerFactory(self["backend"])
        ada = factory.person(id=ADA, name="ada", displayname="Ada")
        factory.person(id=BOB, name="bob", displayname="Bob")
        factory.team([ada], private=True, name=HIDDEN, team_owner=ada)
        factory.done()


PUBLICATION = PublicationLayer(
    name="PUBLICATION", filename="tests/site.zcml", package=lp_persistence.publication
)


class Publication(PersistencePublicationMixin, BrowserPublication):
    """Publishes views given by name, and notes in what order things happen."""

    def __init__(self, **views: Callable[[Any, Any], Any]):
        super().__init__(None)
        self.views = views
        self.journal: list[str] = []

    def getApplication(self, request: Any) -> Any:
        return None

    def traverseName(self, request: Any, ob: Any, name: str) -> Any:
        try:
            view = self.views[name]
        except KeyError:
            raise NotFound(ob, name, request) from None
        return self.proxy(view(ob, request))

    def getDefaultTraversal(self, request: Any, ob: Any) -> Any:
        return ob, ()

    def afterCall(self, request: Any, ob: Any) -> None:
        self.note("commit")
        super().afterCall(request, ob)

    def note(self, what: str) -> None:
        """Write down ``what``, and whether the store can be asked just now."""
        self.journal.append(f"{what}, {'locked' if is_locked() else 'free'}")

    def get(self, path: str, **environ: Any) -> Any:
        """The response to a request."""
        return publish(self.request(path, **environ)).response

    def request(self, path: str, **environ: Any) -> Any:
        """A request to this publication."""
        environ = {"PATH_INFO": path, "REQUEST_METHOD": "GET", **environ}
        request = BrowserRequest(BytesIO(), environ)
        request.setPublication(self)
        return request


def is_locked() -> bool:
    """Whether the backend refuses an access just now."""
    context = Context()
    IPersons(context).of([ADA])
    try:
        context.realise()
    except DatabaseLocked:
        return True
    return False


def published(view: type[V]) -> type[V]:
    """Give a class of views the checker that ZCML would, if it has none."""
    if getCheckerForInstancesOf(view) is None:
        defineChecker(view, NamesChecker(["__call__"]))
    return view


class View:
    """A view that shows the names of persons, and takes no part."""

    def __init__(self, context: Any, request: Any):
        self.context = context
        self.request = request

    def note(self, what: str) -> None:
        self.request.publication.note(what)

    def __call__(self) -> str:
        self.note("call")
        self.request.response.setHeader("Content-Type", "text/plain")
        return "plain"


@implementer(IGroupView)
class GroupView(View):
    """A view that shows the names of all persons, declared beforehand."""

    def prepare(self, context: Any) -> None:
        self.note("prepare")
        self.persons = IPersons(context).ordered_by("name").all()

    def __call__(self) -> str:
        super().__call__()
        return " ".join(person.name for person in self.persons)
