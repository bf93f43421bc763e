"""What another package changes by ZCML alone."""

from __future__ import annotations

import unittest

import lp_persistence.tracker.tests.other as other
from lp_persistence.bugs.enums import BugTaskStatus, InformationType
from lp_persistence.tracker.tests.site import TrackerLayer, sign_in, texts

OTHER = TrackerLayer(name="OTHER", filename="site.zcml", package=other)


class TestOther(unittest.TestCase):
    layer = OTHER

    def setUp(self):
        self.factory = self.layer["factory"]
        self.viewer = self.factory.person()
        self.product = self.factory.product(name="evince")
        for title, kind in (
            ("It burns", InformationType.PUBLIC),
            ("It leaks", InformationType.USERDATA),
        ):
            self.bug = self.factory.bug(
                title=title, information_type=kind, grantees=[self.viewer]
            )
            self.factory.task(
                bug=self.bug, product=self.product, status=BugTaskStatus.NEW
            )
        self.factory.done()
        sign_in(self.viewer)

    def test_a_page_and_an_entity(self):
        """The page is another, and so is what the bug knows of itself."""
        page = self.layer["app"].get(f"/bugs/{self.bug}")
        self.assertEqual(texts(page, "h1"), ["IT LEAKS"])

    def test_a_verb_of_a_group(self):
        """On a page that is still the tracker's."""
        page = self.layer["app"].get("/evince")
        self.assertEqual(texts(page, ".bugs .title"), ["It burns"])

    def test_everything_else_is_as_it_was(self):
        """The frame around the page, for one."""
        page = self.layer["app"].get(f"/bugs/{self.bug}")
        self.assertEqual(len(page.html.select("header.site .viewer")), 1)
