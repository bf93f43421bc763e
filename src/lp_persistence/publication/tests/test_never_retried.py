"""The errors of a page that was not prepared are no reason to try again."""

import unittest
from typing import Any

from lp_persistence.errors import DatabaseLocked, NotRequested
from lp_persistence.interfaces import IContext
from lp_persistence.people.interfaces import IPersons
from lp_persistence.publication.tests.site import (
    BOB,
    PUBLICATION,
    GroupView,
    Publication,
    published,
)


class TestRetries(unittest.TestCase):
    layer = PUBLICATION

    def failed(self, read: Any) -> Any:
        """What a page that reads so failed with, at its one call."""
        calls = []

        @published
        class Page(GroupView):
            def __call__(self) -> str:
                calls.append(self)
                return str(read(self))

        response = Publication(page=Page).get("/page")
        self.assertEqual(response.getStatus(), 500)
        self.assertEqual(len(calls), 1)
        [error] = self.layer["errors"].found
        return error

    def test_what_was_not_asked_for(self):
        """The publisher does not call the page again."""
        error = self.failed(lambda page: page.persons.first().date_created)
        self.assertIsInstance(error, NotRequested)

    def test_what_the_lock_refuses(self):
        """Nor where a store was asked."""

        def late(page: Any) -> Any:
            context = IContext(page.request)
            IPersons(context).of([BOB]).need("date_created")
            return context.realise()

        error = self.failed(late)
        self.assertIsInstance(error, DatabaseLocked)
        self.assertIn("while Page (/page) was rendered", str(error))
