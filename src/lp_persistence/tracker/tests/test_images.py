"""Images: stock ones, and those that stand for uploaded files."""

from __future__ import annotations

import unittest
from itertools import product
from xml.etree import ElementTree

from lp_persistence.branding.entities import HiddenBranding
from lp_persistence.tracker.images import pattern
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

    def test_a_file_is_shown_as_an_image_made_from_its_hash(self):
        """It never changes, so that it may be kept."""
        image = self.layer["app"].get(f"/+file/{HASH}")
        self.assertEqual(image.content_type, "image/svg+xml")
        self.assertIn("immutable", image.headers["Cache-Control"])
        self.assertEqual(image.text, pattern(HASH))

    def test_what_is_no_hash_is_not_found(self):
        """And nothing lies behind a hash."""
        for path in ("", "x", HASH[1:], HASH.upper(), f"{HASH}/{HASH}", f"{HASH}/x"):
            self.layer["app"].get(f"/+file/{path}", status=404)


class TestPattern(unittest.TestCase):
    def test_other_hashes_are_other_images(self):
        """The same hash is the same image."""
        self.assertEqual(pattern("ab" * 32), pattern("ab" * 32))
        images = {pattern(f"{number:02x}" * 32) for number in range(256)}
        self.assertGreater(len(images), 200)

    def test_an_image_is_well_formed(self):
        """Whatever the hash."""
        for number in range(256):
            ElementTree.fromstring(pattern(f"{number:02x}" * 32))
