"""Pages are rendered with security proxies, which nothing takes away."""

from __future__ import annotations

import unittest
from pathlib import Path
from typing import Any
from unittest.mock import patch

from zope.component import provideAdapter
from zope.interface import Interface
from zope.security.proxy import Proxy, ProxyFactory
from zope.traversing.interfaces import ITraversable

import lp_persistence.tracker
from lp_persistence import Context
from lp_persistence.branding.entities import Image
from lp_persistence.bugs.enums import BugTaskStatus
from lp_persistence.pillars.interfaces import IDistributions
from lp_persistence.tracker.application import HEADERS
from lp_persistence.tracker.frame.shown import Picture, Shown
from lp_persistence.tracker.tests.site import TRACKER, hot_bug, texts

#: What takes a proxy away, or gives what it is around.
REMOVERS = (
    "removeSecurityProxy",
    "removeAllProxies",
    "getObject",
    "getProxiedObject",
    "queryProxiedObject",
    "queryInnerProxy",
    "zope.proxy",
    "trustedThing",
    "trustedRemoveSecurityProxy",
    "rmproxy",
)


class TestProxies(unittest.TestCase):
    layer = TRACKER

    def test_nothing_in_the_tracker_takes_a_proxy_away(self):
        """No module, no template, no declaration."""
        folder = Path(lp_persistence.tracker.__file__).parent
        files = [
            file
            for kind in ("*.py", "*.pt", "*.zcml")
            for file in folder.rglob(kind)
            if "tests" not in file.relative_to(folder).parts
        ]
        self.assertGreater(len(files), 10)
        for file in files:
            text = file.read_text(encoding="utf-8")
            for remover in (*REMOVERS, 'trusted="'):
                self.assertNotIn(remover, text, file)

    def test_all_that_a_page_shows_is_proxied(self):
        """Entities, what they lead to, their values."""
        shown = []
        picture = Shown.picture

        def see(page: Shown, image: Any) -> Picture:
            shown.append(type(image))
            return picture(page, image)

        factory = self.layer["factory"]
        hot_bug(factory, factory.distribution(name="ubuntu"))
        factory.done()
        with patch.object(Shown, "picture", see):
            self.layer["app"].get("/ubuntu")
            self.layer["app"].get("/")
        self.assertEqual(set(shown), {Proxy})

    def test_adapters_are_found_while_others_are_registered(self):
        """Templates traverse by adapters, for whatever pages show."""
        distributions = IDistributions(Context())
        shown = (
            BugTaskStatus.NEW,
            Image("person-icon", True),
            distributions.get_branding(),
            distributions.get_series,
        )
        for thing in map(ProxyFactory, shown):
            self.assertIs(type(thing), Proxy)
            ITraversable(thing)
            provideAdapter(str, (int,), Interface, name=repr(thing))
            ITraversable(thing)

    def test_a_series_is_shown_after_an_adapter_was_registered(self):
        """Its status is an item of an enumeration, which says nothing of itself."""
        factory = self.layer["factory"]
        fox = factory.product(name="fox", displayname="Fox")
        factory.product_series(name="trunk", product=fox)
        factory.done()
        before = self.layer["app"].get("/fox/+series/trunk")
        provideAdapter(str, (int,), Interface, name="registered meanwhile")
        after = self.layer["app"].get("/fox/+series/trunk")
        self.assertEqual(texts(after, "main"), texts(before, "main"))


class TestHeaders(unittest.TestCase):
    layer = TRACKER

    def test_every_answer_says_what_may_be_done_with_it(self):
        """Pages of errors too; a file says itself how long it may be kept."""
        for path in ("/", "/nothing", "/%00", "/+sign-in"):
            page = self.layer["app"].get(path, status="*")
            for name, value in HEADERS.items():
                self.assertEqual(page.headers[name], value, (path, name))
        css = self.layer["app"].get("/@@/tracker.css")
        self.assertNotIn("private", css.headers["Cache-Control"])

    def test_pages_need_nothing_that_is_refused_to_them(self):
        """No style or script stands in a template."""
        folder = Path(lp_persistence.tracker.__file__).parent
        templates = list(folder.rglob("*.pt"))
        self.assertGreater(len(templates), 10)
        for template in templates:
            text = template.read_text(encoding="utf-8")
            self.assertNotRegex(text, r"<script|<style|style=|\son\w+=", template)
