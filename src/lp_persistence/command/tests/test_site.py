"""Which site is configured, and which store it opens."""

from __future__ import annotations

import os
import tempfile
import unittest
from pathlib import Path
from unittest import mock

from lp_persistence.command.site import (
    default_store,
    scheme,
    site_file,
    without_secrets,
)


class SiteFileTests(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.top = Path(folder.name)

    def test_in_a_checkout_it_stands_at_the_top(self):
        """One file for what is kept, one for memory."""
        package = self.top / "src" / "lp_persistence"
        package.mkdir(parents=True)
        (self.top / "configure.zcml").touch()
        for store, name in (
            ("memory:", "ftesting.zcml"),
            ("sqlite:x.db", "configure.zcml"),
            ("postgres://host/x", "configure.zcml"),
        ):
            self.assertEqual(site_file(store, package), self.top / name)

    def test_elsewhere_the_package_has_it(self):
        """Whatever stands in the folders above the installed package."""
        package = self.top / "site-packages" / "lp_persistence"
        package.mkdir(parents=True)
        (self.top / "configure.zcml").touch()
        self.assertEqual(site_file("memory:", package), package / "memory.zcml")
        self.assertEqual(site_file("sqlite:x", package), package / "configure.zcml")

    def test_an_application_names_its_own(self):
        """By LP_PERSISTENCE_SITE; an empty variable names none."""
        named = {"LP_PERSISTENCE_SITE": str(self.top / "site.zcml")}
        own = site_file("sqlite:x", environment=named)
        self.assertEqual(own, (self.top / "site.zcml").resolve())
        self.assertNotEqual(
            site_file("sqlite:x", environment={"LP_PERSISTENCE_SITE": ""}), own
        )


class DefaultStoreTests(unittest.TestCase):
    def test_the_environment_names_it(self):
        """By LP_PERSISTENCE_STORE."""
        self.assertEqual(default_store({"LP_PERSISTENCE_STORE": "memory:"}), "memory:")

    def test_else_it_is_the_embedded_one(self):
        """An empty variable is none."""
        for environment in ({}, {"LP_PERSISTENCE_STORE": ""}):
            store = default_store(environment)
            self.assertEqual(scheme(store), "sqlite")
            path = store.partition(":")[2]
            self.assertTrue(path.endswith(os.path.join("var", "lp_persistence.db")))

    def test_without_a_checkout_it_stands_where_one_is(self):
        """In var/ of the working directory."""
        with mock.patch("lp_persistence.command.site.checkout", return_value=None):
            self.assertEqual(
                default_store({}), f"sqlite:{os.path.join('var', 'lp_persistence.db')}"
            )


class SecretsTests(unittest.TestCase):
    def test_messages_show_no_password(self):
        """Wherever a URI can have one; all else is shown."""
        for store, shown in (
            ("postgres://ada:secret@host:5432/x", "postgres://ada:…@host:5432/x"),
            ("postgres://ada:s@cr:t@host/x", "postgres://ada:…@host/x"),
            ("postgres://host/x?password=s&b=2", "postgres://host/x?password=…&b=2"),
            ("postgres://ada@host:5432/x", "postgres://ada@host:5432/x"),
            ("sqlite:var/a:b@c.db", "sqlite:var/a:b@c.db"),
            ("memory:", "memory:"),
        ):
            self.assertEqual(without_secrets(store), shown)
