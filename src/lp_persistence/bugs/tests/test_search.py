"""Bugs searched by their tasks, on every backend."""

from __future__ import annotations

import unittest
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from zope.component import getUtility

from lp_persistence import Context
from lp_persistence.bugs.entities import Bug
from lp_persistence.bugs.enums import (
    BugTaskImportance,
    BugTaskStatus,
    InformationType,
)
from lp_persistence.bugs.interfaces import IBugs, IBugTasks
from lp_persistence.conditions import Matching, Not
from lp_persistence.errors import (
    InvalidValue,
    NotAllowed,
    UnknownName,
)
from lp_persistence.people.entities import Person
from lp_persistence.people.interfaces import IPersons
from lp_persistence.pillars.entities import Distribution, Product, Project
from lp_persistence.pillars.packages.entities import DistributionSourcePackage
from lp_persistence.pillars.packages.interfaces import (
    IDistributionSourcePackages,
    ISourcePackageName,
)
from lp_persistence.pillars.series.entities import DistroSeries, Milestone
from lp_persistence.testing.layers import MEMORY
from lp_persistence.testing.storm_layers import POSTGRESQL, SQLITE
from lp_persistence.testing.tracker_factory import TrackerFactory

HIGH, LOW = BugTaskImportance.HIGH, BugTaskImportance.LOW
NEW, FIXED = BugTaskStatus.NEW, BugTaskStatus.FIXRELEASED


