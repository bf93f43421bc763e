"""A member who has signed in, and what a page costs that they ask for.

The WSGI application is called directly, so that no server or socket counts. A
request is told apart by events: what the layer does begins where the page is asked
to declare, and ends where the last group is realised; what the driver takes
meanwhile is not the layer's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from time import perf_counter, process_time
from typing import Any, NamedTuple

from timed_stores import DRIVER
from webob import Request as WebRequest
from webtest import TestApp
from zope.component import provideHandler, provideSubscriptionAdapter
from zope.interface import Interface, implementer
from zope.publisher.interfaces import IEndRequestEvent
from zope.publisher.interfaces.browser import IBrowserRequest

from lp_persistence.interfaces import IRealised
from lp_persistence.publication import ICosts, IPreparer
from lp_persistence.publication.budgets import budget_of
from lp_persistence.publication.request import state_of


class Spent(NamedTuple):
    """What one request took: seconds by the clock, and of the processor; of the
    former those of the driver and of the server behind it, of the layer, and of
    rendering. ``budget`` is the place where that of the page is registered."""

    wall: float
    cpu: float
    driver: float
    layer: float
    rendering: float
    statements: int
    rows: int
    budget: str | None

    @property
    def publication(self) -> float:
        """What is left: paths, views, cookies, heads, the transaction."""
        return self.wall - self.driver - self.layer - self.rendering


class Watch:
    """Hears of the one request that is served."""

    begin = end = before = after = 0.0
    costs: Any = None
    budget: str | None = None

    def declares(self) -> None:
        """The page and its parts are asked what they show."""
        self.begin, self.before = perf_counter(), DRIVER.seconds

    def realised(self) -> None:
        """All that was asked for so far is there."""
        self.end, self.after = perf_counter(), DRIVER.seconds

    def ends(self, request: Any) -> None:
        """What it cost is known."""
        self.costs = ICosts(request)
        budget = budget_of(state_of(request).view, request)
        self.budget = None if budget is None else budget.place


class Asker:
    """Asks an application for pages."""

    def __init__(self, application: Callable[..., Any]):
        self._application = application
        self._browser = TestApp(application)
        self._watch = Watch()

        @implementer(IPreparer)
        class Witness:
            """A part of every page: when it is made, all are about to declare."""

            def __init__(_, view: Any, request: Any):
                self._watch.declares()

            def prepare(_, context: Any) -> None:
                """See ``IPreparer``. It shows nothing."""

        provideSubscriptionAdapter(Witness, (Interface, IBrowserRequest), IPreparer)
        provideHandler(lambda event: self._watch.realised(), (IRealised,))
        provideHandler(
            lambda event: self._watch.ends(event.request), (IEndRequestEvent,)
        )

    def sign_in(self, email: str, password: str) -> None:
        """Be somebody from now on."""
        form = self._browser.get("/+sign-in").forms[1]
        form["email"], form["password"] = email, password
        form.submit(status=303)

    def addresses(self, address: str, selector: str) -> Iterator[str]:
        """What a page leads to by some of its links."""
        for link in self._browser.get(address).html.select(selector):
            yield self._browser.get(address).click(href=link["href"]).request.path_qs

    def measure(self, address: str) -> Spent:
        """What a page costs. Leaves with an error where there is none."""
        cookies = "; ".join(map("=".join, self._browser.cookies.items()))
        environ = WebRequest.blank(address, headers={"Cookie": cookies}).environ
        watch = self._watch = Watch()
        heads: list[str] = []
        driver, cpu, wall = DRIVER.seconds, process_time(), perf_counter()
        b"".join(self._application(environ, lambda status, _: heads.append(status)))
        wall, cpu = perf_counter() - wall, process_time() - cpu
        if not heads[0].startswith("200"):
            raise SystemExit(f"{address}: {heads[0]}")
        return Spent(
            wall,
            cpu,
            DRIVER.seconds - driver,
            watch.end - watch.begin - (watch.after - watch.before),
            watch.costs.render / 1000,
            watch.costs.statements,
            watch.costs.rows,
            watch.budget,
        )
