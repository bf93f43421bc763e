"""How the databases go about the listing of hot bugs, with many of them."""

import random
import unittest
from typing import Any

from lp_persistence.bugs.interfaces import IBug, IBugTask
from lp_persistence.people.interfaces import IPerson
from lp_persistence.pillars.interfaces import IDistribution
from lp_persistence.planning.steps import NOBODY, SOMEBODY, Values
from lp_persistence.storm.book import get_book
from lp_persistence.storm.internals import connection_of
from lp_persistence.storm.statements import compile_step
from lp_persistence.storm.stores import Dialects
from lp_persistence.storm.tests.cases import AS_BOB, hot
from lp_persistence.storm.tests.test_loading import person
from lp_persistence.storm.tests.world import DAY, NEW, PRIVATE, PUBLIC, in_distribution
from lp_persistence.testing.storm_layers import POSTGRESQL, SQLITE

BUGS = 20_000
INDEX = "bugtaskflat__distribution__heat__bugtask__idx"


def fill(backend: Any) -> None:
    """Bugs in two distributions, with as many ties as are likely."""
    chance = random.Random(7)
    backend.load(IPerson, [person(1)])
    backend.load(
        IDistribution,
        [(key, f"d{key}", "D", "t", "s", "d", 1, None, None, None) for key in (1, 2)],
    )
    backend.load(
        IBug,
        [
            (
                key,
                "Bug",
                "It fails.",
                PRIVATE if key % 20 == 0 else PUBLIC,
                chance.randrange(500),
                DAY,
                DAY,
                1,
                None,
            )
            for key in range(1, BUGS + 1)
        ],
    )
    backend.load(
        IBugTask,
        [
            (key, NEW, 5, DAY, (key - 1) % BUGS + 1, *place, None)
            for key in range(1, BUGS + BUGS // 4 + 1)
            for place in [in_distribution(1 if key % 4 else 2)]
        ],
    )
    backend.finish_load()


class PlansMixin:
    layer: Any

    def setUp(self) -> None:
        fill(self.layer["backend"])

    def plan(self, step: Any, slots: tuple[Any, ...], explain: str) -> str:
        connection = connection_of(self.layer["source"].store_for(None, None))
        statement = compile_step(step, get_book(), Dialects().of(connection))
        rows = connection.execute(
            f"{explain} {statement.text}",
            statement.parameters(Values(slots, AS_BOB), [[1]]),
        ).get_all()
        return "\n".join(str(row[-1]) for row in rows)


class TestSQLite(PlansMixin, unittest.TestCase):
    layer = SQLITE

    def test_the_top_is_read_from_the_index_in_its_order(self):
        """Sorted are the few that were found, nothing else."""
        for step, slots in (
            (hot(NOBODY), (20,)),
            (hot(SOMEBODY), (20,)),
            (hot(NOBODY, after=(1, 2, 3)), (20, 250, 77, 77)),
        ):
            plan = self.plan(step, slots, "EXPLAIN QUERY PLAN")
            self.assertIn(f"USING INDEX {INDEX} (distribution=?", plan)
            self.assertNotIn("SCAN bugtaskflat", plan)


class TestPostgreSQL(PlansMixin, unittest.TestCase):
    layer = POSTGRESQL

    def test_the_top_is_read_from_the_index_in_its_order(self):
        """Sorted are the few that were found, nothing else."""
        for step, slots in (
            (hot(NOBODY), (20,)),
            (hot(SOMEBODY), (20,)),
            (hot(NOBODY, after=(1, 2, 3)), (20, 250, 77, 77)),
        ):
            plan = self.plan(step, slots, "EXPLAIN (ANALYZE, TIMING OFF)")
            self.assertIn(f"Index Scan Backward using {INDEX}", plan)
            self.assertNotIn("Seq Scan", plan)
            for line in plan.splitlines():
                if line.strip().startswith("->  Sort") or line.startswith("Sort"):
                    sorted_rows = int(line.rpartition("rows=")[2].split()[0])
                    self.assertLessEqual(sorted_rows, 40, plan)
