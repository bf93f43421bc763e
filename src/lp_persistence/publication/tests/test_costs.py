"""What a response says it cost."""

from __future__ import annotations

import re
import unittest
from typing import Any

from zope.component import provideAdapter
from zope.interface import Interface
from zope.publisher.interfaces import Retry
from zope.publisher.interfaces.browser import IBrowserRequest

from lp_persistence.context import Context
from lp_persistence.people.interfaces import IPersons
from lp_persistence.publication.costs import Costs
from lp_persistence.publication.tests.site import (
    ADA,
    BOB,
    PUBLICATION,
    GroupView,
    Publication,
    View,
    published,
)

HEADER = re.compile(
    r'statements;desc="(\d+)", trips;desc="(\d+)", '
    r"realise;dur=\d+\.\d, render;dur=\d+\.\d"
)


class Quiet(Publication):
    """A publication that notes nothing: a note asks the store too."""

    def note(self, what: str) -> None:
        pass


def statements(response: Any) -> int:
    """How many statements the head of a response tells."""
    match = HEADER.fullmatch(dict(response.getHeaders())["Server-Timing"])
    assert match is not None, response.getHeaders()
    assert match[1] == match[2], "memory has no trips but its statements"
    return int(match[1])


class TestServerTiming(unittest.TestCase):
    layer = PUBLICATION

    def test_costs_are_written_as_the_header_has_them(self):
        """Counts as descriptions, times as durations in milliseconds."""
        self.assertEqual(
            Costs(5, 6, 900, 3.14159, 7.2).server_timing(),
            'statements;desc="5", trips;desc="6", realise;dur=3.1, render;dur=7.2',
        )

    def test_what_should_not_be_is_told_where_it_was(self):
        """What a lock let through, and where it was lifted."""
        costs = Costs(tolerated=2, unlocked=["a reason"])
        self.assertTrue(
            costs.server_timing().endswith(', tolerated;desc="2", unlocked;desc="1"')
        )

    def test_a_page_tells_what_it_cost(self):
        """One statement fetches all persons."""
        self.assertEqual(statements(Quiet(page=GroupView).get("/page")), 1)

    def test_what_asks_for_nothing_costs_nothing(self):
        """It says so."""
        self.assertEqual(statements(Quiet(page=View).get("/page")), 0)

    def test_contexts_that_a_view_makes_count_as_well(self):
        """Whatever is realised while the request is served."""

        @published
        class Own(View):
            def __call__(self) -> str:
                for key in (ADA, BOB):
                    context = Context()
                    IPersons(context).of([key])
                    context.realise()
                return super().__call__()

        self.assertEqual(statements(Quiet(page=Own).get("/page")), 2)

    def test_what_is_realised_elsewhere_is_nobody_s_cost(self):
        """Outside of a request nothing is counted."""
        context = Context()
        IPersons(context).of([ADA])
        context.realise()

    def test_what_is_not_found_tells_it_too(self):
        """Also where there was not even a view."""
        response = Quiet().get("/nothing")
        self.assertEqual(response.getStatus(), 404)
        self.assertEqual(statements(response), 0)

    def test_an_error_tells_what_page_and_error_view_cost(self):
        """Together."""

        @published
        class Failing(GroupView):
            def __call__(self) -> str:
                raise RuntimeError("no ink")

        provideAdapter(
            GroupView, (RuntimeError, IBrowserRequest), Interface, "index.html"
        )
        self.assertEqual(statements(Quiet(page=Failing).get("/page")), 2)

    def test_a_request_that_was_retried_too_often_tells_it(self):
        """The answer to it is made after the request has ended."""

        @published
        class Conflicting(GroupView):
            def __call__(self) -> str:
                try:
                    raise RuntimeError("always")
                except RuntimeError as error:
                    raise Retry((RuntimeError, error, None)) from error

        response = Quiet(page=Conflicting).get("/page")
        self.assertEqual(response.getStatus(), 500)
        self.assertEqual(statements(response), 1)
