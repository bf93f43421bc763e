"""How PostgreSQL goes about listings of bugs, where thousands are equal."""

from __future__ import annotations

import unittest
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from lp_persistence import Context
from lp_persistence.bugs.enums import BugTaskStatus, InformationType
from lp_persistence.bugs.interfaces import IBug, IBugs, IBugTask
from lp_persistence.model import get_model
from lp_persistence.people.entities import Person
from lp_persistence.people.interfaces import IPersons
from lp_persistence.pillars.entities import Distribution, Product
from lp_persistence.pillars.packages.entities import DistributionSourcePackage
from lp_persistence.pillars.series.entities import (
    DistroSeries,
    Milestone,
    ProductSeries,
)
from lp_persistence.steps import Count, Select
from lp_persistence.testing.explained import Explained, explained, listening
from lp_persistence.testing.storm_layers import POSTGRESQL
from lp_persistence.testing.tracker_factory import TrackerFactory

BUGS = 8000
LIMIT = 20
#: What a listing is read from; the tasks of a bug that was found are not it.
ENTRIES = "bugtaskflat"
SIBLINGS = ("bugtaskflat__bug__idx", "bugtaskflat__open__bug__idx")
ORDERS = ("importance", "heat", "newest", "recently_changed")
DAY = datetime(2026, 1, 1, tzinfo=UTC)
#: One bug in so many is private, and hotter than those that are not.
PRIVATE = 17


def _said_of(key: int) -> str:
    if key % 400 == 0:
        return "crashes"
    return "fails often" if key % 3 else "fails"


