"""Pages are enrolled and measured; what is off is told."""

from __future__ import annotations

import unittest
from typing import Any

from zope.component import provideAdapter, provideSubscriptionAdapter
from zope.interface import Interface, implementer
from zope.publisher.interfaces.browser import IBrowserRequest

import lp_persistence.publication
from lp_persistence.bugs.interfaces import IBug, IBugs, IBugTask, IBugTasks
from lp_persistence.context import Context
from lp_persistence.errors import HiddenAttribute, NotAllowed
from lp_persistence.hydration.shapes import is_hidden
from lp_persistence.interfaces import IContext
from lp_persistence.people.interfaces import IPersons
from lp_persistence.publication import IBudget, IGroupView, IPreparer
from lp_persistence.publication.budgets import Budget
from lp_persistence.testing.budgets import PageBudgets
from lp_persistence.testing.factory import Factory
from lp_persistence.testing.layers import MemoryLayer
from lp_persistence.testing.pages import registered_pages
from lp_persistence.testing.tracker_factory import TrackerFactory

LAYER = MemoryLayer(
    name="BUDGETS", filename="tests/site.zcml", package=lp_persistence.publication
)


@implementer(IGroupView)
class Page:
    """A bug, its subscribers and reporter."""

    def __init__(self, context: Any, request: Any):
        self.context = context
        self.request = request

    def prepare(self, context: Any) -> None:
        self.context.get_subscribers()
        self.context.get_reporters()

    def __call__(self) -> str:
        [bug] = self.context
        return f"{bug.reporter.displayname}, {len(bug.subscribers)}"


class Late(Page):
    """Asks for what it shows when it shows it."""

    def __call__(self) -> str:
        context = IContext(self.request)
        IPersons(context).of([1])
        context.realise()
        return ""


class Budgets(PageBudgets):
    """The machinery, as a test would use it."""

    def __init__(self) -> None:
        self.failures: list[str] = []

    def factory(self, backend: Any) -> Factory:
        return TrackerFactory(backend)

    def fail(self, text: str) -> None:
        self.failures.append(text)


def register(
    view: type = Page, context: Any = IBugs, statements: int | None = 3
) -> None:
    provideAdapter(view, (context, IBrowserRequest), Interface, "+page")
    if statements is not None:
        budget = Budget(statements, place="pages.zcml:7")
        provideAdapter(budget, (context, IBrowserRequest), IBudget, "+page")


class TestPages(unittest.TestCase):
    layer = LAYER

    def test_pages_that_take_part_are_found_with_their_budgets(self):
        """Others are not; a later registration of one counts once."""
        self.assertEqual(registered_pages(), [])
        register(statements=None)
        provideAdapter(object, (IBugs, IBrowserRequest), Interface, "+plain")
        [page] = registered_pages()
        self.assertEqual(str(page), "'+page' for IBugs")
        self.assertIsNone(page.budget)
        register()
        [page] = registered_pages()
        assert page.budget is not None
        self.assertEqual(page.budget.statements, 3)

    def test_a_page_without_a_budget_fails(self):
        """With the line to add."""
        register(statements=None)
        case: Any = unittest.TestCase()
        with self.assertRaises(AssertionError) as caught:
            PageBudgets.test_every_page_has_a_budget(case)
        self.assertIn(
            '<persistence:budget for="lp_persistence.bugs.interfaces.IBugs" '
            'name="+page" statements="…" />',
            str(caught.exception),
        )
        register()
        PageBudgets.test_every_page_has_a_budget(case)


