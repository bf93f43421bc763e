"""The images that stand for people and pillars."""

from __future__ import annotations

import unittest
from types import SimpleNamespace

from zope.interface.verify import verifyClass, verifyObject

from lp_persistence.branding.entities import (
    DistributionBranding,
    File,
    HiddenBranding,
    Image,
    PersonBranding,
    ProductBranding,
)
from lp_persistence.branding.interfaces import IBranding, IFile

SIZES = ("icon", "logo", "mugshot")


class BrandingTests(unittest.TestCase):
    def test_interfaces(self):
        """Values and entities provide theirs."""
        owner = SimpleNamespace(icon=None, logo=None, mugshot=None)
        verifyObject(IBranding, ProductBranding(owner))
        verifyObject(IBranding, HiddenBranding())
        verifyClass(IFile, File)

    def test_its_own_images(self):
        """Known by the hash of their content."""
        owner = SimpleNamespace(**{size: File(sha256=size * 2) for size in SIZES})
        branding = DistributionBranding(owner)
        for size in SIZES:
            self.assertEqual(Image(size * 2, False), getattr(branding, size))

    def test_stock_images(self):
        """By kind and size, where there is none, or its content expired."""
        for file in (None, File(sha256=None)):
            owner = SimpleNamespace(**dict.fromkeys(SIZES, file))
            for kind, stock in (
                (DistributionBranding, "distribution"),
                (ProductBranding, "product"),
            ):
                for size in SIZES:
                    image = getattr(kind(owner), size)
                    self.assertEqual(Image(f"{stock}-{size}", True), image)

    def test_stock_images_of_persons(self):
        """A team has another, and so has who is not valid."""
        files = dict.fromkeys(SIZES)
        for team, valid, stock in (
            (True, True, "team"),
            (False, True, "person"),
            (False, False, "inactive"),
        ):
            owner = SimpleNamespace(is_team=team, is_valid=valid, **files)
            icon = PersonBranding(owner).icon
            self.assertEqual(Image(f"{stock}-icon", True), icon)

    def test_what_is_hidden(self):
        """One stock image of each size."""
        for size in SIZES:
            self.assertEqual(
                Image(f"hidden-{size}", True), getattr(HiddenBranding(), size)
            )

    def test_an_image_is_written_as_its_name(self):
        """So that a template may just say it."""
        self.assertEqual("team-icon", str(Image("team-icon", True)))
