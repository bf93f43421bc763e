"""The page on using the tracker walks the site in memory."""

from __future__ import annotations

import doctest
import unittest
from pathlib import Path

from webtest import TestApp
from zope.component import getUtility

import lp_persistence
from lp_persistence.command.interfaces import IWSGIApplicationFactory
from lp_persistence.command.memory import URI
from lp_persistence.command.reporters import Quiet
from lp_persistence.command.site import open_store
from lp_persistence.testing.layers import MemoryLayer
from lp_persistence.tests.test_docs import FLAGS
from lp_persistence.tracker.tests.site import texts

DOC = Path(__file__).resolve().parents[4] / "doc"
USING = DOC / "tracker.rst"

#: The site as ``--store memory:`` configures it.
SITE = MemoryLayer(
    name="SITE IN MEMORY", filename="memory.zcml", package=lp_persistence
)


class TestPictures(unittest.TestCase):
    def test_the_pictures_are_those_of_the_pages(self):
        """Each that is shown is there, and each that is there is shown."""
        shown = {
            line.rpartition("/")[2]
            for line in USING.read_text(encoding="utf-8").splitlines()
            if line.startswith(".. image::")
        }
        self.assertEqual(shown, {file.name for file in (DOC / "images").iterdir()})


def test_suite() -> unittest.TestSuite:
    """The examples of the page, and its pictures."""

    def set_up(test: doctest.DocTest) -> None:
        open_store(URI, Quiet())
        application = getUtility(IWSGIApplicationFactory)()
        test.globs.update(app=TestApp(application), texts=texts)

    page = doctest.DocFileSuite(
        str(USING), module_relative=False, setUp=set_up, optionflags=FLAGS
    )
    page.layer = SITE
    return unittest.TestSuite(
        [page, unittest.defaultTestLoader.loadTestsFromTestCase(TestPictures)]
    )
