"""Foreign applications: each shows its page, and every route is refused."""

from __future__ import annotations

import unittest
from typing import Any, ClassVar

import transaction
from webtest import TestApp
from zope.app.publication.requestpublicationregistry import factoryRegistry
from zope.interface import implementer
from zope.publisher.browser import BrowserView

from lp_persistence.publication import IGroupView
from lp_persistence.publication.tests.examples import example
from lp_persistence.testing.budgets import PageBudgets
from lp_persistence.testing.driver_routes import POSTGRESQL_ROUTES, SQLITE_ROUTES
from lp_persistence.testing.layers import RegistryLayer
from lp_persistence.testing.routes import (
    LockedRouteCases,
    PostgreSQLRouteCases,
    SQLiteRouteCases,
)
from lp_persistence.testing.storm_layers import PostgreSQLLayer, SQLiteLayer
from lp_persistence.testing.storm_routes import STORM_ROUTES
from lp_persistence.testing.tracker_factory import TrackerFactory
from lp_persistence.tracker.tests.site import statements

site = example("site")


class Published(RegistryLayer):
    """Forgets which publications an example has registered."""

    def setUp(self) -> None:
        factoryRegistry.__init__()
        super().setUp()

    def tearDown(self) -> None:
        super().tearDown()
        factoryRegistry.__init__()


class ExampleOnSQLite(Published, SQLiteLayer):
    """The ZCML of an example, on SQLite."""


class ExampleOnPostgreSQL(Published, PostgreSQLLayer):
    """The ZCML of an example, on PostgreSQL."""


def layer(engine: type[RegistryLayer], name: str) -> RegistryLayer:
    """A layer with the ZCML of an example."""
    return engine(
        name=f"{engine.__name__} {name}",
        filename="configure.zcml",
        package=example(name),
    )


class PageMixin:
    """The page of a person, through WSGI."""

    layer: ClassVar[Any]

    def test_a_page_shows_what_it_asked_for(self: Any) -> None:
        """In three statements; pages from before go on as ever."""
        factory = TrackerFactory(self.layer["backend"])
        ada = factory.person(name="ada", displayname="Ada")
        factory.team([ada], displayname="Team")
        factory.done()
        transaction.commit()
        app = TestApp(site.Application())
        response = app.get("/+person?name=ada")
        self.assertEqual(response.text, "Ada is in Team")
        if "Server-Timing" in response.headers:
            self.assertEqual(statements(response), 3)
        self.assertEqual(app.get("/").text, "A site of people.")


class BudgetMixin(PageBudgets):
    """The page of an example, at one and at fifty teams."""

    def factory(self, backend: Any) -> TrackerFactory:
        return TrackerFactory(backend)

    def request(self, page: Any) -> Any:
        request = super().request(page)
        request.form["name"] = "ada"
        return request

    def published(self, page: Any, context: Any, key: Any) -> Any:
        """Whom the page is about is there before anything is grown."""
        return site.Site()

    def made_for(self, page: Any, factory: Any) -> Any:
        return (factory.person(name="ada"),)


@implementer(IGroupView)
class Work(BrowserView):
    """A view that does something while it is rendered."""

    work: Any

    def prepare(self, context: Any) -> None:
        """It shows nothing."""

    def __call__(self) -> str:
        self.work()
        return ""


class LockMixin:
    """Takes the lock as a page of the example does, in the transaction that
    the routes were made ready in."""

    #: The class of the example's views.
    view: type = Work

    def under_lock(self, work: Any) -> None:
        environ = {"PATH_INFO": "/+work", "REQUEST_METHOD": "GET"}
        request = site.Application().request(environ)
        view: Any = self.view(site.Site(), request)
        view.work = work
        request.publication.afterTraversal(request, view)
        request.publication.callObject(request, view)


class InTwoPhases(example("rendering.pages").SiteView):  # type: ignore[misc]
    """A view of the example that does something in its second phase."""

    def render(self) -> str:
        self.work()
        return ""


class RenderingMixin(LockMixin):
    view = InTwoPhases


class OwnDatabaseMixin(LockMixin):
    """Stores are opened by the example's own database classes."""

    def store_uri(self, uri: str) -> str:
        example("mixin.database")
        scheme, colon, rest = uri.removeprefix("lp-").partition(":")
        return f"site-{scheme.replace('postgresql', 'postgres')}{colon}{rest}"


class OnSQLite(PageMixin, BudgetMixin, LockedRouteCases, SQLiteRouteCases):
    routes = (*STORM_ROUTES, *SQLITE_ROUTES)


class OnPostgreSQL(PageMixin, LockedRouteCases, PostgreSQLRouteCases):
    routes = (*STORM_ROUTES, *POSTGRESQL_ROUTES)


class TestDirectiveOnSQLite(LockMixin, OnSQLite, unittest.TestCase):
    layer = layer(ExampleOnSQLite, "directive")


class TestDirectiveOnPostgreSQL(LockMixin, OnPostgreSQL, unittest.TestCase):
    layer = layer(ExampleOnPostgreSQL, "directive")


class TestRenderingOnSQLite(RenderingMixin, OnSQLite, unittest.TestCase):
    layer = layer(ExampleOnSQLite, "rendering")


class TestRenderingOnPostgreSQL(RenderingMixin, OnPostgreSQL, unittest.TestCase):
    layer = layer(ExampleOnPostgreSQL, "rendering")


class TestMixinOnSQLite(OwnDatabaseMixin, OnSQLite, unittest.TestCase):
    layer = layer(ExampleOnSQLite, "mixin")


class TestMixinOnPostgreSQL(OwnDatabaseMixin, OnPostgreSQL, unittest.TestCase):
    layer = layer(ExampleOnPostgreSQL, "mixin")
