"""How PostgreSQL goes about listings of bugs, where thousands are equal."""

from __future__ import annotations

import unittest
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from zope.component import provideHandler

from lp_persistence import Context
from lp_persistence.bugs.interfaces import IBug, IBugs, IBugTask
from lp_persistence.interfaces import IStepDone
from lp_persistence.model import get_model
from lp_persistence.people.entities import Person
from lp_persistence.people.interfaces import IPersons
from lp_persistence.pillars.entities import Distribution, Product
from lp_persistence.pillars.series.entities import Milestone
from lp_persistence.steps import Select
from lp_persistence.storm.book import get_book
from lp_persistence.storm.internals import connection_of
from lp_persistence.storm.statements import compile_step
from lp_persistence.storm.stores import Dialects
from lp_persistence.testing.storm_layers import POSTGRESQL
from lp_persistence.testing.tracker_factory import TrackerFactory

BUGS = 8000
LIMIT = 20
#: What a listing is read from; the tasks of a bug that was found are not it.
ENTRIES = "bugtaskflat"
SIBLINGS = "bugtaskflat__bug__idx"
ORDERS = ("importance", "heat", "newest", "recently_changed")
DAY = datetime(2026, 1, 1, tzinfo=UTC)


def nodes_of(plan: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    yield plan
    for inner in plan.get("Plans", ()):
        yield from nodes_of(inner)


def rows_read(plan: Mapping[str, Any]) -> int:
    """Entries of the listing that were read, those left out included."""
    return sum(
        (node["Actual Rows"] + node.get("Rows Removed by Filter", 0))
        * node["Actual Loops"]
        for node in nodes_of(plan)
        if node.get("Relation Name") == ENTRIES and node.get("Index Name") != SIBLINGS
    )


def rows_sorted(plan: Mapping[str, Any]) -> int:
    return sum(
        inner["Actual Rows"] * inner["Actual Loops"]
        for node in nodes_of(plan)
        if node["Node Type"] in ("Sort", "Incremental Sort")
        for inner in node["Plans"]
    )


class ListingTests(unittest.TestCase):
    layer = POSTGRESQL

    def setUp(self) -> None:
        """Bugs of which 7,000 and more are equal in each order, in a
        distribution; some are in a product or a milestone, or assigned."""
        self.backend = self.layer["backend"]
        factory = TrackerFactory(self.backend)
        self.person = factory.person()
        self.distribution = factory.distribution()
        self.product = factory.product(name="product")
        self.milestone = factory.milestone(distribution=self.distribution)
        self.load(IBug, self.bug_rows())
        self.load(IBugTask, self.task_rows())
        factory.done()
        self.plans: list[Mapping[str, Any]] = []

    def load(self, interface: Any, rows: Iterable[dict[str, Any]]) -> None:
        names = get_model().type_of(interface).stored
        self.backend.load(
            interface, [tuple(row.get(name) for name in names) for row in rows]
        )

    def bug_rows(self) -> Iterator[dict[str, Any]]:
        for key in range(1, BUGS + 1):
            changed = DAY + timedelta(days=key) if key % 10 == 0 else DAY
            yield {
                "id": key,
                "title": f"Bug {key}",
                "description": "crashes" if key % 400 == 0 else "fails",
                "information_type": 4 if key % 17 == 0 else 1,
                "heat": key if key % 10 == 0 else 6,
                "date_created": DAY,
                "date_last_updated": changed,
                "reporter": self.person,
            }

    def task_rows(self) -> Iterator[dict[str, Any]]:
        for key in range(1, BUGS + 1):
            late = DAY + timedelta(days=key) if key % 10 == 0 else DAY
            yield {
                "id": key,
                "bug": key,
                "status": 30 if key % 3 == 0 else 10,
                "importance": 40 if key % 10 == 0 else 5,
                "date_created": late,
                "distribution": self.distribution,
                "milestone": self.milestone if key % 4 == 0 else None,
                "assignee": self.person if key % 4 == 1 else None,
            }
            if key % 4 == 0:
                yield {
                    "id": BUGS + key,
                    "bug": key,
                    "status": 10,
                    "importance": 20,
                    "date_created": DAY,
                    "product": self.product,
                }

    def plan(self, build: Callable[[Context], Any]) -> tuple[Mapping[str, Any], Any]:
        """How the engine finds a group, and the group."""
        found: list[Any] = []
        provideHandler(found.append, [IStepDone])
        context = Context()
        group = build(context)
        context.realise()
        [done] = [each for each in found if isinstance(each.step, Select)]
        connection = connection_of(self.layer["source"].store_for(None, None))
        statement = compile_step(done.step, get_book(), Dialects().of(connection))
        [(plans,)] = connection.execute(
            f"EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) {statement.text}",
            statement.parameters(done.values, ()),
        ).get_all()
        return plans[0]["Plan"], group

    def check(self, verb: str, **tests: Any) -> None:
        """The first page and one from the middle are read as far as shown."""

        def build(context: Context) -> Any:
            return getattr(IBugs(context), verb)(**tests)

        key = None
        for page in ("first", "middle"):

            def one(context: Context, key: str | None = key) -> Any:
                whole = build(context)
                return (whole if key is None else whole.after(key)).limit(LIMIT)

            plan, group = self.plan(one)
            self.assertEqual(LIMIT, len(group))
            self.assertLessEqual(rows_sorted(plan), 2 * LIMIT, (page, plan))
            self.assertLessEqual(rows_read(plan), 3 * LIMIT, (page, plan))
            key = self.middle(build)

    def middle(self, build: Callable[[Context], Any]) -> str:
        """The key of the bug that half of them come before."""
        context = Context()
        size = build(context).size()
        context.realise()
        half = build(context).limit(int(size) // 2)
        context.realise()
        key: str = half.key(list(half)[-1])
        return key

    def test_all_bugs(self):
        """In each order, open ones and all."""
        for order in ORDERS:
            with self.subTest(order):
                self.check("search", order=order)
                self.check("open", order=order)

    def test_bugs_of_one_target(self):
        """Of a distribution, a product, a milestone and an assignee."""
        for tests in (
            {"target": Distribution(id=self.distribution)},
            {"target": Product(id=self.product)},
            {"milestone": Milestone(id=self.milestone)},
            {"assignee": Person(id=self.person)},
        ):
            for order in ORDERS:
                with self.subTest(order, tests=tests):
                    self.check("open", order=order, **tests)
                    self.check("search", order=order, **tests)

    def test_words(self):
        """Are found by an index: nobody's text is read for nothing."""
        plan, group = self.plan(lambda c: IBugs(c).search(text="crashes").limit(LIMIT))
        indexes = {node.get("Index Name") for node in nodes_of(plan)}
        self.assertIn("bug__words__idx", indexes)
        self.assertEqual(BUGS // 400 - BUGS // 400 // 17, len(group))
        _, nobody = self.plan(lambda c: IPersons(c).search(text="nobody").limit(1))
        self.assertEqual(0, len(nobody))
