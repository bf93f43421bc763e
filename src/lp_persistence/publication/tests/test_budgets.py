"""What is said of a page that costs more than its budget."""

from __future__ import annotations

import unittest
from typing import Any

from zope.configuration import xmlconfig
from zope.configuration.exceptions import ConfigurationError
from zope.interface import verify
from zope.publisher.browser import TestRequest

import lp_persistence.publication
from lp_persistence.interfaces import IContext
from lp_persistence.people.interfaces import IPersons
from lp_persistence.publication import IBudget, rendering
from lp_persistence.publication.budgets import Budget, budget_of
from lp_persistence.publication.tests.site import (
    ADA,
    BOB,
    PUBLICATION,
    GroupView,
    Publication,
    View,
    published,
)

BUDGET = "lp_persistence.budget"


class Page(GroupView):
    """It reads Ada and Bob: two rows."""

    __name__ = "page"


class Small(Page):
    """It has a budget of one."""

    __name__ = "small"


class TestBudgets(unittest.TestCase):
    layer = PUBLICATION

    def setUp(self) -> None:
        published(Page)
        published(Small)
        xmlconfig.file("tests/budget.zcml", lp_persistence.publication)

    def test_a_budget_is_found_by_context_layer_and_name(self):
        """As a page is. One for all contexts counts, one for another name
        does not."""
        found = budget_of(Page(None, None), TestRequest())
        assert found is not None
        verify.verifyObject(IBudget, found)
        self.assertEqual(
            (found.statements, found.rows, found.milliseconds), (1, 60, 60000)
        )
        self.assertIn("budget.zcml", found.place)
        self.assertIsNone(budget_of(View(None, None), TestRequest()))

    def test_a_page_within_its_budget_is_no_news(self):
        """Nothing is logged."""
        with self.assertNoLogs(BUDGET):
            response = Publication(page=Page).get("/page")
        self.assertEqual(response.consumeBody(), b"ada bob")

    def test_a_breach_gives_one_record_and_the_page(self):
        """With all figures in attributes of the record."""
        with self.assertLogs(BUDGET, "WARNING") as logged:
            response = Publication(page=Small).get("/page")
        self.assertEqual(response.consumeBody(), b"ada bob")
        [record] = logged.records
        self.assertRegex(
            record.getMessage(),
            r"^Small \(/page\) cost \d+ of 1 rows and \d+ of 0 milliseconds$",
        )
        told: Any = record
        self.assertEqual((told.view, told.url), ("Small (/page)", "/page"))
        self.assertEqual(told.over, ("rows", "milliseconds"))
        self.assertGreater(told.rows, told.budget_rows)
        self.assertGreater(told.milliseconds, told.budget_milliseconds)
        self.assertIn("budget.zcml", told.budget_place)

    def test_a_page_in_two_phases_is_watched_too(self):
        """Once, whether a publication of ours is there or not."""

        @published
        class TwoPhases(View):
            __name__ = "small"

            def __call__(self) -> str:
                persons = IPersons(IContext(self.request)).of([ADA, BOB])
                with rendering(self.request, self):
                    return " ".join(person.name for person in persons)

        with self.assertLogs(BUDGET) as logged:
            TwoPhases(None, TestRequest())()
        self.assertEqual(len(logged.records), 1)
        with self.assertLogs(BUDGET) as logged:
            Publication(page=TwoPhases).get("/page")
        self.assertEqual(len(logged.records), 1)

    def test_two_budgets_for_one_page_conflict(self):
        """As two pages would."""
        text = """
            <configure
                xmlns:persistence="http://namespaces.lp-persistence.org/persistence">
              <include package="lp_persistence.publication" file="meta.zcml" />
              <persistence:budget for="*" name="page" statements="1" />
              <persistence:budget for="*" name="page" statements="2" />
            </configure>
        """
        with self.assertRaisesRegex(ConfigurationError, "Conflict"):
            xmlconfig.string(text)

    def test_a_budget_is_what_its_registration_says(self):
        """It answers for itself."""
        budget = Budget(6)
        self.assertIs(budget(None, None), budget)
        self.assertEqual((budget.rows, budget.milliseconds), (None, None))
