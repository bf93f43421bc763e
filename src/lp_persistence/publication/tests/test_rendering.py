"""Views in two phases, without a publication of ours."""

from __future__ import annotations

import unittest
from collections.abc import Iterator
from typing import Any

from zope.app.publication.browser import BrowserPublication
from zope.component import provideSubscriptionAdapter, provideUtility
from zope.interface import implementer
from zope.publisher.browser import TestRequest
from zope.publisher.http import DirectResult
from zope.publisher.interfaces import NotFound
from zope.publisher.interfaces.browser import IBrowserRequest

from lp_persistence.errors import DatabaseLocked
from lp_persistence.interfaces import IContext
from lp_persistence.people.interfaces import IPersons
from lp_persistence.publication import (
    IFlush,
    IPreparer,
    rendering,
    required,
)
from lp_persistence.publication.request import state_of
from lp_persistence.publication.tests.site import (
    ADA,
    BOB,
    PUBLICATION,
    Publication,
    View,
    is_locked,
    published,
)
from lp_persistence.publication.tests.test_costs import Quiet, statements


class TwoPhases(View):
    """Asks in ``initialize()``, shows in ``render()``."""

    def initialize(self) -> None:
        self.persons = IPersons(IContext(self.request)).of([ADA, BOB])

    def render(self) -> Any:
        assert is_locked()
        return " ".join(person.name for person in self.persons)

    def __call__(self) -> Any:
        self.initialize()
        with rendering(self.request, self) as page:
            return page(self.render())


class Plain(Publication):
    """A publication of an application that has never heard of us."""

    # The same site, with the mixin's own methods passed over.
    afterTraversal = BrowserPublication.afterTraversal
    callObject = BrowserPublication.callObject
    endRequest = BrowserPublication.endRequest


class TestRendering(unittest.TestCase):
    layer = PUBLICATION

    def setUp(self) -> None:
        published(TwoPhases)

    def test_what_was_asked_is_realised_and_then_it_is_locked(self):
        """Whatever the publication is."""
        for site in (Plain(page=TwoPhases), Publication(page=TwoPhases)):
            self.assertEqual(site.get("/page").consumeBody(), b"ada bob")
            self.assertFalse(is_locked())

    def test_the_lock_names_the_view_or_else_the_page(self):
        """As with the mixin."""
        request = TestRequest(PATH_INFO="/page")
        for view, name in ((View(None, request), "View (/)"), (None, "the page /")):
            with self.assertRaises(DatabaseLocked) as caught, rendering(request, view):
                context = IContext(TestRequest())
                IPersons(context).of([ADA])
                context.realise()
            self.assertEqual(caught.exception.view, name)

    def test_a_page_that_asked_for_nothing_costs_nothing(self):
        """It is locked all the same."""
        request = TestRequest()
        with rendering(request):
            self.assertTrue(is_locked())
        self.assertIsNone(state_of(request).context)

    def test_parts_of_the_page_declare_once(self):
        """Also where a publication of ours has asked them already."""
        asked = []

        @implementer(IPreparer)
        class Portlet:
            def __init__(self, view: Any, request: Any):
                self.view = view

            def prepare(self, context: Any) -> None:
                asked.append(self.view)
                self.view.portlet = IPersons(context).of([BOB])

        @published
        class Page(TwoPhases):
            def render(self) -> str:
                return f"{super().render()}, {self.portlet.one().name}"

        provideSubscriptionAdapter(Portlet, (Page, IBrowserRequest), IPreparer)
        for site in (Plain(page=Page), Publication(page=Page)):
            self.assertEqual(site.get("/page").consumeBody(), b"ada bob, bob")
        self.assertEqual(len(asked), 2)

    def test_pending_changes_are_written_before(self):
        """By the application's policy, as with the mixin."""
        written: list[Any] = []
        provideUtility(written.append, IFlush)
        Plain(page=TwoPhases).get("/page")
        self.assertEqual(len(written), 1)

    def test_a_step_of_the_path_that_led_nowhere_is_not_found(self):
        """Before anything is rendered."""
        request = TestRequest()
        persons = IPersons(IContext(request)).filter(name="zoe")
        required(persons, request, None, "zoe")
        with self.assertRaises(NotFound), rendering(request):
            raise AssertionError("nothing is rendered")

    def test_a_body_that_outlives_the_block_is_locked_piece_by_piece(self):
        """Where it is handed to what the block gets."""
        request, seen = TestRequest(), []

        def body() -> Iterator[bytes]:
            seen.append(is_locked())
            yield b"a"

        with rendering(request) as page:
            streamed = page(DirectResult(body()))
            self.assertEqual(page("text"), "text")
        self.assertEqual(list(streamed), [b"a"])
        self.assertEqual(seen, [True])

    def test_its_costs_are_the_request_s(self):
        """Rendering is timed, statements are counted where there is an
        interaction."""
        self.assertEqual(statements(Quiet(page=TwoPhases).get("/page")), 1)
