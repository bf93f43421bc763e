"""A layer with a browser that all of its tests share."""

from __future__ import annotations

from plone.testing import Layer

from lp_persistence.testing.browser.process import Chromium


class ChromiumLayer(Layer):
    """``browser`` is a Chromium; where there is none, setting up fails and says
    what to install."""

    defaultBases = ()

    def setUp(self) -> None:
        self["browser"] = Chromium()

    def tearDown(self) -> None:
        self["browser"].close()
        del self["browser"]


CHROMIUM = ChromiumLayer(name="CHROMIUM")
