"""How strictly pages are locked: modes, allowances, and lifting the lock."""

from __future__ import annotations

import re
import unittest
from typing import Any

from zope.component import provideUtility
from zope.interface import verify
from zope.publisher.browser import TestRequest

from lp_persistence.context import Context
from lp_persistence.errors import DatabaseLocked, InvalidValue
from lp_persistence.people.interfaces import IPersons
from lp_persistence.publication import (
    LOG,
    OFF,
    RAISE,
    UNLOCKED,
    ICosts,
    ILockPolicy,
    dangerously_unlocked,
    rendering,
)
from lp_persistence.publication.interfaces import IAllowance
from lp_persistence.publication.modes import Allowance, mode_of
from lp_persistence.publication.tests.site import (
    ADA,
    PUBLICATION,
    GroupView,
    Publication,
    View,
    is_locked,
    published,
)
from lp_persistence.testing.allowances import StaleAllowance, check_allowances

LOCK = "lp_persistence.lock"


def read_late() -> str:
    """Ask the store for one person."""
    context = Context()
    persons = IPersons(context).of([ADA])
    context.realise()
    return str(persons.one().name)


class Late(GroupView):
    """Asks the store while it is rendered."""

    def __call__(self) -> str:
        return read_late()


def policy(mode: str) -> None:
    provideUtility(lambda request, view: mode, ILockPolicy)


class TestModes(unittest.TestCase):
    layer = PUBLICATION

    def setUp(self) -> None:
        published(Late)

    def test_every_access_raises_where_nobody_says_otherwise(self):
        """The default, and what raise says."""
        self.assertEqual(mode_of(TestRequest(), None), RAISE)
        policy(RAISE)
        self.assertEqual(Publication(page=Late).get("/page").getStatus(), 500)
        self.assertIsInstance(self.layer["errors"].found[0], DatabaseLocked)

    def test_log_lets_accesses_go_on_and_logs_each(self):
        """With what one would look for in attributes of the record."""
        policy(LOG)
        with self.assertLogs(LOCK, "WARNING") as logged:
            response = Publication(page=Late).get("/page")
        self.assertEqual(response.consumeBody(), b"ada")
        [record] = logged.records
        self.assertIn("while Late (/page) was rendered", record.getMessage())
        self.assertEqual(record.view, "Late (/page)")
        self.assertEqual(record.statement, "Select of IPerson")
        self.assertEqual((record.url, record.allowed), ("/page", False))
        head = dict(response.getHeaders())["Server-Timing"]
        self.assertTrue(head.endswith('tolerated;desc="1"'), head)

    def test_off_locks_nothing(self):
        """And says nothing."""
        policy(OFF)
        with self.assertNoLogs(LOCK):
            response = Publication(page=Late).get("/page")
        self.assertEqual(response.consumeBody(), b"ada")

    def test_the_policy_is_asked_with_request_and_view(self):
        """So that it can go page by page."""
        asked = []

        def by_view(request: Any, view: Any) -> str:
            asked.append(request)
            return OFF if isinstance(view, Late) else RAISE

        provideUtility(by_view, ILockPolicy)
        self.assertEqual(Publication(page=Late).get("/page").getStatus(), 200)
        request = TestRequest()
        with self.assertRaises(DatabaseLocked), rendering(request):
            read_late()
        self.assertIs(asked[-1], request)

    def test_a_policy_that_names_no_mode_is_an_error(self):
        """Which says what there is."""
        policy("sometimes")
        with self.assertRaises(InvalidValue) as caught:
            mode_of(TestRequest(), None)
        self.assertEqual(
            str(caught.exception),
            "function.mode can't be 'sometimes': expected raise, log, off.",
        )


class TestAllowances(unittest.TestCase):
    layer = PUBLICATION

    def setUp(self) -> None:
        published(Late)

    def allow(self, view: type, statement: str) -> Allowance:
        found = Allowance(view, statement, "not mended yet", "site.zcml:3")
        provideUtility(found, IAllowance, f"{view.__name__}: {statement}")
        return found

    def test_what_is_allowed_goes_on_and_is_counted_and_logged(self):
        """Of that view only, and that statement."""
        allowance = self.allow(Late, "IPerson")
        verify.verifyObject(IAllowance, allowance)
        with self.assertLogs(LOCK, "WARNING") as logged:
            response = Publication(page=Late).get("/page")
        self.assertEqual(response.consumeBody(), b"ada")
        self.assertEqual(allowance.matched, 1)
        self.assertIn("Allowed, not mended yet: ", logged.output[0])
        check_allowances()

    def test_what_is_not_covered_is_refused(self):
        """Another statement, another view."""
        self.allow(Late, "IBug")
        self.allow(View, "IPerson of another")
        self.assertEqual(Publication(page=Late).get("/page").getStatus(), 500)

    def test_an_entry_that_matches_nothing_any_more_is_an_error(self):
        """It names the entries and their places."""
        self.allow(Late, "IPerson")
        self.allow(View, "IBug")
        with self.assertLogs(LOCK):
            Publication(page=Late).get("/page")
        with self.assertRaises(StaleAllowance) as caught:
            check_allowances()
        self.assertEqual(
            str(caught.exception),
            "Nothing matched what is allowed here any more; remove it: "
            "View, 'IBug' (at site.zcml:3).",
        )


class TestUnlocked(unittest.TestCase):
    layer = PUBLICATION

    def setUp(self) -> None:
        UNLOCKED.clear()
        self.addCleanup(UNLOCKED.clear)

    def test_the_lock_is_lifted_for_the_block(self):
        """However many stand in one another, and comes back behind it."""
        request = TestRequest()
        with rendering(request), rendering(request):
            with dangerously_unlocked(reason="the old menu"):
                self.assertFalse(is_locked())
            self.assertTrue(is_locked())
        self.assertFalse(is_locked())

    def test_each_use_is_counted_logged_and_listed(self):
        """At the request, and for those who run the application."""

        @published
        class Page(GroupView):
            def __call__(self) -> str:
                with dangerously_unlocked(reason="the old menu"):
                    return read_late()

        with self.assertLogs(LOCK, "WARNING") as logged:
            response = Publication(page=Page).get("/page")
            Publication(page=Page).get("/page")
        self.assertEqual(response.consumeBody(), b"ada")
        head = dict(response.getHeaders())["Server-Timing"]
        self.assertTrue(head.endswith('unlocked;desc="1"'), head)
        self.assertEqual(logged.records[0].reason, "the old menu")
        line = r"2 × the old menu \(.*test_modes\.py:\d+\)"
        self.assertTrue(re.fullmatch(line, UNLOCKED.report()), UNLOCKED.report())
        self.assertIn("test_modes.py", logged.records[0].place)
        UNLOCKED.clear()
        self.assertEqual(UNLOCKED.report(), "")

    def test_where_nothing_is_locked_nothing_is_counted(self):
        """It is no use that anybody would have to remove."""
        with dangerously_unlocked(reason="a script"):
            pass
        self.assertEqual(UNLOCKED.report(), "")

    def test_it_needs_a_reason(self):
        """A sentence; the block is not entered."""
        reasons: tuple[Any, ...] = ("", " ", None)
        for reason in reasons:
            with self.assertRaises(InvalidValue) as caught:
                dangerously_unlocked(reason=reason).__enter__()
        self.assertEqual(
            str(caught.exception),
            "dangerously_unlocked.reason can't be None: expected a sentence.",
        )

    def test_costs_tell_the_reasons(self):
        """See ICosts."""
        costs = ICosts(TestRequest())
        verify.verifyObject(ICosts, costs)
        self.assertEqual(costs.unlocked, [])
