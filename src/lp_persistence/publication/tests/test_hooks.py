"""The order of things, under a publication with the mixin."""

from __future__ import annotations

import unittest
from typing import Any

from zope.component import provideAdapter, provideSubscriptionAdapter, provideUtility
from zope.interface import Interface, implementer
from zope.publisher.interfaces import Retry
from zope.publisher.interfaces.browser import IBrowserRequest

from lp_persistence.errors import DatabaseLocked, RowError
from lp_persistence.interfaces import IContext
from lp_persistence.people.interfaces import IPerson, IPersons
from lp_persistence.publication import IFlush, IPreparer
from lp_persistence.publication.tests.site import (
    ADA,
    BOB,
    PUBLICATION,
    GroupView,
    Publication,
    View,
    published,
)
from lp_persistence.testing.factory import Factory


class TestHooks(unittest.TestCase):
    layer = PUBLICATION

    @property
    def errors(self) -> Any:
        """What was reported, as texts."""
        return list(map(str, self.layer["errors"].found))

    def test_a_view_is_prepared_then_realised_then_called_under_the_lock(self):
        """And the lock has ended when the transaction is committed."""
        site = Publication(page=GroupView)
        response = site.get("/page")
        self.assertEqual(response.consumeBody(), b"ada bob")
        self.assertEqual(
            site.journal, ["prepare, free", "call, locked", "commit, free"]
        )

    def test_a_view_that_takes_no_part_goes_on_as_before(self):
        """It is neither asked nor locked."""
        site = Publication(page=View)
        self.assertEqual(site.get("/page").consumeBody(), b"plain")
        self.assertEqual(site.journal, ["call, free", "commit, free"])

    def test_a_bound_method_of_a_view_is_the_view(self):
        """Traversal often ends with a method behind a security proxy."""

        def page(context: Any, request: Any) -> Any:
            return GroupView(context, request).__call__

        site = Publication(page=page)
        self.assertEqual(site.get("/page").consumeBody(), b"ada bob")
        self.assertEqual(site.journal[1], "call, locked")

    def test_what_a_page_asks_for_while_it_is_rendered_is_refused(self):
        """The error names view, path and what was asked for."""

        @published
        class Late(GroupView):
            def __call__(self) -> str:
                context = IContext(self.request)
                IPersons(context).of([BOB])
                context.realise()
                return "never"

        response = Publication(page=Late).get("/page")
        self.assertEqual(response.getStatus(), 500)
        [error] = self.layer["errors"].found
        self.assertIsInstance(error, DatabaseLocked)
        self.assertIn("while Late (/page) was rendered", str(error))

    def test_the_lock_ends_when_a_view_fails(self):
        """The error of the view is what is reported."""

        @published
        class Failing(GroupView):
            def __call__(self) -> str:
                self.note("call")
                raise RuntimeError("no ink")

        site = Publication(page=Failing)
        self.assertEqual(site.get("/page").getStatus(), 500)
        self.assertEqual(self.errors, ["no ink"])
        site.note("after")
        self.assertEqual(site.journal[-2:], ["call, locked", "after, free"])

    def test_parts_of_the_page_declare_too(self):
        """Subscription adapters of (view, request), for whatever view."""

        @implementer(IPreparer)
        class Portlet:
            def __init__(self, view: Any, request: Any):
                self.view = view

            def prepare(self, context: Any) -> None:
                self.view.portlet = IPersons(context).of([ADA])

        @published
        class Page(View):
            portlet: Any

            def __call__(self) -> str:
                super().__call__()
                return ", ".join(person.displayname for person in self.portlet)

        provideSubscriptionAdapter(Portlet, (Page, IBrowserRequest), IPreparer)
        self.assertEqual(Publication(page=Page).get("/page").consumeBody(), b"Ada")

    def test_pending_changes_are_written_once_before_realising(self):
        """Where the application registered how."""
        written: list[Any] = []
        provideUtility(written.append, IFlush)
        site = Publication(page=GroupView, plain=View)
        site.get("/plain")
        self.assertEqual(written, [])
        site.get("/page")
        self.assertEqual(len(written), 1)
        self.assertTrue(IContext.providedBy(written[0]))

    def test_a_retry_begins_anew(self):
        """A new request, a new context, the view asked again."""
        contexts = []

        @published
        class Conflicting(GroupView):
            def prepare(self, context: Any) -> None:
                super().prepare(context)
                contexts.append(context)

            def __call__(self) -> str:
                if len(contexts) < 3:
                    raise Retry()
                return super().__call__()

        site = Publication(page=Conflicting)
        self.assertEqual(site.get("/page").consumeBody(), b"ada bob")
        self.assertEqual(len(set(map(id, contexts))), 3)
        self.assertEqual(
            site.journal,
            ["prepare, free"] * 3 + ["call, locked", "commit, free"],
        )


class TestErrorViews(unittest.TestCase):
    layer = PUBLICATION

    def test_an_error_view_has_a_context_of_its_own(self):
        """It is prepared and rendered under the lock like any other; the
        failed request's groups are not fetched again."""
        contexts = []

        @published
        class Failing(GroupView):
            def prepare(self, context: Any) -> None:
                super().prepare(context)
                contexts.append(context)

            def __call__(self) -> str:
                raise RuntimeError("no ink")

        class Sorry(GroupView):
            def prepare(self, context: Any) -> None:
                contexts.append(context)
                self.note("prepare")
                self.persons = IPersons(context).of([BOB])

        provideAdapter(Sorry, (RuntimeError, IBrowserRequest), Interface, "index.html")
        site = Publication(page=Failing)
        self.assertEqual(site.get("/page").consumeBody(), b"bob")
        self.assertIsNot(contexts[0], contexts[1])
        self.assertEqual(
            site.journal, ["prepare, free", "prepare, free", "call, locked"]
        )

    def test_an_error_view_works_where_realising_failed(self):
        """Nothing of the failed context is in its way."""

        class Wrong(GroupView):
            def prepare(self, context: Any) -> None:
                IPersons(context).need("account_status").all()

        Factory(self.layer["backend"]).make(IPerson, account_status=77)
        provideAdapter(View, (Exception, IBrowserRequest), Interface, "index.html")
        response = Publication(page=Wrong).get("/page")
        self.assertEqual(response.consumeBody(), b"plain")
        self.assertIsInstance(self.layer["errors"].found[0], RowError)
