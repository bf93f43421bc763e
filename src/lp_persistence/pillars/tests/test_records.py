"""How pillars are kept: what listings read, and what follows from others."""

import unittest
from typing import Any

from lp_persistence import ALL_SEEING, Context, Launchpad, Not
from lp_persistence.bugs.enums import BugTaskStatus
from lp_persistence.bugs.interfaces import IBugTasks
from lp_persistence.pillars.interfaces import IProducts, IProjects
from lp_persistence.testing.storm_layers import POSTGRESQL, SQLITE
from lp_persistence.testing.tracker_factory import TrackerFactory

#: The id of a series that is there after the product that leads to it.
FOCUS = 7


class RecordsMixin:
    """Two products, of which one is inactive, a distribution, their series,
    and a bug with a task in each of these."""

    layer: Any

    def setUp(self: Any) -> None:
        self.factory = factory = TrackerFactory(self.layer["backend"])
        self.owner = owner = factory.person()
        self.group = factory.project(name="granary", active=False, owner=owner)
        self.product = factory.product(
            name="quill",
            title="Quill",
            owner=owner,
            project_group=self.group,
            development_focus=FOCUS,
        )
        self.retired = factory.product(name="slate", active=False, owner=owner)
        self.distribution = factory.distribution(name="ubuntu", owner=owner)
        self.series = factory.product_series(
            id=FOCUS, product=self.product, owner=owner
        )
        self.old_series = factory.product_series(product=self.retired, owner=owner)
        self.release = factory.distro_series(distribution=self.distribution)
        self.milestone = factory.milestone(
            product=self.product, product_series=self.series
        )
        self.bug = factory.bug(heat=6, reporter=owner)
        self.tasks = {
            name: factory.task(bug=self.bug, status=BugTaskStatus.NEW, **target)
            for name, target in {
                "product": {"product": self.product, "milestone": self.milestone},
                "retired": {"product": self.retired},
                "series": {"product_series": self.series},
                "old series": {"product_series": self.old_series},
                "distribution": {"distribution": self.distribution},
                "release": {"distro_series": self.release},
                "nowhere": {"distribution": None},
            }.items()
        }

    def rows(self, statement: str) -> list[tuple[Any, ...]]:
        self.factory.done()
        store = self.layer["source"].store_for(None, None)
        return list(store.execute(statement))

    def test_flat_tasks_name_their_target(self: Any):
        """And their milestone."""
        columns = "product, productseries, distribution, distroseries, milestone"
        found = self.rows(f"SELECT bugtask, {columns} FROM bugtaskflat")
        tasks, none = self.tasks, None
        expected = {
            (tasks["product"], self.product, none, none, none, self.milestone),
            (tasks["retired"], self.retired, none, none, none, none),
            (tasks["series"], none, self.series, none, none, none),
            (tasks["old series"], none, self.old_series, none, none, none),
            (tasks["distribution"], none, none, self.distribution, none, none),
            (tasks["release"], none, none, none, self.release, none),
            (tasks["nowhere"], none, none, none, none, none),
        }
        self.assertEqual(expected, set(found))

    def test_flat_tasks_are_active_with_their_products(self: Any):
        """Those of series of products, too; all others are."""
        found = dict(self.rows("SELECT bugtask, active FROM bugtaskflat"))
        inactive = {name for name, task in self.tasks.items() if not found[task]}
        self.assertEqual({"retired", "old series"}, inactive)

    def test_names_are_of_one_space(self: Any):
        """Products, project groups and distributions are found by name."""
        found = self.rows(
            "SELECT name, product, project, distribution, active FROM pillarname"
        )
        expected = {
            ("quill", self.product, None, None, True),
            ("slate", self.retired, None, None, False),
            ("granary", None, self.group, None, False),
            ("ubuntu", None, None, self.distribution, True),
        }
        self.assertEqual(expected, set(found))

    def test_hot_bugs(self: Any):
        """Of active products; equals in the order of their ids, whatever task
        came first."""
        newer = self.factory.bug(heat=6, reporter=self.owner)
        older = self.factory.bug(heat=6, reporter=self.owner)
        hottest = self.factory.bug(heat=10, reporter=self.owner)
        for bug in (older, newer, hottest):
            self.factory.task(
                bug=bug, product=self.product, status=BugTaskStatus.TRIAGED
            )
        self.factory.task(bug=hottest, product_series=self.old_series)
        self.factory.done()
        context = Context(viewer=ALL_SEEING)
        quill, slate = (
            Launchpad.search(context, product_name=name) for name in ("quill", "slate")
        )
        bugs, none = quill.hot_bugs(limit=3), slate.hot_bugs()
        context.realise()
        self.assertEqual([hottest, self.bug, newer], [bug.id for bug in bugs])
        self.assertEqual([], list(none))
        self.assertEqual({"quill"}, {bug.product.name for bug in bugs})

    def test_edges(self: Any):
        """From products and groups to what is in them, and from tasks back."""
        self.factory.done()
        context = Context(viewer=ALL_SEEING)
        groups = IProjects(context).filter(name="granary")
        products = groups.get_products()
        products.get_series().get_milestones()
        products.get_milestones().get_tasks()
        inactive = IProducts(context).filter(active=False).all()
        both = IProducts(context).filter(name={"quill", "slate"})
        focused = both.filter(development_focus=Not(None))
        focused.get_development_focus().get_product().need("title")
        unfocused = both.filter(development_focus=None)
        tasks = IBugTasks(context).of([self.tasks["product"], self.tasks["release"]])
        tasks.get_milestone().get_product_series()
        tasks.get_distro_series().need("distribution")
        context.realise()
        product = groups.one().products[0]
        (milestone,), (series,) = product.milestones, product.series
        self.assertEqual(self.milestone, milestone.id)
        self.assertEqual([self.tasks["product"]], [task.id for task in milestone.tasks])
        self.assertEqual((milestone,), series.milestones)
        self.assertEqual(["slate"], [each.name for each in inactive])
        self.assertEqual(["slate"], [each.name for each in unfocused])
        focus = focused.one().development_focus
        self.assertEqual(self.series, focus.id)
        self.assertEqual("Quill", focus.product.title)
        first, second = tasks
        self.assertEqual(self.series, first.milestone.product_series.id)
        self.assertEqual("ubuntu", second.distro_series.distribution.name)


class TestSQLite(RecordsMixin, unittest.TestCase):
    layer = SQLITE


class TestPostgreSQL(RecordsMixin, unittest.TestCase):
    layer = POSTGRESQL