class SearchMixin:
    layer: Any

    def setUp(self) -> None:
        self.factory = TrackerFactory(self.layer["backend"])
        self.context = Context()

    def bug(self, *tasks: dict[str, Any], **given: Any) -> int:
        """A bug with these tasks, which are new and low unless told."""
        bug = self.factory.bug(**given)
        for task in tasks:
            self.factory.task(**{"bug": bug, "status": NEW, "importance": LOW, **task})
        return bug

    def found(self, **tests: Any) -> list[int]:
        return self.ids(IBugs(self.context).search(**tests))

    def ids(self, group: Any) -> list[int]:
        self.factory.done()
        self.context.realise()
        return [each.id for each in group]

    def test_one_task_passes_all(self):
        """Status and importance speak of one and the same task."""
        self.bug(
            {"status": NEW, "importance": LOW}, {"status": FIXED, "importance": HIGH}
        )
        both = self.bug({"status": NEW, "importance": HIGH})
        self.assertEqual([both], self.found(status=NEW, importance=HIGH))

    def test_a_bug_comes_once_where_its_first_task_stands(self):
        """Highest importance first, then the lowest id of a matching task; as
        importance counts that of tasks that match."""
        first = self.bug({"importance": LOW})
        high = self.bug({"importance": LOW}, {"importance": HIGH})
        other = self.bug({"importance": HIGH, "status": FIXED}, {"importance": LOW})
        self.assertEqual([high, other, first], self.found())
        self.context = Context()
        self.assertEqual([high, first, other], self.found(status=NEW))

    def test_orders(self):
        """By heat, by the newest task, by the last change."""
        days = [datetime(2026, 1, day, tzinfo=UTC) for day in (1, 2, 3)]
        old = self.bug({"date_created": days[0]}, heat=5, date_last_updated=days[2])
        new = self.bug(
            {"date_created": days[0]},
            {"date_created": days[2]},
            heat=9,
            date_last_updated=days[0],
        )
        hot = self.bug({"date_created": days[1]}, heat=9, date_last_updated=days[1])
        for order, expected in (
            ("heat", [new, hot, old]),
            ("newest", [new, hot, old]),
            ("recently_changed", [old, hot, new]),
        ):
            self.context = Context()
            self.assertEqual(expected, self.found(order=order), order)

    def test_pages(self):
        """Each begins behind the last bug of the one before; none comes twice,
        and all are counted."""
        for importance in (HIGH, LOW, HIGH, LOW, LOW):
            self.bug({"importance": LOW}, {"importance": importance})
        whole = self.found()
        for order in ("importance", "heat", "newest", "recently_changed"):
            context = Context()
            everything = IBugs(context).search(order=order)
            size = everything.size()
            pages, key = [], None
            while True:
                found = IBugs(context).search(order=order)
                page = (found if key is None else found.after(key)).limit(2)
                context.realise()
                if not page:
                    break
                pages += [bug.id for bug in page]
                key = page.key(list(page)[-1])
            self.assertEqual(5, size)
            self.assertEqual(sorted(whole), sorted(pages), order)

    def test_targets(self):
        """A product, a distribution, a series, a project group; a group of
        one kind; not one."""
        project = self.factory.project(name="group")
        product = self.factory.product(name="product", project_group=project)
        distribution = self.factory.distribution(name="distribution")
        series = self.factory.distro_series(distribution=distribution)
        in_product = self.bug({"product": product})
        in_distribution = self.bug({"distribution": distribution})
        in_series = self.bug({"distro_series": series})
        for target, expected in (
            (Product(id=product), [in_product]),
            (Project(id=project), [in_product]),
            (Distribution(id=distribution), [in_distribution]),
            (DistroSeries(id=series), [in_series]),
            (Not(Product(id=product)), [in_distribution, in_series]),
        ):
            self.context = Context()
            self.assertEqual(expected, self.found(target=target), target)

    def test_several_targets(self):
        """A set of one kind, none at all, and not those of several kinds, of which
        a distribution would be meant without its packages."""
        products = [self.factory.product(name=name) for name in ("one", "other")]
        distribution = self.factory.distribution()
        in_one, in_other = (self.bug({"product": product}) for product in products)
        name = self.factory.make(ISourcePackageName)
        in_package = self.bug(
            {"distribution": distribution, "source_package_name": name}
        )
        one, other = (Product(id=product) for product in products)
        for target, expected in (
            ({one}, [in_one]),
            ({one, other}, [in_one, in_other]),
            (Not({one}), [in_other, in_package]),
            ({Distribution(id=distribution)}, [in_package]),
            (None, []),
            (Not(None), [in_one, in_other, in_package]),
            (set(), []),
        ):
            self.context = Context()
            with self.subTest(target):
                self.assertEqual(expected, self.found(target=target))
        for several in ({one, Distribution(id=distribution)}, {one, None}):
            with self.subTest(several), self.assertRaises(InvalidValue):
                IBugs(self.context).search(target=several)

    def test_packages(self):
        """A package of a distribution, whatever the tasks of its series."""
        distribution = self.factory.distribution()
        name = self.factory.make(ISourcePackageName)
        place = {"distribution": distribution, "source_package_name": name}
        there = self.bug(place)
        self.bug({"distribution": distribution})
        package = DistributionSourcePackage(id=(distribution, name))
        self.assertEqual([there], self.found(target=package))
        self.context = Context()
        packages = IDistributionSourcePackages(self.context)
        named = packages.filter(name=Matching("NAME")).all()
        self.assertIn((distribution, name), self.ids(named))

    def test_tags(self):
        """One, one of several, another one, or none; of equals the older."""
        ui = self.bug({"importance": HIGH}, tags=("crash", "ui"))
        other = self.bug({}, tags=("print",))
        bare = self.bug({})
        for tag, expected in (
            ("ui", [ui]),
            ("UI", []),
            ({"print", "ui"}, [ui, other]),
            ({"print", None}, [other, bare]),
            (set(), []),
            (None, [bare]),
            (Not(None), [ui, other]),
            (Not("ui"), [other, bare]),
        ):
            with self.subTest(tag):
                self.assertEqual(expected, self.found(tag=tag))
        self.assertEqual([ui], self.found(tag=Not("print"), importance=HIGH))

    def test_people(self):
        """Assignees are of the task, reporters and subscribers of the bug; a
        group serves as well as a person."""
        ada = self.factory.person()
        team = self.factory.team([ada])
        reported = self.bug({}, reporter=ada)
        assigned = self.bug({"assignee": ada}, {"status": FIXED})
        subscribed = self.bug({}, subscribers=[ada])
        for test, expected in (
            ("reporter", reported),
            ("assignee", assigned),
            ("subscriber", subscribed),
        ):
            self.context = Context()
            self.assertEqual([expected], self.found(**{test: Person(id=ada)}), test)
            self.context = Context()
            members = IPersons(self.context).of([team]).get_members()
            self.assertEqual([expected], self.found(**{test: members}), test)
        self.context = Context()
        found = IBugs(self.context).of_person(Person(id=ada), status=NEW)
        self.assertEqual([reported, assigned, subscribed], self.ids(found))

    def test_words(self):
        """All of them, whole, in title and description together."""
        both = self.bug({}, title="Café crashes", description="on printing")
        self.bug({}, title="cafés", description="crashes on printing")
        self.assertEqual([both], self.found(text="PRINTING, crashes; Café!"))
        self.context = Context()
        found = self.found(text=Not(Matching("café")), order="newest")
        self.assertEqual(1, len(found))
        self.assertNotIn(both, found)

    def test_incomplete(self):
        """Each way of being so, in sets and negations too."""
        without = self.bug({"status": BugTaskStatus.INCOMPLETE_WITHOUT_RESPONSE})
        fixed = self.bug({"status": FIXED})
        incomplete = BugTaskStatus.INCOMPLETE
        for status, expected in (
            (incomplete, [without]),
            ({incomplete, FIXED}, [without, fixed]),
            (Not(incomplete), [fixed]),
        ):
            self.context = Context()
            self.assertEqual(expected, self.found(status=status))

    def test_open(self):
        """With an unresolved task that passes, and no duplicates."""
        there = self.bug({"importance": HIGH}, {"status": FIXED})
        self.bug({}, duplicate_of=there)
        self.bug({"status": FIXED})
        self.assertEqual([there], self.ids(IBugs(self.context).open()))
        for tests in ({"status": FIXED}, {"unresolved": False}):
            self.context = Context()
            self.assertEqual([], self.ids(IBugs(self.context).open(**tests)))

    def test_among_others(self):
        """A group is searched for those of its own."""
        some = [self.bug({"importance": LOW}), self.bug({"importance": HIGH})]
        self.bug({})
        found = IBugs(self.context).of(some).search()
        self.assertEqual([some[1], some[0]], self.ids(found))

    def test_milestones(self):
        """Of the task; None where there is none."""
        product = self.factory.product()
        milestone = self.factory.milestone(product=product)
        planned = self.bug({"product": product, "milestone": milestone})
        other = self.bug({"product": product})
        self.assertEqual([planned], self.found(milestone=Milestone(id=milestone)))
        self.context = Context()
        self.assertEqual([other], self.found(milestone=None))

    def test_contradictions_find_nothing(self):
        """They are no error."""
        self.bug({})
        bugs = IBugs(self.context).open(status=FIXED)
        nobody = IBugs(self.context).search(status=set())
        both = bugs.filter(heat=1).filter(heat=2)
        self.assertEqual([], self.ids(both))
        self.assertEqual([], list(nobody))

    def test_who_is_hidden_takes_no_place(self):
        """A private bug is neither found nor counted, and leaves no gap."""
        private = InformationType.USERDATA
        ada = self.factory.person()
        hidden = self.bug(
            {"importance": HIGH}, information_type=private, grantees=[ada]
        )
        public = self.bug({"importance": LOW})
        found = IBugs(self.context).search()
        size, page = found.size(), IBugs(self.context).search().limit(1)
        self.assertEqual([public], self.ids(page))
        self.assertEqual(1, size)
        self.context = Context(viewer=Person(id=ada))
        self.assertEqual([hidden, public], self.found())

    def test_unbound_roots(self):
        """Search as well; the context comes first."""
        bug = self.bug({})
        found = getUtility(IBugs).search(self.context, order="heat")
        self.assertEqual([bug], self.ids(found))

    def test_one_statement(self):
        """Finds a page, whatever is said, and one counts."""
        bugs = IBugs(self.context).search(
            status=NEW, reporter=Person(id=1), target=Product(id=1), milestone=None
        )
        bugs.size()
        bugs.limit(20)
        words = [step.word for step in self.context.plan().steps]
        self.assertEqual(["select", "count"], words)

    def test_more_is_asked_later(self):
        """Of bugs that were found, which keep their places and keys."""
        for _ in range(3):
            self.bug({})
        page = IBugs(self.context).search().limit(2)
        before = self.ids(page)
        key = page.key(page.first())
        page.get_tasks()
        self.context.realise()
        self.assertEqual(before, [bug.id for bug in page])
        self.assertEqual(key, page.key(page.first()))
        self.assertEqual([1, 1], [len(bug.tasks) for bug in page])


