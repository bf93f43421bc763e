"""The page on converting an attribute is a doctest, to the letter."""

import doctest
import unittest
from pathlib import Path

from lp_persistence.adoption.tests.docs import Office
from lp_persistence.testing.storm_layers import POSTGRESQL, SQLITE
from lp_persistence.tests.test_docs import FLAGS

PAGE = Path(__file__).resolve().parents[4] / "doc" / "adopting.rst"


def test_suite() -> unittest.TestSuite:
    """On both databases; of a checkout, for the pages are in no package."""
    suite = unittest.TestSuite()
    for layer in (SQLITE, POSTGRESQL) if PAGE.exists() else ():

        def set_up(test: doctest.DocTest, layer: object = layer) -> None:
            office = Office(PAGE, layer)
            test.globs.update(office.names, office=office)

        def tear_down(test: doctest.DocTest) -> None:
            test.globs["office"].close()

        page = doctest.DocFileSuite(
            str(PAGE),
            module_relative=False,
            setUp=set_up,
            tearDown=tear_down,
            optionflags=FLAGS,
        )
        page.layer = layer
        suite.addTest(page)
    return suite
