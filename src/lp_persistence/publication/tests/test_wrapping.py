"""Publications that get the mixin by registration."""

from __future__ import annotations

import unittest
from io import BytesIO
from typing import Any

from zope.app.publication.browser import BrowserPublication
from zope.app.publication.httpfactory import HTTPPublicationRequestFactory
from zope.app.publication.interfaces import IRequestPublicationFactory
from zope.app.publication.requestpublicationregistry import factoryRegistry
from zope.component import getUtility
from zope.configuration import xmlconfig
from zope.configuration.exceptions import ConfigurationError
from zope.interface import verify
from zope.publisher.browser import BrowserRequest

from lp_persistence.publication import (
    IPublicationFactory,
    PersistencePublicationMixin,
)
from lp_persistence.publication.tests.site import PUBLICATION, Publication
from lp_persistence.publication.wrapping import WrappedFactory, with_persistence

ZCML = """
    <configure xmlns="http://namespaces.zope.org/zope"
        xmlns:persistence="http://namespaces.lp-persistence.org/persistence"
        package="lp_persistence.publication.tests">
      <include package="zope.app.publication" file="meta.zcml" />
      %s
    </configure>
"""
PUBLISHER = """
    <publisher name="PAGES" factory=".test_wrapping.PagesFactory"
               methods="GET" mimetypes="*" priority="7" />
"""
NAME = "persistence:publication"


class PagesFactory:
    """What an application registers, of whose classes none is changed."""

    def canHandle(self, environment: Any) -> bool:
        return "PAGES" in environment

    def __call__(self) -> Any:
        return BrowserRequest, BrowserPublication


def make_publication(db: Any) -> Any:
    """A plain callable that makes a publication."""
    return BrowserPublication(db)


class TestWithPersistence(unittest.TestCase):
    def test_a_class_gets_a_subclass_and_stays_as_it_was(self):
        """The same each time: publications are cached by their class."""
        mixed: Any = with_persistence(BrowserPublication)
        self.assertTrue(issubclass(mixed, PersistencePublicationMixin))
        self.assertTrue(issubclass(mixed, BrowserPublication))
        self.assertEqual(mixed.__name__, "BrowserPublication")
        self.assertIs(with_persistence(BrowserPublication), mixed)
        self.assertFalse(issubclass(BrowserPublication, PersistencePublicationMixin))

    def test_one_that_has_the_mixin_is_left_alone(self):
        """It takes part already."""
        self.assertIs(with_persistence(Publication), Publication)

    def test_what_a_callable_makes_has_the_mixin(self):
        """The publication keeps what it is."""
        made = with_persistence(make_publication)("db")
        self.assertIsInstance(made, PersistencePublicationMixin)
        self.assertIsInstance(made, BrowserPublication)
        self.assertEqual(made.db, "db")

    def test_a_wrapped_factory_is_a_factory(self):
        """See IRequestPublicationFactory."""
        wrapped = WrappedFactory(PagesFactory())
        verify.verifyObject(IRequestPublicationFactory, wrapped)
        self.assertTrue(wrapped.canHandle({"PAGES": "yes"}))
        self.assertFalse(wrapped.canHandle({}))
        request, publication = wrapped()
        self.assertIs(request, BrowserRequest)
        self.assertIs(publication, with_persistence(BrowserPublication))


class TestDirective(unittest.TestCase):
    layer = PUBLICATION

    def load(self, text: str) -> None:
        context = self.layer["configurationContext"]
        self.addCleanup(factoryRegistry.__init__)
        xmlconfig.string(ZCML % text, context)

    def test_a_publisher_is_wrapped_by_its_name(self):
        """Wherever the directive stands; the request's class is the
        application's, and so is what it can handle."""
        self.load(f'<{NAME} name="PAGES" methods="GET" /> {PUBLISHER}')
        environ = {"REQUEST_METHOD": "GET", "PATH_INFO": "/", "PAGES": "yes"}
        request = HTTPPublicationRequestFactory(None)(BytesIO(), environ)
        self.assertIsInstance(request, BrowserRequest)
        self.assertIsInstance(request.publication, PersistencePublicationMixin)

    def test_a_name_that_nobody_registered_is_an_error(self):
        """It tells where, and the way out."""
        with self.assertRaises(ConfigurationError) as caught:
            self.load(f'<{NAME} name="PAGES" /> {PUBLISHER}')
        text = str(caught.exception)
        self.assertIn("There is no publisher 'PAGES' for * and * to be wrapped", text)
        self.assertIn("Give the name, methods and mimetypes that its <publisher", text)

    def test_a_callable_is_registered_by_a_name(self):
        """The application asks for it."""
        factory = ".test_wrapping.make_publication"
        self.load(f'<{NAME} name="pages" factory="{factory}" />')
        made = getUtility(IPublicationFactory, "pages")("db")
        self.assertIsInstance(made, PersistencePublicationMixin)

    def test_methods_are_of_publishers(self):
        """A callable has none."""
        factory = ".test_wrapping.make_publication"
        with self.assertRaisesRegex(ConfigurationError, "not of a factory"):
            self.load(f'<{NAME} name="pages" factory="{factory}" methods="GET" />')

    def test_two_of_one_name_conflict(self):
        """As everywhere in ZCML."""
        with self.assertRaisesRegex(ConfigurationError, "Conflict"):
            self.load(f'{PUBLISHER} <{NAME} name="PAGES" methods="GET" />' * 2)
