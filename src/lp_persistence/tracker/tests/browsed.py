"""The tracker for a browser: served over HTTP, on memory."""

from __future__ import annotations

from contextlib import ExitStack

from zope.component import getUtility

import lp_persistence
from lp_persistence.command.interfaces import IWSGIApplicationFactory
from lp_persistence.testing.browser import new_tab, served
from lp_persistence.testing.browser.layer import CHROMIUM
from lp_persistence.testing.layers import MemoryLayer


class BrowserLayer(MemoryLayer):
    """The site as ``--store memory:`` configures it; each test fills it.

    ``site`` is its address, ``tab`` a new one in the browser.
    """

    def testSetUp(self) -> None:
        super().testSetUp()
        application = getUtility(IWSGIApplicationFactory)()
        with ExitStack() as stack:
            self["site"] = stack.enter_context(served(application))
            self["tab"] = stack.enter_context(new_tab(self["browser"]))
            self._open = stack.pop_all()

    def testTearDown(self) -> None:
        self._open.close()
        super().testTearDown()


BROWSED = BrowserLayer(
    bases=(CHROMIUM,),
    name="BROWSED",
    filename="memory.zcml",
    package=lp_persistence,
)
