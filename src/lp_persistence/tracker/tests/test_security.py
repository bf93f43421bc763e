"""Pages are rendered with security proxies, which nothing takes away."""

from __future__ import annotations

import unittest
from pathlib import Path
from typing import Any
from unittest.mock import patch

from zope.security.proxy import Proxy

import lp_persistence.tracker
from lp_persistence.tracker.frame.shown import Picture, Shown
from lp_persistence.tracker.tests.site import TRACKER, hot_bug

REMOVERS = ("removeSecurityProxy", "removeAllProxies", "trustedThing", "getObject(")


class TestProxies(unittest.TestCase):
    layer = TRACKER

    def test_nothing_in_the_tracker_takes_a_proxy_away(self):
        """No module, no template."""
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
