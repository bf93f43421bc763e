"""The page on writing pages: what it makes works, at its price."""

from __future__ import annotations

import doctest
import sys
import unittest
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory

from lp_persistence.testing.documented import read_page
from lp_persistence.testing.pages import registered_pages
from lp_persistence.tests.test_docs import FLAGS
from lp_persistence.tracker.tests import test_budgets
from lp_persistence.tracker.tests.site import TrackerLayer

VIEWS = Path(__file__).resolve().parents[4] / "doc" / "views.rst"


class DeskLayer(TrackerLayer):
    """The files of the page, as a package over the tracker."""

    def setUp(self) -> None:
        self._folder = TemporaryDirectory()
        read_page(VIEWS).write(Path(self._folder.name))
        sys.path.insert(0, self._folder.name)
        self._package = import_module("desk")
        super().setUp()

    def tearDown(self) -> None:
        super().tearDown()
        sys.path.remove(self._folder.name)
        for name in list(sys.modules):
            if name.partition(".")[0] == "desk":
                del sys.modules[name]
        self._folder.cleanup()


DESK = DeskLayer(name="DESK", filename="configure.zcml")


class TestPage(test_budgets.TestBudgets):
    layer = DESK

    def test_every_page_costs_what_its_budget_says(self):
        """The one that the page makes; others are measured with the tracker."""
        [page] = [each for each in registered_pages() if each.name == "+teams"]
        assert page.budget is not None
        self.check_page(page, page.budget)


def test_suite() -> unittest.TestSuite:
    """The examples of the page, and what it promises of its price."""

    def set_up(test: doctest.DocTest) -> None:
        test.globs.update(app=DESK["app"], factory=DESK["factory"])

    page = doctest.DocFileSuite(
        str(VIEWS), module_relative=False, setUp=set_up, optionflags=FLAGS
    )
    page.layer = DESK
    return unittest.TestSuite(
        [page, unittest.defaultTestLoader.loadTestsFromTestCase(TestPage)]
    )
