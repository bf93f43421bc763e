"""The directives."""

import unittest
from typing import Any

from zope.component import getUtility, queryUtility
from zope.component.testing import PlacelessSetup
from zope.configuration.config import ConfigurationConflictError
from zope.configuration.exceptions import ConfigurationError
from zope.configuration.xmlconfig import ConfigurationMachine, string
from zope.configuration.xmlconfig import file as load_zcml

import lp_persistence.storm
from lp_persistence.interfaces import IBackend
from lp_persistence.model import get_model
from lp_persistence.people import records
from lp_persistence.storm.backend import StormBackend
from lp_persistence.storm.book import get_book
from lp_persistence.storm.interfaces import IStoreSource
from lp_persistence.storm.stores import ZStormSource

PEOPLE = "lp_persistence.people"
RECORDS = (
    f'<persistence:records for="{PEOPLE}.interfaces.IPerson" '
    f'records="{PEOPLE}.records.{{}}" />'
)
VIEWER_RECORDS = (
    f'<persistence:viewerRecords name="teams" records="{PEOPLE}.records.{{}}" />'
)


class TestDirectives(PlacelessSetup, unittest.TestCase):
    def setUp(self):
        super().setUp()
        self.context: ConfigurationMachine = load_zcml(
            "meta.zcml", lp_persistence.storm
        )

    def configure(self, *directives: str) -> Any:
        return string(
            '<configure xmlns:persistence="http://namespaces.lp-persistence.org/'
            f'persistence">{" ".join(directives)}</configure>',
            self.context,
        )

    def refused(self, message: str, directive: str) -> None:
        with self.assertRaisesRegex(ConfigurationError, message):
            self.configure(directive)

    def test_records_are_registered_for_their_interface(self):
        """And facts of the viewer by name."""
        self.configure(RECORDS.format("persons"), VIEWER_RECORDS.format("teams"))
        book = get_book()
        self.assertIs(book.records_of("IPerson"), records.persons)
        self.assertEqual(book.viewer_records, {"teams": records.teams})

    def test_two_for_one_interface_are_a_conflict(self):
        """Neither wins by being last."""
        with self.assertRaises(ConfigurationConflictError):
            self.configure(RECORDS.format("persons"), RECORDS.format("persons  "))

    def test_records_of_another_interface_are_refused(self):
        """With the line of the ZCML."""
        self.refused(
            r'given for IPerson are those of IEmailAddress \(at File "<string>", line',
            RECORDS.format("emails"),
        )

    def test_what_are_no_records_is_refused(self):
        """With what was expected and what was found."""
        for directive, kind in (
            (RECORDS, "Records"),
            (VIEWER_RECORDS, "ViewerRecords"),
        ):
            self.refused(
                rf"Conflict: Expected {kind}, found <class .*Account'> \(at File",
                directive.format("Account"),
            )

    def test_the_backend_keeps_entities_in_a_store_of_that_name(self):
        """An application's own source of stores stays in force."""
        self.configure('<persistence:storm store="mine" any_isolation="yes" />')
        backend = getUtility(IBackend)
        self.assertIsInstance(backend, StormBackend)
        self.assertTrue(backend.any_isolation)
        self.assertEqual(getUtility(IStoreSource).store_name, "mine")

    def test_a_source_of_stores_that_is_there_stays(self):
        """An application says where its stores are first."""
        theirs = ZStormSource("theirs")
        lp_persistence.storm.zcml.getGlobalSiteManager().registerUtility(theirs)
        self.configure("<persistence:storm />")
        self.assertIs(getUtility(IStoreSource), theirs)
        self.assertFalse(getUtility(IBackend).any_isolation)

    def test_the_packages_zcml_registers_all(self):
        """Records of every entity, and the backend."""
        load_zcml("stored.zcml", lp_persistence)
        self.assertIsNotNone(queryUtility(IBackend))
        self.assertEqual(
            {records.name for records in get_book()},
            {entity_type.name for entity_type in get_model()},
        )
        self.assertEqual(
            sorted(get_book().viewer_records),
            ["administrated", "admins", "person", "policies", "teams"],
        )