class TestBudgets(unittest.TestCase):
    layer = LAYER

    def failures(self, budget: int = 3) -> list[str]:
        register(statements=budget)
        [page] = registered_pages()
        assert page.budget is not None
        budgets: Any = Budgets()
        budgets.check_page(page, page.budget)
        found: list[str] = budgets.failures
        return found

    def test_a_page_that_keeps_to_its_budget_is_fine(self):
        """At one and at fifty."""
        self.assertEqual(self.failures(), [])

    def test_one_statement_more_than_the_budget_fails(self):
        """The statements are listed by the groups that caused them."""
        first, *_ = self.failures(2)
        self.assertEqual(
            first,
            "The page '+page' for IBugs, with a budget at pages.zcml:7: "
            "3 statements, 1 more than 2:\n"
            "  1. fetch IBugs.of(…): 1 row\n"
            "  2. follow IBugs.of(…).subscribers: 1 row\n"
            "  3. fetch IBugs.of(…).subscribers, IBugs.of(…).reporter: 2 rows",
        )

    def test_one_statement_less_fails_too(self):
        """So that budgets follow what was won."""
        first, *_ = self.failures(4)
        self.assertIn("3 statements, 1 fewer than 4", first)

    def test_what_grows_with_the_rows_is_shown(self):
        """The statements of fifty that one does not have."""

        class RowByRow(Page):
            def prepare(self, context: Any) -> None:
                super().prepare(context)
                context.realise()
                for person in self.context.one().subscribers:
                    own = Context()
                    IPersons(own).of([person])
                    own.realise()

        register(RowByRow)
        [page] = registered_pages()
        assert page.budget is not None
        budgets: Any = Budgets()
        budgets.check_page(page, page.budget)
        text = budgets.failures[0]
        self.assertIn("4 statements at 1, 53 at 50.\nOnly at 1:\n  none\n", text)
        self.assertIn("  1. fetch IPersons.of(…): 1 row\n", text)

    def test_parts_of_the_page_count(self):
        """Whatever is declared for the view."""

        @implementer(IPreparer)
        class Portlet:
            def __init__(self, view: Any, request: Any):
                self.view = view

            def prepare(self, context: Any) -> None:
                self.view.context.get_tasks()

        provideSubscriptionAdapter(Portlet, (Page, IBrowserRequest), IPreparer)
        self.assertIn("4 statements, 1 more than 3", self.failures()[0])

    def test_pages_are_rendered_with_the_hidden_behind_references(self):
        """Which has to show something all the same."""

        class Blunt(Page):
            def __call__(self) -> str:
                [bug] = self.context
                return str(bug.reporter.date_created)

            def prepare(self, context: Any) -> None:
                super().prepare(context)
                self.context.get_reporters().need("date_created")

        register(Blunt)
        [page] = registered_pages()
        assert page.budget is not None
        with self.assertRaises(HiddenAttribute):
            Budgets().check_page(page, page.budget)

    def test_pages_are_rendered_under_the_lock(self):
        """What they ask for then is refused here as in production."""
        register(Late)
        [page] = registered_pages()
        with self.assertRaisesRegex(Exception, "while Late"):
            Budgets().measured_page(page, 1)

    def test_what_a_page_is_looked_up_on_may_have_to_be_said(self):
        """A group is made; anything else is the test's affair."""
        register(context=Interface)
        [page] = registered_pages()
        with self.assertRaisesRegex(NotAllowed, "Override published"):
            Budgets().measured_page(page, 1)


class TestGrowing(unittest.TestCase):
    layer = LAYER

    def setUp(self) -> None:
        self.backend = self.layer["backend"]
        self.factory = TrackerFactory(self.backend)

    def rows(self, field: Any) -> int:
        return len(list(self.backend.dump(field)))

    def test_a_link_is_filled_for_all_owners_with_the_same(self):
        """So that fifty behind each of fifty are fifty."""
        self.factory.make_many(IBug, 3, reporter=self.factory.person())
        self.factory.grow(IBug["subscribers"], 4)
        self.assertEqual(self.rows(IBug["subscribers"]), 12)

    def test_what_holds_its_owner_is_many_for_the_first(self):
        """And one for each other."""
        self.factory.make_many(IBug, 3, reporter=self.factory.person())
        self.factory.grow(IBug["duplicates"], 4)
        bugs = list(self.backend.dump(IBug))
        self.assertEqual(len(bugs), 3 + 4 + 1 + 1)

    def test_one_more_leads_to_what_nobody_sees(self):
        """Where references are asked for."""
        self.factory.lead([IBug["reporter"]])
        made = self.factory.populate(IBug, 2)
        context = Context()
        bugs = IBugs(context).of(made)
        bugs.get_reporters()
        context.realise()
        hidden = [is_hidden(bug.reporter) for bug in bugs]
        self.assertEqual(sorted(hidden), [False, False, True])

    def test_what_is_made_of_others_leads_to_them(self):
        """It has no row of its own to lead to."""
        self.factory.lead([IBugTask["source_package"]])
        [task] = self.factory.populate(IBugTask, 1, bug=self.factory.bug())
        context = Context()
        tasks = IBugTasks(context).of([task])
        packages = tasks.get_source_package()
        context.realise()
        self.assertEqual(tasks.one().source_package, packages.one())

    def test_an_edge_made_of_others_is_filled_by_them(self):
        """Edge by edge."""
        bug = self.factory.bug()
        self.factory.grow(IBug["duplicate_subscribers"], 2)
        context = Context()
        subscribers = IBugs(context).of([bug]).get_duplicate_subscribers()
        context.realise()
        self.assertEqual(len(subscribers), 2)

    def test_derived_edges_need_a_way(self):
        """The error says where to tell it."""
        factory = Factory(self.backend)
        factory.make(IBug)
        with self.assertRaisesRegex(NotAllowed, "is not kept as pairs"):
            factory.grow(IBug["assignees"], 2)
        with self.assertRaisesRegex(NotAllowed, "can't make a hidden IBug: override"):
            factory.hidden(IBug)
        self.factory.grow(IBug["assignees"], 2)
