"""Canonical URLs in the contract: that wrong ones are found."""

import unittest
from collections.abc import Sequence
from typing import Any
from unittest.mock import patch

from lp_persistence import canonical
from lp_persistence.hydration.shapes import is_hidden
from lp_persistence.model import get_model
from lp_persistence.testing import comparison
from lp_persistence.testing.contract import Contract
from lp_persistence.testing.layers import MEMORY
from lp_persistence.testing.reference import TRACKER
from lp_persistence.testing.reference.own_code import rules_of_code
from lp_persistence.testing.stores import Store, memory_store


class Proof(Contract):
    """The contract on memory."""

    def stores(self) -> Sequence[Store]:
        return [memory_store()]

    def breaks(self, place: str) -> bool:
        """Whether canonical URLs are told to be wrong at a place."""
        return any(self.broken("addresses", place, enough=1))


class TestAddresses(unittest.TestCase):
    layer = MEMORY

    def test_without_a_fault(self) -> None:
        """Nothing is found in these places."""
        for place in ("IBugTask.assignee", "IMilestone"):
            self.assertFalse(Proof().breaks(place), place)

    def test_names_that_are_not_quoted(self) -> None:
        """Are found: a name may hold what means something in a URL."""
        with patch.object(canonical, "quote", lambda text, safe: text):
            self.assertTrue(Proof().breaks("IMilestone"))

    def test_what_is_hidden(self) -> None:
        """Has none that would tell a name or an id."""

        def tells(entity: Any) -> str | None:
            if is_hidden(entity):
                return f"{entity.interface.__name__}/?"
            return canonical.canonical_path(entity)

        with patch.object(comparison, "canonical_path", tells):
            self.assertTrue(Proof().breaks("IBugTask.assignee"))

    def test_need_that_is_not_asked(self) -> None:
        """What a URL is made of has to be readable, and nothing besides."""
        with patch.object(canonical, "_ask", lambda *_: None):
            self.assertTrue(Proof().breaks("IMilestone"))

    def test_they_are_said_twice(self) -> None:
        """What is registered for the tracker is what its rules say."""
        own = rules_of_code(get_model()).addresses
        self.assertEqual(TRACKER.addresses, own)
