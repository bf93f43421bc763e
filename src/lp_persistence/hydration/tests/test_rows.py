"""Rows as steps gave them."""

from __future__ import annotations

import unittest

from lp_persistence.hydration.rows import Found, RowSet
from lp_persistence.steps import Path

INDEX: dict[Path, int] = {
    ("id",): 0,
    ("icon",): 1,
    ("icon", "id"): 2,
    ("icon", "sha256"): 3,
}
ROWS = [
    (1, 7, 7, "seven"),
    (2, None, None, None),
    (3, 7, 7, "seven"),
    (4, 9, None, None),
]


class RowSetTests(unittest.TestCase):
    def test_rows_of_some(self):
        """In the order of all."""
        rows = RowSet(ROWS, INDEX)
        self.assertEqual([ROWS[0], ROWS[2]], rows.of({3: None, 1: None}))
        self.assertEqual(ROWS, rows.of({1, 2, 3, 4}))
        self.assertEqual(ROWS[1], rows.row(2))

    def test_verdicts(self):
        """Whom the viewer may not see is told apart."""
        index: dict[Path, int] = {("id",): 0, ("name",): 2}
        rows = RowSet.judged([(1, True, "a"), (2, False, None)], index, ())
        self.assertEqual([(1, True, "a")], rows.rows)
        self.assertEqual({2}, rows.hidden)
        everybody = RowSet.judged([(1, True, "a")], index, ())
        self.assertEqual(frozenset(), everybody.hidden)

    def test_what_rode_along(self):
        """Each once, without references to nothing, which are told."""
        rows = RowSet(ROWS, INDEX).riding(("icon",), {})
        self.assertEqual({("id",): 0, ("sha256",): 1}, rows.index)
        self.assertEqual([(7, "seven", 7)], rows.rows)
        self.assertEqual({9}, rows.nothing)


class FoundTests(unittest.TestCase):
    def found(self, *ids: int) -> Found:
        found = Found()
        found.ids = dict.fromkeys(ids)
        return found

    def test_ids_that_may_be_seen(self):
        """Others leave the group."""
        found = self.found(1, 5, 6)
        rows = RowSet([(1, "a")], {("id",): 0, ("name",): 1}, hidden=[5])
        found.read(rows, given=False)
        self.assertEqual({1: None}, found.ids)
        self.assertEqual([6], found.missing)
        self.assertEqual({("name",)}, found.columns)

    def test_given_ids_may_lead_to_nothing(self):
        """Somebody guessed them."""
        found = self.found(1, 6)
        found.read(RowSet([(1,)], {("id",): 0}), given=True)
        self.assertEqual(({1: None}, ()), (found.ids, found.missing))
