"""The tracker as its site files start it, on whatever keeps it."""

from __future__ import annotations

import tempfile
import unittest
from warnings import catch_warnings, simplefilter

from webtest import TestApp
from zope.component import getUtility
from zope.component.testing import PlacelessSetup

from lp_persistence.command.interfaces import IWSGIApplicationFactory
from lp_persistence.command.reporters import Quiet
from lp_persistence.command.site import configure, open_store, site_file, store_kind
from lp_persistence.testing.command_line import close_stores
from lp_persistence.tracker.tests.site import texts


class TestSites(PlacelessSetup, unittest.TestCase):
    def walk(self, store):
        """Open a store by its site, sign in, and see who looks."""
        with catch_warnings():
            simplefilter("ignore")
            configure(store, site_file(store))
        if store.startswith("sqlite:"):
            store_kind(store).make(store, 1, 0, Quiet())
        open_store(store, Quiet())
        app = TestApp(getUtility(IWSGIApplicationFactory)())
        form = app.get("/+sign-in").forms[1]
        form["email"], form["password"] = "admin@example.com", "test"
        page = form.submit().follow()
        self.assertEqual(texts(page, ".viewer .name"), ["Ada Aldermoor"])
        self.assertEqual(texts(app.get("/bugs/1"), ".viewer .name"), ["Ada Aldermoor"])
        told = app.get("/bugs/1?explain").text
        self.assertIn("fetch IBugs.of(…): 1 row in ", told)
        return told

    def test_in_memory(self):
        """Nothing is sent anywhere."""
        self.assertNotIn("SELECT", self.walk("memory:"))

    def test_on_storm(self):
        """Administrators read what was sent."""
        self.addCleanup(close_stores)
        with tempfile.TemporaryDirectory() as folder:
            self.assertIn("SELECT bug.id, ", self.walk(f"sqlite:{folder}/tracker.db"))
