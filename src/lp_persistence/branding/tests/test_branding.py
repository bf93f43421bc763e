"""The images that stand for people and pillars."""

from __future__ import annotations

import unittest
from types import SimpleNamespace

from zope.interface.verify import verifyClass, verifyObject

from lp_persistence.branding.entities import Branding, File, HiddenBranding, Image
from lp_persistence.branding.interfaces import IBranding, IFile

SIZES = ("icon", "logo", "mugshot")


class BrandingTests(unittest.TestCase):
    def test_interfaces(self):
        """Values and entities provide theirs."""
        owner = SimpleNamespace(icon=None, logo=None, mugshot=None)
        verifyObject(IBranding, Branding(owner, "person"))
        verifyObject(IBranding, HiddenBranding())
        verifyClass(IFile, File)

    def test_its_own_images(self):
        """Known by the hash of their content."""
        owner = SimpleNamespace(**{size: File(sha256=size * 2) for size in SIZES})
        branding = Branding(owner, "team")
        for size in SIZES:
            self.assertEqual(Image(size * 2, False), getattr(branding, size))

    def test_stock_images(self):
        """By kind and size, where there is none, or its content expired."""
        for file in (None, File(sha256=None)):
            owner = SimpleNamespace(**dict.fromkeys(SIZES, file))
            branding = Branding(owner, "team")
            for size in SIZES:
                self.assertEqual(Image(f"team-{size}", True), getattr(branding, size))

    def test_what_is_hidden(self):
        """One stock image of each size."""
        for size in SIZES:
            self.assertEqual(
                Image(f"hidden-{size}", True), getattr(HiddenBranding(), size)
            )

    def test_an_image_is_written_as_its_name(self):
        """So that a template may just say it."""
        self.assertEqual("team-icon", str(Image("team-icon", True)))
