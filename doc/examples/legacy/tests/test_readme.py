"""The README says what is so."""

import doctest
import unittest
from pathlib import Path

from .layer import APPLICATION, LEGACY
from .site import Site


def test_suite():
    """Its examples, on the tests' world."""
    suite = doctest.DocFileSuite(
        str(Path(APPLICATION.__file__).parent / "README.rst"),
        module_relative=False,
        globs={"Site": Site},
        optionflags=doctest.REPORT_NDIFF,
    )
    suite.layer = LEGACY
    return unittest.TestSuite([suite])
