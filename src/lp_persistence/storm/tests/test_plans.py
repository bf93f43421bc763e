"""How the databases go about the listing of hot bugs, with many of them."""

import random
import unittest
from typing import Any

from lp_persistence.bugs.interfaces import IBug, IBugTask
from lp_persistence.people.interfaces import IPerson
from lp_persistence.pillars.interfaces import IDistribution, IProduct
from lp_persistence.pillars.packages.interfaces import ISourcePackageName
from lp_persistence.steps import NOBODY, SOMEBODY, Values
from lp_persistence.storm.book import get_book
from lp_persistence.storm.internals import connection_of
from lp_persistence.storm.statements import compile_step
from lp_persistence.storm.stores import Dialects
from lp_persistence.storm.tests.cases import AS_BOB, hot, hot_in_products
from lp_persistence.storm.tests.test_loading import person
from lp_persistence.storm.tests.world import DAY, LAMP, NEW, PRIVATE, PUBLIC, whole
from lp_persistence.testing.storm_layers import POSTGRESQL, SQLITE

BUGS = 20_000
IN_DISTRIBUTION = "bugtaskflat__open__distribution__heat__idx"
PUBLIC_IN_DISTRIBUTION = "bugtaskflat__public__open__distribution__heat__idx"
IN_PRODUCT = "bugtaskflat__product__heat__bug__idx"

#: A step, its slots, and the index that it reads.
LISTINGS: tuple[tuple[Any, tuple[Any, ...], str], ...] = (
    (hot(NOBODY), (20,), PUBLIC_IN_DISTRIBUTION),
    (hot(SOMEBODY), (20,), IN_DISTRIBUTION),
    (hot(NOBODY, after=(1, 2, 3)), (20, 250, 77, 77), PUBLIC_IN_DISTRIBUTION),
    (hot_in_products(NOBODY), (20,), IN_PRODUCT),
    (hot_in_products(SOMEBODY), (20,), IN_PRODUCT),
    (hot_in_products(NOBODY, after=(1, 2)), (20, 250, 77), IN_PRODUCT),
)


def fill(backend: Any) -> None:
    """Bugs in two distributions and two products, with as many ties as are
    likely."""
    chance = random.Random(7)
    backend.load(IPerson, [person(1)])
    of_pillars = "id name displayname title summary description owner"
    numbers = range(1, BUGS + 1)
    for target, rows in (
        whole(
            IDistribution,
            of_pillars,
            [(key, f"d{key}", "D", "t", "s", "d", 1) for key in (1, 2)],
        ),
        whole(
            IProduct,
            f"{of_pillars} active date_created",
            [(key, f"p{key}", "P", "t", "s", None, 1, True, DAY) for key in (1, 2)],
        ),
        whole(
            IBug,
            "id title description information_type heat date_created "
            "date_last_updated reporter",
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
                )
                for key in numbers
            ],
        ),
        (ISourcePackageName, [(LAMP, "lamp")]),
        whole(
            IBugTask,
            "id status importance date_created bug distribution source_package_name "
            "owner",
            [
                (key, NEW, 5, DAY, (key - 1) % BUGS + 1, distribution, package, 1)
                for key in range(1, BUGS + BUGS // 4 + 1)
                for package in [LAMP if key > BUGS else None]
                for distribution in [1 if key % 4 else 2]
            ],
        ),
        whole(
            IBugTask,
            "id status importance date_created bug product owner",
            [(BUGS * 2 + key, NEW, 5, DAY, key, 1 + key % 2, 1) for key in numbers],
        ),
    ):
        backend.load(target, rows)
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
        """Sorted are the few that were found, nothing else; also where the
        engine has statistics, with which it would rather walk all edges."""
        self.check_plans()
        connection = connection_of(self.layer["source"].store_for(None, None))
        connection.execute("ANALYZE", noresult=True)
        self.check_plans()

    def check_plans(self) -> None:
        for step, slots, index in LISTINGS:
            plan = self.plan(step, slots, "EXPLAIN QUERY PLAN")
            self.assertIn(f"USING INDEX {index} (", plan)
            self.assertNotIn("SCAN bugtaskflat", plan)


class TestPostgreSQL(PlansMixin, unittest.TestCase):
    layer = POSTGRESQL

    def test_the_top_is_read_from_the_index_in_its_order(self):
        """Sorted are the few that were found, nothing else."""
        for step, slots, index in LISTINGS:
            plan = self.plan(step, slots, "EXPLAIN (ANALYZE, TIMING OFF)")
            self.assertIn(f"Index Scan Backward using {index}", plan)
            self.assertNotIn("Seq Scan", plan)
            for line in plan.splitlines():
                if line.strip().startswith("->  Sort") or line.startswith("Sort"):
                    sorted_rows = int(line.rpartition("rows=")[2].split()[0])
                    self.assertLessEqual(sorted_rows, 40, plan)
