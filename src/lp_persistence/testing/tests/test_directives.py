"""The reference of directives leaves none out."""

import unittest
from pathlib import Path

import lp_persistence
from lp_persistence.testing.directives import PACKAGES, described, directives

ROOT = Path(lp_persistence.__file__).parent


class TestDirectives(unittest.TestCase):
    def test_every_meta_zcml_is_looked_at(self):
        """Wherever there is one."""
        found = {
            ".".join(("lp_persistence", *path.parent.relative_to(ROOT).parts))
            for path in ROOT.rglob("meta.zcml")
        }
        self.assertEqual(found, set(PACKAGES))

    def test_every_directive_stands_in_the_reference(self):
        """With what its schema declares; the page prints it."""
        page = (ROOT.parents[1] / "doc" / "zcml.rst").read_text()
        for name in directives():
            self.assertIn(f"print(described({name!r}))", page)

    def test_what_may_be_left_out_is_in_brackets(self):
        """What has to be given is not."""
        text = described("budget")
        self.assertIn("\n[rows]: ", text)
        self.assertIn("\nfor: ", text)

    def test_every_attribute_is_described(self):
        """A schema's field without a description is of no help."""
        for name, schema in directives().items():
            for field in schema.names(all=True):
                self.assertTrue(schema[field].description, f"{name} {field}")
                self.assertTrue(schema[field].title, f"{name} {field}")
