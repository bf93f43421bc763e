"""Every page costs what its budget says, however much there is to show.

An application's test is ten lines::

    class TestBudgets(PageBudgets, unittest.TestCase):
        layer = MY_LAYER            # a MemoryLayer with the application's ZCML

        def factory(self, backend):
            return MyFactory(backend)

        def viewer(self, factory):
            return Person(id=factory.person())

Its pages are those that are registered, none is named. Each is measured with
one and with fifty of all that its plan leads over, rendered under the lock as
the publication would.

Limits: a page is found at its own context, without what a form would add to
it; what a page asks only then is measured by a test of its own, which calls
``measured_page``.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack, suppress
from typing import Any, Final

from zope.component import getGlobalSiteManager, getMultiAdapter
from zope.interface import alsoProvides
from zope.publisher.browser import TestRequest
from zope.security.management import endInteraction, newInteraction
from zope.security.proxy import ProxyFactory

from lp_persistence.context import Context
from lp_persistence.errors import NotAllowed
from lp_persistence.expression import EVERYTHING, FOLLOWED
from lp_persistence.fields import Collection, Reference
from lp_persistence.interfaces import IBackend, IContext, IGroup
from lp_persistence.memory.backend import MemoryBackend
from lp_persistence.model import get_model
from lp_persistence.publication.budgets import Budget
from lp_persistence.publication.phases import declare, prepare, under_lock
from lp_persistence.publication.published import published_view
from lp_persistence.publication.request import state_of
from lp_persistence.testing.factory import Factory
from lp_persistence.testing.matchers import (
    SameStatements,
    StatementsAtMost,
    StatementsExactly,
)
from lp_persistence.testing.measuring import Measured, measured
from lp_persistence.testing.pages import RegisteredPage, registered_pages

#: Of how many of everything a page is measured.
AT: Final = (1, 50)


class PageBudgets:
    """Tests of all registered pages; mixed into a ``unittest.TestCase``."""

    #: Names of pages that are measured elsewhere, with the reason.
    elsewhere: dict[str, str] = {}

    def factory(self, backend: Any) -> Factory:
        """What fills the backend."""
        return Factory(backend)

    def viewer(self, factory: Factory) -> Any:
        """Who looks: somebody signed in, or nobody."""
        return None

    def request(self, page: RegisteredPage) -> Any:
        """A request for a page."""
        request = TestRequest()
        alsoProvides(request, page.layer)
        return request

    def published(self, page: RegisteredPage, context: IContext, key: Any) -> Any:
        """What a page is looked up on.

        Of a page for groups this is the group of the entity ``key``, which
        ``made_for`` made. Raises NotAllowed for a page of anything else: say
        what it is by overriding this.
        """
        if not page.context.extends(IGroup):
            raise NotAllowed(
                f"The page {page} is for no group. Override published() of "
                f"{type(self).__name__} to say what it is looked up on."
            )
        return page.context(context).of([key])

    def made_for(self, page: RegisteredPage, factory: Factory) -> Sequence[Any]:
        """Ids of entities that a page of groups can be about: first one whose
        references lead to what is seen, last one with the hidden behind them."""
        if not page.context.extends(IGroup):
            return (None,)
        return factory.populate(get_model().type_of(page.context).interface, 1)

    def test_every_page_has_a_budget(self: Any) -> None:
        """Where one is missing, there is the directive to add."""
        missing = [page for page in registered_pages() if page.budget is None]
        self.assertEqual(
            [],
            [
                f'<persistence:budget for="{page.context.__identifier__}" '
                f'name="{page.name}" statements="…" />'
                for page in missing
            ],
        )

    def test_every_page_costs_what_its_budget_says(self: Any) -> None:
        """No statement more, none less, and the same however much there is."""
        for page in registered_pages():
            if page.budget is None or str(page) in self.elsewhere:
                continue
            with self.subTest(page=str(page)):
                self.check_page(page, page.budget)

    def check_page(self: Any, page: RegisteredPage, budget: Budget) -> None:
        """Fail unless a page keeps to its budget at all sizes."""
        found = {size: self.measured_page(page, size) for size in AT}
        mismatch = SameStatements(AT).match(found.__getitem__)
        if mismatch is not None:
            self.fail(f"The page {page}: {mismatch.describe()}")
        for size, each in found.items():
            if each.skipped:
                self.fail(
                    f"The page {page} at {size} had nothing to start from for: "
                    f"{'; '.join(each.skipped)}. Have the factory fill it "
                    f"(growers)."
                )
        hidden = self.measured_page(page, AT[0], about=-1)
        for matcher, what, cost in (
            (StatementsExactly(budget.statements), "", found[AT[0]]),
            (StatementsAtMost(budget.statements), ", about the hidden", hidden),
        ):
            mismatch = matcher.match(cost)
            if mismatch is not None:
                self.fail(
                    f"The page {page}{what}, with a budget at {budget.place}: "
                    f"{mismatch.describe()}"
                )

    def measured_page(
        self, page: RegisteredPage, size: int, about: int = 0
    ) -> Measured:
        """What a page costs with ``size`` of all that its plan leads over;
        ``about`` says which one of ``made_for``."""
        backend = MemoryBackend()
        getGlobalSiteManager().registerUtility(backend, IBackend)
        factory = self.factory(backend)
        viewer = self.viewer(factory)
        # What it leads over is known before anything is there.
        view, request = self._view(page, viewer, self.made_for(page, factory)[0])
        if page.declares:
            declare(request, view)
        else:
            # What it shows of nothing, if it can, is not what is looked at.
            with suppress(Exception):
                view()
        declared: Any = IContext(request)
        nodes = list(declared.expressions)
        backend = MemoryBackend()
        getGlobalSiteManager().registerUtility(backend, IBackend)
        factory = self.factory(backend)
        viewer = self.viewer(factory)
        factory.lead(
            node.edge_field for node in nodes if isinstance(node.edge_field, Reference)
        )
        key = self.made_for(page, factory)[about]
        for node in nodes:
            if node.kind == EVERYTHING:
                factory.populate(node.type.interface, size)
            elif node.kind == FOLLOWED and isinstance(node.edge_field, Collection):
                factory.grow(node.edge_field, size)
        factory.done()
        view, request = self._view(page, viewer, key)
        newInteraction(request)
        try:
            with measured() as found, ExitStack() as stack:
                if page.declares:
                    prepare(request, view)
                    stack.enter_context(under_lock(request, view))
                found.result = view()
        finally:
            endInteraction()
        return found

    def _view(self, page: RegisteredPage, viewer: Any, key: Any) -> Any:
        request = self.request(page)
        context = state_of(request).context = Context(viewer=viewer)
        published = ProxyFactory(self.published(page, context, key))
        view = getMultiAdapter((published, request), name=page.name)
        return published_view(view), request