class ListingTests(unittest.TestCase):
    layer = POSTGRESQL

    def setUp(self) -> None:
        """Bugs of which 7,000 and more are equal in each order, in a package of
        a distribution; some are in a product, a series or a milestone, or
        assigned. Somebody follows most of them."""
        self.backend = self.layer["backend"]
        factory = TrackerFactory(self.backend)
        self.people = [factory.person() for _ in range(9)]
        self.people += [factory.person(name=name) for name in ("follower", "seldom")]
        self.person, self.follower = self.people[0], self.people[9]
        self.admin = factory.person()
        factory.team(name="admins", members=[self.admin])
        self.distribution = factory.distribution()
        self.package = factory.package_name()
        self.series = factory.distro_series(distribution=self.distribution)
        self.product = factory.product(name="product")
        self.product_series = factory.product_series(product=self.product)
        self.milestone = factory.milestone(distribution=self.distribution)
        self.load(IBug, self.bug_rows())
        self.load(IBugTask, self.task_rows())
        followed = [(key, self.follower) for key in range(1, BUGS + 1) if key % 8]
        self.backend.load(IBug["subscribers"], followed)
        factory.done()

    def load(self, interface: Any, rows: Iterable[dict[str, Any]]) -> None:
        names = get_model().type_of(interface).stored
        self.backend.load(
            interface, [tuple(row.get(name) for name in names) for row in rows]
        )

    def bug_rows(self) -> Iterator[dict[str, Any]]:
        for key in range(1, BUGS + 1):
            changed = DAY + timedelta(days=key) if key % 10 == 0 else DAY
            is_private = key % PRIVATE == 0
            yield {
                "id": key,
                "title": f"Bug {key}",
                "description": _said_of(key),
                "information_type": 4 if is_private else 1,
                "heat": 9999 if is_private else key if key % 10 == 0 else 6,
                "date_created": DAY,
                "date_last_updated": changed,
                "reporter": self.people[key % 11],
            }

    def task_rows(self) -> Iterator[dict[str, Any]]:
        places = ("distro_series", "product_series", "product")
        for key in range(1, BUGS + 1):
            late = DAY + timedelta(days=key) if key % 10 == 0 else DAY
            yield {
                "id": key,
                "bug": key,
                "status": 30 if key % 3 == 0 else 10,
                "importance": 40 if key % 10 == 0 else 5,
                "date_created": late,
                "distribution": self.distribution,
                "source_package_name": self.package if key % 5 else None,
                "milestone": self.milestone if key % 4 == 0 else None,
                "assignee": self.assignee(key),
                "owner": self.people[key % 11],
            }
            if key % 4 == 0:
                continue
            place = places[key % 4 - 1]
            keys = (self.series, self.product_series, self.product)
            yield {
                "id": BUGS + key,
                "bug": key,
                "status": 10,
                "importance": 20,
                "date_created": DAY,
                place: keys[key % 4 - 1],
                "owner": self.people[key % 7],
            }

    def assignee(self, key: int) -> int | None:
        if key % 4 == 1:
            return self.person
        return self.follower if key % 1000 == 2 else None

    def plan(
        self,
        build: Callable[[Context], Any],
        viewer: Any = None,
        kind: type[Any] = Select,
    ) -> tuple[Explained, Any]:
        """How the engine finds or counts a group, and the group or its size."""
        context = Context(viewer=viewer)
        group = build(context)
        with listening() as steps:
            context.realise()
        [done] = [each for each in steps if isinstance(each.step, kind)]
        return explained(self.layer["source"].store_for(None, None), done), group

    def check(
        self,
        verb: str,
        viewer: Any = None,
        read: int = 3 * LIMIT,
        **tests: Any,
    ) -> None:
        """The first page and one from the middle are read as far as shown."""

        def build(context: Context) -> Any:
            return getattr(IBugs(context), verb)(**tests)

        key = None
        for page in ("first", "middle"):

            def one(context: Context, key: str | None = key) -> Any:
                whole = build(context)
                return (whole if key is None else whole.after(key)).limit(LIMIT)

            plan, group = self.plan(one, viewer)
            self.assertEqual(LIMIT, len(group))
            self.assertLessEqual(plan.sorted, 2 * LIMIT, (page, plan.nodes))
            found = plan.read(ENTRIES, but=SIBLINGS)
            self.assertLessEqual(found, read, (page, plan.nodes))
            key = self.middle(build, viewer)

    def middle(self, build: Callable[[Context], Any], viewer: Any) -> str:
        """The key of the bug that half of them come before."""
        context = Context(viewer=viewer)
        size = build(context).size()
        context.realise()
        half = build(context).limit(int(size) // 2)
        context.realise()
        key: str = half.key(list(half)[-1])
        return key

    def test_all_bugs(self):
        """In each order, open ones and all; of an admin nothing is hidden."""
        for order in ORDERS:
            for viewer in (None, Person(id=self.admin)):
                with self.subTest(order, viewer=viewer):
                    self.check("search", viewer, order=order)
                    self.check("open", viewer, order=order)

    def test_bugs_of_one_target(self):
        """Of a distribution, a product, series, a milestone, an assignee and a
        reporter."""
        for tests in (
            {"target": Distribution(id=self.distribution)},
            {"target": DistroSeries(id=self.series)},
            {"target": Product(id=self.product)},
            {"target": ProductSeries(id=self.product_series)},
            {"milestone": Milestone(id=self.milestone)},
            {"assignee": Person(id=self.person)},
            {"reporter": Person(id=self.person)},
        ):
            for order in ORDERS:
                with self.subTest(order, tests=tests):
                    self.check("open", order=order, **tests)
                    self.check("search", order=order, **tests)

    def test_open_bugs_of_a_package(self):
        """By the pair of numbers that its tasks have."""
        package = DistributionSourcePackage(id=(self.distribution, self.package))
        for order in ORDERS:
            with self.subTest(order):
                self.check("open", order=order, target=package)

    def test_private_bugs(self):
        """Of whoever sees them they are read in each order; nobody reads past more
        than all of them."""
        private = {"information_type": InformationType.USERDATA}
        for order in ORDERS:
            with self.subTest(order):
                self.check("open", Person(id=self.admin), order=order, **private)

                def hidden(context: Context, order: str = order) -> Any:
                    return IBugs(context).open(order=order, **private).limit(LIMIT)

                plan, group = self.plan(hidden)
                self.assertEqual(0, len(group))
                read = plan.read(ENTRIES, but=SIBLINGS)
                self.assertLessEqual(read, 2 * BUGS // PRIVATE)

    def test_a_member_reads_past_what_is_hidden(self):
        """Not by heat, in which private bugs come first; see the decisions."""
        member = Person(id=self.person)
        for order in ORDERS:
            if order != "heat":
                with self.subTest(order):
                    self.check("open", member, order=order)

    def test_bugs_of_a_person(self):
        """Those reported, assigned and followed are read as far as shown, past ways
        that are not the first; not all thousands are gathered."""
        who = Person(id=self.follower)
        some = {"read": 6 * LIMIT}
        for order in ORDERS:
            for tests in ({}, {"unresolved": True}):
                with self.subTest(order, tests=tests):
                    self.check("of_person", person=who, order=order, **some, **tests)

    def test_bugs_of_somebody_named(self):
        """Of whom it can't be told how many they are, are read as far as shown."""
        for order in ORDERS:
            with self.subTest(order):

                def build(context: Context, order: str = order) -> Any:
                    named = IPersons(context).filter(name="follower")
                    return IBugs(context).of_person(named, order=order).limit(LIMIT)

                plan, group = self.plan(build)
                self.assertEqual(LIMIT, len(group))
                self.assertLessEqual(plan.sorted, 2 * LIMIT)
                self.assertLessEqual(plan.read(ENTRIES, but=SIBLINGS), 3 * LIMIT)

    def test_pages_one_after_the_other(self):
        """Show what one look at all does: of somebody's bugs, of those that words
        find in most of them, in a few, or in none, and of both."""
        person = Person(id=self.follower)
        for verb, tests in (
            ("of_person", {"person": person}),
            ("of_person", {"person": person, "text": "fails"}),
            ("of_person", {"named": "follower"}),
            ("of_person", {"named": "seldom"}),
            ("search", {"text": "fails"}),
            ("open", {"text": "often fails", "status": BugTaskStatus.NEW}),
            ("search", {"text": "crashes"}),
            ("search", {"text": "nothing"}),
        ):
            for order in ("importance", "newest"):
                with self.subTest(order, verb=verb, tests=tests):
                    self.assert_pages(verb, {"order": order, **tests})

    def assert_pages(self, verb: str, tests: dict[str, Any]) -> None:
        def build(context: Context) -> Any:
            said = dict(tests)
            if "named" in said:
                said["person"] = IPersons(context).filter(name=said.pop("named"))
            return getattr(IBugs(context), verb)(**said)

        context = Context(most_rows=None)
        whole = build(context)
        context.realise()
        listed = [bug.id for bug in whole]
        key: str | None = None
        shown: list[int] = []
        while True:
            context = Context()
            page = build(context)
            page = (page if key is None else page.after(key)).limit(700)
            context.realise()
            shown += [bug.id for bug in page]
            if len(page) < 700:
                break
            key = page.key(list(page)[-1])
        self.assertEqual(listed, shown)

    def test_the_rule_of_heat(self):
        """Whoever follows a bug or one that repeats it is looked up, bug by bug."""

        def number(context: Context) -> Any:
            return IBugs(context).all().filter(computed_heat=7).size()

        plan, size = self.plan(number, kind=Count)
        self.assertEqual(0, int(size))
        self.assertLessEqual(plan.read("bugsubscription"), BUGS, plan.nodes)

    def test_a_number_so_far(self):
        """Counts no further, and sorts nothing for it, whatever is counted."""
        for tests in (
            {},
            {"target": Distribution(id=self.distribution)},
            {"assignee": Person(id=self.person)},
            {"text": "fails"},
        ):
            with self.subTest(tests):

                def counted(context: Context, tests: Any = tests) -> Any:
                    return IBugs(context).search(**tests).limit(100).size()

                plan, size = self.plan(counted, kind=Count)
                self.assertEqual(100, int(size))
                self.assertEqual(0, plan.sorted)
                self.assertLessEqual(plan.read(ENTRIES, but=SIBLINGS), 300, plan.nodes)

    def test_numbers_of_what_words_find(self):
        """Are exact as far as they are counted."""
        for text in ("fails", "often", "crashes", "nothing"):
            context = Context()
            whole = IBugs(context).search(text=text).size()
            sizes = {
                most: IBugs(context).search(text=text).limit(most).size()
                for most in (1, 100, 5001, BUGS)
            }
            context.realise()
            for most, size in sizes.items():
                self.assertEqual(min(int(whole), most), int(size), (text, most))

    def test_words_that_most_bugs_have(self):
        """Are found by reading as far as shown, and sorted where two ranges, or what
        an index finds, would be put together with it."""
        for order in ORDERS:
            for viewer in (None, Person(id=self.admin)):
                with self.subTest(order, viewer=viewer):
                    self.check("search", viewer, text="fails", order=order)
                    self.check("open", viewer, text="often fails", order=order)

    def test_words_that_few_bugs_have(self):
        """Are found by an index, with no look at the texts of more than a thousand
        others: splitting every text takes a hundred times as long."""
        # What was loaded waits beside the index, as a rule until the next vacuum.
        store = self.layer["source"].store_for(None, None)
        store.execute("SELECT gin_clean_pending_list('bug__words__idx')")
        plan, group = self.plan(lambda c: IBugs(c).search(text="crashes").limit(LIMIT))
        done = [
            (node["Actual Loops"], node["Actual Rows"])
            for node in plan.nodes
            if node.get("Index Name") == "bug__words__idx"
        ]
        self.assertEqual([(1, BUGS // 400)], done)
        self.assertEqual(BUGS // 400 - BUGS // 400 // PRIVATE, len(group))
        _, nobody = self.plan(lambda c: IPersons(c).search(text="nobody").limit(1))
        self.assertEqual(0, len(nobody))