class MemorySearchTests(SearchMixin, unittest.TestCase):
    layer = MEMORY

    def test_refusals(self):
        """What is no test, order or target is named, and what there is."""
        bugs = IBugs(self.context)
        for expected, call in (
            (
                "IBugs.search has no test 'colour'; there are: assignee, importance, "
                "information_type, milestone, reporter, status, subscriber, tag, "
                "target, text, unresolved.",
                lambda: bugs.search(colour="red"),
            ),
            (
                "IBugs.search has no order 'age'; there are: heat, importance, "
                "newest, recently_changed.",
                lambda: bugs.search(order="age"),
            ),
        ):
            self.assertEqual(expected, self.refusal(UnknownName, call))
        self.assertEqual(
            "IBugs.target can't be <Person 1>: expected one of IDistribution, "
            "IDistributionSourcePackage, IDistroSeries, IProduct, IProductSeries, "
            "IProject, ISourcePackage, a group or a set of one kind of them, or None.",
            self.refusal(InvalidValue, lambda: bugs.search(target=Person(id=1))),
        )
        self.assertEqual(
            "<IBugs.of(…)>.of_person(…): say IBugs(context).of_person(…), or "
            "search(reporter=…), search(assignee=…) or search(subscriber=…).",
            self.refusal(NotAllowed, lambda: bugs.of([1]).of_person(Person(id=1))),
        )

    def refusal(self, kind: type[Exception], call: Callable[[], Any]) -> str:
        with self.assertRaises(kind) as caught:
            call()
        return str(caught.exception)

    def test_what_is_refused_leaves_everything_as_it_was(self):
        """It loads nothing of what it made on the way, and what it was given stays
        to be loaded, or not, as it was."""
        for tests in (
            {"reporter": 3},
            {"status": "new", "target": Project(id=1)},
            {"target": Project(id=1), "milestone": 3},
            {"text": 3},
            {"order": "age"},
        ):
            for verb in ("search", "open", "of_person"):
                context = Context()
                team = IPersons(context).of([1])
                given = {"person": team} if verb == "of_person" else {"assignee": team}
                among = IBugs(context).of([1])
                groups = [IBugs(context)] + [among] * (verb != "of_person")
                before = context.plan().statements
                for group in groups:
                    with (
                        self.subTest(tests, verb=verb),
                        self.assertRaises((InvalidValue, UnknownName)),
                    ):
                        getattr(group, verb)(**given, **tests)
                    self.assertEqual(before, context.plan().statements)

    def test_a_group_without_an_order_of_its_own(self):
        """Can be searched by no statement, and stays as it was."""
        first = IBugs(self.context).of([1, 2]).ordered_by("heat").limit(1)
        cut = first.filter(id=Not(3)).limit(1)
        before = self.context.plan().statements
        with self.assertRaises(NotAllowed):
            cut.search(target=Project(id=1))
        self.assertEqual(before, self.context.plan().statements)

    def test_reach(self):
        """Goes over references, and orders by what was reached over."""
        tasks = IBugTasks(self.context)
        self.assertIn(
            "IBugTask has no reference 'status'; there are: assignee, bug, dist",
            self.refusal(UnknownName, lambda: tasks.reach("status")),
        )
        bugs = tasks.reach("bug")
        self.assertEqual("<IBugTask….reach('bug')>", repr(bugs))
        with self.assertRaises(UnknownName) as caught:
            bugs.ordered_by("via.heat")
        self.assertIn("IBugTask has no fact 'heat'; there are: ", str(caught.exception))
        with self.assertRaises(UnknownName) as caught:
            bugs.limit(3).ordered_by("via.importance")
        self.assertIn("IBug has no fact 'via.importance'", str(caught.exception))
        self.assertEqual(Bug, bugs.node.type.factory)


class SQLiteSearchTests(SearchMixin, unittest.TestCase):
    layer = SQLITE


class PostgreSQLSearchTests(SearchMixin, unittest.TestCase):
    layer = POSTGRESQL
