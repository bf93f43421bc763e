"""What a locked backend lets through."""

import unittest
from types import SimpleNamespace

from lp_persistence.errors import DatabaseLocked
from lp_persistence.refusal import is_strict, refuse_access


class TestRefusal(unittest.TestCase):
    def test_without_tokens_nothing_is_refused(self):
        """Nobody holds the lock."""
        refuse_access("SELECT 1", ())

    def test_the_innermost_token_is_named(self):
        """By its view, where it has one."""
        tokens = (SimpleNamespace(view="frame"), SimpleNamespace(view="page"))
        with self.assertRaisesRegex(DatabaseLocked, "while page was rendered"):
            refuse_access("SELECT 1", tokens)
        with self.assertRaisesRegex(DatabaseLocked, "while locked: SELECT 1"):
            refuse_access("SELECT 1", (object(),))

    def test_every_token_has_to_tolerate_an_access(self):
        """One that is strict, or says no, refuses it."""
        mild = SimpleNamespace(view="mild", tolerates=lambda error: True)
        choosy = SimpleNamespace(
            view="choosy", tolerates=lambda error: error.statement == "SELECT 1"
        )
        strict = SimpleNamespace(view="strict", tolerates=None)
        self.assertEqual([is_strict(each) for each in (mild, strict)], [False, True])
        refuse_access("SELECT 1", (choosy, mild))
        with self.assertRaisesRegex(DatabaseLocked, "while choosy was"):
            refuse_access("SELECT 2", (choosy, mild))
        with self.assertRaisesRegex(DatabaseLocked, "while strict was"):
            refuse_access("SELECT 1", (strict, mild))
