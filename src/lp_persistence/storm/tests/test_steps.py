"""What steps give, on both databases."""

import unittest
from collections.abc import Sequence
from typing import Any

from lp_persistence.steps import Values
from lp_persistence.storm.tests.cases import Case
from lp_persistence.storm.tests.cases_of_conditions import CONDITIONS, TAGGED
from lp_persistence.storm.tests.cases_of_edges import FOLLOWS, HOT, OTHERS
from lp_persistence.storm.tests.cases_of_members import SELECTS, VERDICTS
from lp_persistence.storm.tests.world import fill
from lp_persistence.testing.storm_layers import POSTGRESQL, SQLITE


class StepsMixin:
    """Runs every case against the layer's backend."""

    layer: Any

    def setUp(self) -> None:
        self.backend = self.layer["backend"]
        fill(self.backend)

    def run_cases(self: Any, cases: Sequence[Case]) -> None:
        for case in cases:
            with self.subTest(case.says):
                rows = self.backend.snapshot(None).run(
                    case.step, Values(case.slots, case.viewer), case.keys
                )
                self.assertIsInstance(rows, list)
                self.check_bound(case, len(rows))
                if case.some_order:
                    self.assertEqual(sorted(rows), sorted(case.rows))
                else:
                    self.assertEqual(rows, case.rows)

    def check_bound(self: Any, case: Case, whole: int) -> None:
        """No more rows come than are wanted, and the first of them."""
        for most in (1, 10**8):
            found = self.backend.snapshot(None).run(
                case.step, Values(case.slots, case.viewer, most), case.keys
            )
            self.assertEqual(len(found), min(whole, most))
            if not case.some_order:
                self.assertEqual(found, case.rows[:most])

    def test_members_come_in_their_order_with_what_was_asked(self):
        """Select."""
        self.run_cases(SELECTS)

    def test_a_fetch_brings_the_verdict_and_nothing_of_what_is_hidden(self):
        """Select with a verdict."""
        self.run_cases(VERDICTS)

    def test_conditions_hold_or_not_and_are_never_unknown(self):
        """Every form of condition."""
        self.run_cases(CONDITIONS)

    def test_texts_come_with_their_owners_and_can_be_asked_for(self):
        """Each once, by code point, whatever the database says."""
        self.run_cases(TAGGED)

    def test_edges_are_followed_from_either_end(self):
        """Follow."""
        self.run_cases(FOLLOWS)

    def test_hot_bugs_are_limited_ordered_and_paged_by_the_link(self):
        """Follow of a ranked edge."""
        self.run_cases(HOT)

    def test_edges_beside_each_other_counts_and_facts_of_the_viewer(self):
        """Beside, Count, ViewerFacts, nested scopes."""
        self.run_cases(OTHERS)


class TestSQLite(StepsMixin, unittest.TestCase):
    layer = SQLITE


class TestPostgreSQL(StepsMixin, unittest.TestCase):
    layer = POSTGRESQL
