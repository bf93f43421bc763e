"""The application knows no layer; migration begins here."""

import unittest
from pathlib import Path

from .layer import APPLICATION

FOLDER = Path(APPLICATION.__file__).parent


class TestUnconverted(unittest.TestCase):
    """Who converts something takes this test away."""

    def test_nothing_names_the_layer(self):
        """No module, template or ZCML file, but what makes the tests' world."""
        files = [
            path
            for path in FOLDER.rglob("*")
            if path.suffix in (".py", ".pt", ".zcml") and "tests" not in path.parts
        ]
        self.assertGreater(len(files), 60)
        naming = [path for path in files if "lp_persistence" in path.read_text("utf-8")]
        self.assertEqual([], naming)
