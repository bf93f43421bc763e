"""Images: stock ones, and those that stand for uploaded files."""

from __future__ import annotations

import unittest
from itertools import product
from xml.etree import ElementTree

from zope.component import getUtility

from lp_persistence.branding.entities import HiddenBranding
from lp_persistence.branding.interfaces import IFileStore
from lp_persistence.sample.images import png
from lp_persistence.tracker.tests.site import HASH, TRACKER


class TestStock(unittest.TestCase):
    layer = TRACKER

    def test_there_is_one_of_each_kind_and_size(self):
        """Under the names that branding gives them."""
        kinds = ("person", "team", "inactive", "distribution", "product", "hidden")
        for kind, size in product(kinds, ("icon", "logo", "mugshot")):
            image = self.layer["app"].get(f"/@@/{kind}-{size}")
            self.assertEqual(image.content_type, "image/svg+xml")
            ElementTree.fromstring(image.body)

    def test_what_is_hidden_has_images_too(self):
        """Those of HiddenBranding."""
        for size in ("icon", "logo", "mugshot"):
            name = getattr(HiddenBranding, size).name
            self.assertEqual(self.layer["app"].get(f"/@@/{name}").status_int, 200)


class TestFiles(unittest.TestCase):
    layer = TRACKER

    def test_a_head(self):
        """It has the image's header, and nothing else."""
        answer = self.layer["app"].head("/+file/" + "ab" * 32)
        self.assertEqual("image/svg+xml", answer.content_type)
        self.assertEqual(b"", answer.body)

    def put(self, content):
        return getUtility(IFileStore).put(content)

    def test_an_image_is_what_was_uploaded(self):
        """It never changes, so that it may be kept."""
        content = png(14, 1)
        image = self.layer["app"].get(f"/+file/{self.put(content)}")
        self.assertEqual(image.content_type, "image/png")
        self.assertIn("immutable", image.headers["Cache-Control"])
        self.assertEqual(image.body, content)

    def test_what_is_missing_has_an_image(self):
        """That is asked for again soon; nothing tells that it is not there."""
        image = self.layer["app"].get(f"/+file/{HASH}")
        self.assertEqual(image.content_type, "image/svg+xml")
        self.assertEqual("public, max-age=60", image.headers["Cache-Control"])
        ElementTree.fromstring(image.body)

    def test_what_is_no_image_is_not_shown(self):
        """It could be a page with a script."""
        for content in (b"<html><script>alert(1)</script>", b"", b"<svg/>"):
            image = self.layer["app"].get(f"/+file/{self.put(content)}")
            self.assertEqual(image.content_type, "image/svg+xml")
            self.assertNotIn(b"script", image.body)
            self.assertEqual("nosniff", image.headers["X-Content-Type-Options"])

    def test_what_is_no_hash_is_not_found(self):
        """And nothing lies behind a hash."""
        for path in ("", "x", HASH[1:], HASH.upper(), f"{HASH}/{HASH}", f"{HASH}/x"):
            self.layer["app"].get(f"/+file/{path}", status=404)
