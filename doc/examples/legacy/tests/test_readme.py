"""The README says what is so."""

import doctest
import unittest
from pathlib import Path

from .layer import APPLICATION, LEGACY


def test_suite():
    """Its examples, on the tests' world."""
    suite = doctest.DocFileSuite(
        str(Path(APPLICATION.__file__).parent / "README.rst"),
        module_relative=False,
        optionflags=doctest.REPORT_NDIFF,
    )
    suite.layer = LEGACY
    return unittest.TestSuite([suite])
