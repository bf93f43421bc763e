"""Colours that can be read."""

from __future__ import annotations

import re
import unittest
from importlib.resources import files
from itertools import product
from typing import Final

import lp_persistence.tracker

#: What WCAG 2 asks of text, on level AA.
ENOUGH: Final = 4.5
_SCHEME: Final = re.compile(r":root \{(.*?)\}", re.DOTALL)
_COLOUR: Final = re.compile(r"--(\w+): #(\w{6});")


def luminance(colour: str) -> float:
    """How light a colour is, ``d8dde3``: from 0 to 1, as WCAG defines it."""
    parts = (int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4))
    red, green, blue = (
        each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4
        for each in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """How much two colours differ: from 1, not at all, to 21."""
    dark, light = sorted(map(luminance, (one, other)))
    return (light + 0.05) / (dark + 0.05)


class TestColours(unittest.TestCase):
    def test_texts_stand_out(self):
        """By day and by night, on whatever they stand on; buttons are link-coloured
        with the page's text on them."""
        css = files(lp_persistence.tracker).joinpath("resources/tracker.css")
        schemes = [
            dict(_COLOUR.findall(each)) for each in _SCHEME.findall(css.read_text())
        ]
        self.assertEqual(2, len(schemes))
        for scheme in schemes:
            for text, ground in product(
                ("ink", "quiet", "link", "hot", "private"), ("paper", "panel")
            ):
                found = contrast(scheme[text], scheme[ground])
                self.assertGreaterEqual(found, ENOUGH, (text, ground, scheme))

    def test_contrast(self):
        """Black on white, and of a colour with itself."""
        self.assertEqual(
            (21, 1), (contrast("000000", "ffffff"), contrast("a63a00", "a63a00"))
        )
