"""The contract: that the backends keep it, and that it finds who doesn't."""

import unittest
from collections.abc import Sequence
from functools import partial
from typing import Final

from lp_persistence.storm.book import global_book
from lp_persistence.testing.contract import KINDS, Contract
from lp_persistence.testing.planted import FAULTS, FaultyBackend
from lp_persistence.testing.planted_records import planted
from lp_persistence.testing.stores import Store, memory_store
from lp_persistence.testing.tests.test_machine import MACHINE


class TestContract(Contract, unittest.TestCase):
    """Memory, SQLite and PostgreSQL."""

    layer = MACHINE

    def stores(self) -> Sequence[Store]:
        return list(self.layer["stores"])


class Proof(Contract):
    """The contract for one store, of which it tells what it breaks."""

    def __init__(self, store: Store):
        self.store = store

    def stores(self) -> Sequence[Store]:
        return [self.store]

    def breaks(self, place: str | None = None) -> str | None:
        """A place that is broken, of all or of one."""
        for kind in KINDS:
            for found, _, _ in self.broken(kind, place, enough=1):
                return found
        return None


#: That which shows most comes first.
SEEDS: Final = (5, 1, 2, 3)


class SeededProof(Proof):
    """In the worlds of a seed."""

    seed = 0

    def __init__(self, store: Store, seed: int) -> None:
        super().__init__(store)
        self.seed = seed


class TestItFinds(unittest.TestCase):
    """Who does not keep it is found by what every run does."""

    layer = MACHINE

    def test_records_that_disagree_with_the_entities(self) -> None:
        """Every fact, edge and rule that records could get wrong: in worlds of one
        seed or another, for not each draws what shows all of them."""
        _, sqlite, _ = self.layer["stores"]
        proofs = [SeededProof(sqlite, seed) for seed in SEEDS]
        for records in list(global_book()):
            for wrong in planted(records):
                with self.subTest(wrong.place, says=wrong.says):
                    global_book().register(wrong.records)
                    try:
                        found = (proof.breaks(wrong.place) for proof in proofs)
                        self.assertIn(wrong.place, found)
                    finally:
                        global_book().register(records)

    def test_backends_with_faults(self) -> None:
        """Those that are planted for the differential machine."""
        for name, fault in FAULTS.items():
            store = memory_store(partial(FaultyBackend, fault))
            with self.subTest(name):
                self.assertIsNotNone(Proof(store).breaks())
