"""Source packages: entities that are made of others, and whose ids are pairs."""

from __future__ import annotations

import json
import unittest
from typing import Any

from lp_persistence import ALL_SEEING, Context, Not
from lp_persistence.bugs.interfaces import IBugTasks
from lp_persistence.errors import InvalidKey, InvalidValue, NoSuchMember, NotAllowed
from lp_persistence.pillars.entities import Distribution
from lp_persistence.pillars.interfaces import IDistribution, IDistributions
from lp_persistence.pillars.packages.entities import (
    DistributionSourcePackage,
    SourcePackageName,
)
from lp_persistence.pillars.packages.interfaces import (
    IDistributionSourcePackage,
    IDistributionSourcePackages,
    ISourcePackages,
)
from lp_persistence.testing.layers import MEMORY
from lp_persistence.testing.storm_layers import POSTGRESQL, SQLITE
from lp_persistence.testing.tracker_factory import TrackerFactory

UBUNTU, DEBIAN = 1, 2
ZOO, APT, BASH = 1, 2, 3
HOARY = 1
HUGE = 2**70


class PackagesMixin:
    """Two distributions, three names, of which two are registered in the first,
    a series of that, and tasks on packages, on a distribution, and in a series."""

    layer: Any

    def setUp(self: Any) -> None:
        factory = TrackerFactory(self.layer["backend"])
        owner = factory.person()
        for key, name in ((ZOO, "zoo"), (APT, "apt"), (BASH, "bash")):
            factory.package_name(id=key, name=name)
        factory.distribution(
            id=UBUNTU, name="ubuntu", owner=owner, source_package_names=[ZOO, APT]
        )
        factory.distribution(id=DEBIAN, name="debian", owner=owner)
        factory.distro_series(id=HOARY, name="hoary", distribution=UBUNTU)
        bug = factory.bug(reporter=owner)
        for key, place in enumerate(
            (
                {"distribution": UBUNTU, "source_package_name": ZOO},
                {"distribution": UBUNTU, "source_package_name": BASH},
                {"distribution": DEBIAN, "source_package_name": ZOO},
                {"distribution": UBUNTU},
                {"distro_series": HOARY, "source_package_name": ZOO},
            ),
            1,
        ):
            factory.task(id=key, bug=bug, **place)
        factory.done()
        self.context = Context(viewer=ALL_SEEING)
        self.packages = IDistributionSourcePackages(self.context)
        self.tasks = IBugTasks(self.context)

    def ids(self: Any, group: Any) -> list[Any]:
        self.context.realise()
        return [each.id for each in group]

    def test_it_is_there_where_its_parts_are(self: Any):
        """No row of its own is needed; the id is the pair."""
        packages = self.packages.of([(UBUNTU, ZOO), (UBUNTU, 99), (DEBIAN, BASH)])
        packages.get_distribution()
        self.assertEqual([(DEBIAN, BASH), (UBUNTU, ZOO)], self.ids(packages))
        bash, zoo = packages
        self.assertEqual(["bash", "zoo"], [bash.name, zoo.name])
        self.assertEqual(["debian", "ubuntu"], [p.distribution.name for p in packages])
        self.assertEqual("<DistributionSourcePackage (1, 1)>", repr(zoo))

    def test_lookups(self: Any):
        """By the pair, and by an equal entity."""
        packages = self.packages.of([DistributionSourcePackage(id=(UBUNTU, ZOO))])
        self.context.realise()
        zoo = packages[UBUNTU, ZOO]
        self.assertIn(zoo, packages)
        self.assertIn(DistributionSourcePackage(id=(UBUNTU, ZOO)), packages)
        self.assertNotIn(DistributionSourcePackage(id=(ZOO, 5)), packages)
        for key in ((UBUNTU, APT), UBUNTU, (UBUNTU,), "1", (UBUNTU, ZOO, 1)):
            with self.assertRaises(NoSuchMember):
                packages[key]

    def test_ids_that_are_none(self: Any):
        """Past 64 bits they are nobody's; another form is refused."""
        self.assertEqual([], self.ids(self.packages.of([(UBUNTU, HUGE)])))
        self.assertEqual([], self.ids(self.packages.filter(id=(HUGE, ZOO))))
        nobody = DistributionSourcePackage(id=(HUGE, ZOO))
        self.assertEqual([], self.ids(self.tasks.filter(source_package=nobody)))
        known = self.packages.of([(UBUNTU, ZOO)])
        elsewhere = known.filter(distribution=Not(Distribution(id=HUGE)))
        self.assertEqual([(UBUNTU, ZOO)], self.ids(elsewhere))
        for key in (UBUNTU, (UBUNTU, ZOO, 1), (UBUNTU, True), (UBUNTU, "1"), "12"):
            with self.assertRaises(InvalidValue) as caught:
                self.packages.of([key])
            self.assertIn(
                "expected ids or IDistributionSourcePackage entities",
                str(caught.exception),
            )
        with self.assertRaises(InvalidValue) as caught:
            self.packages.filter(id=(1, 2, 3))
        self.assertEqual(
            "IDistributionSourcePackage.id can't be (1, 2, 3): expected ids of "
            "distribution and source_package_name.",
            str(caught.exception),
        )
        with self.assertRaises(InvalidValue) as caught:
            self.tasks.filter(source_package=DistributionSourcePackage(id=7))
        self.assertIn("its id is no tuple of 2 whole numbers.", str(caught.exception))

    def test_tasks_lead_to_them_and_back(self: Any):
        """A task in no package leads to None; the way back needs no asking."""
        tasks = self.tasks.ordered_by("id").all()
        tasks.get_series_source_package().get_distro_series()
        tasks.get_source_package()
        self.assertEqual(1, self.context.plan().statements)  # they ride along
        tasks.get_source_package().get_tasks()
        self.assertEqual(3, self.context.realise().statements)
        found = [task.source_package and task.source_package.id for task in tasks]
        self.assertEqual([(1, 1), (1, 3), (2, 1), None, None], found)
        first, *_, last = tasks
        self.assertEqual([first.id], [each.id for each in first.source_package.tasks])
        self.assertIs(
            first.source_package, first.source_package.tasks[0].source_package
        )
        self.assertEqual("hoary", last.series_source_package.distro_series.name)

    def test_filters(self: Any):
        """By one, several, a group, none; and of packages by what they are of."""
        zoo = DistributionSourcePackage(id=(UBUNTU, ZOO))
        bash = DistributionSourcePackage(id=(UBUNTU, BASH))
        ubuntu = Distribution(id=UBUNTU)
        named = self.packages.filter(name="zoo")
        self.assertEqual([1], self.ids(self.tasks.filter(source_package=zoo)))
        for value, expected in (
            ({zoo, bash, None}, [1, 2, 4, 5]),
            (None, [4, 5]),
            (Not(zoo), [2, 3, 4, 5]),
            (named, [1, 3]),
            (named.filter(distribution=ubuntu), [1]),
            (self.packages.filter(distribution=ubuntu).limit(1), []),
        ):
            tasks = self.tasks.filter(source_package=value).ordered_by("id").all()
            self.assertEqual(expected, self.ids(tasks), value)
        name = SourcePackageName(id=ZOO)
        by_parts = self.packages.filter(distribution=ubuntu, source_package_name=name)
        self.assertEqual([(UBUNTU, ZOO)], self.ids(by_parts))
        distributions = IDistributions(self.context)
        for group in (distributions.filter(name="debian"), {Distribution(id=DEBIAN)}):
            packages = self.packages.filter(distribution=group)
            self.assertEqual([(2, 2), (2, 3), (2, 1)], self.ids(packages))
        tasks = self.tasks.filter(distribution=named.get_distribution())
        self.assertEqual([1, 2, 3, 4], sorted(self.ids(tasks)))

    def test_pages(self: Any):
        """The last term of an order is the pair; a key holds it as a list."""
        first = self.packages.limit(3)
        self.assertEqual([(1, 2), (2, 2), (1, 3)], self.ids(first))
        key = first.key(list(first)[-1])
        self.assertEqual(["bash", [UBUNTU, BASH]], json.loads(key))
        rest = self.packages.after(key).limit(9)
        self.assertEqual([(2, 3), (1, 1), (2, 1)], self.ids(rest))
        for wrong in ('["bash", 1]', '["bash", [1]]', '["bash", [1, 2, 3]]'):
            with self.assertRaises(InvalidKey):
                self.packages.after(wrong)
        down = self.packages.ordered_by("-id").limit(2)
        self.assertEqual([(2, 3), (2, 2)], self.ids(down))
        rest = self.packages.ordered_by("-id").after(down.key(down[2, 2])).limit(2)
        self.assertEqual([(2, 1), (1, 3)], self.ids(rest))

    def test_those_of_a_distribution(self: Any):
        """The registered ones, whatever tasks there are."""
        ubuntu, debian = (
            IDistributions(self.context).of([key]) for key in (UBUNTU, DEBIAN)
        )
        packages, few = (
            ubuntu.get_source_packages(),
            ubuntu.get_source_packages(limit=1, each=True),
        )
        debian.get_source_packages()
        size = packages.size()
        self.context.realise()
        self.assertEqual(["apt", "zoo"], [p.name for p in ubuntu.one().source_packages])
        self.assertEqual([(UBUNTU, APT)], [each.id for each in few])
        self.assertEqual((), debian.one().source_packages)
        self.assertEqual(2, size)

    def test_counts(self: Any):
        """Nothing is loaded for one."""
        sizes = [
            self.packages.size(),
            self.packages.filter(name="zoo").size(),
            self.tasks.all().get_source_package().filter(name="bash").size(),
            IDistributions(self.context).all().get_source_packages().size(),
            ISourcePackages(self.context).size(),
        ]
        self.context.realise()
        self.assertEqual([6, 2, 1, 2, 3], [int(size) for size in sizes])

    def test_rows_of_them_are_refused(self: Any):
        """What they are made of is loaded."""
        backend = self.layer["backend"]
        text = (
            r"^IDistributionSourcePackage has no rows: it is made of IDistribution "
            r"and ISourcePackageName\. Load these\.$"
        )
        with self.assertRaisesRegex(NotAllowed, text):
            backend.load(IDistributionSourcePackage, [])
        with self.assertRaisesRegex(NotAllowed, text):
            list(backend.dump(IDistributionSourcePackage))
        links = backend.dump(IDistribution["source_package_names"])
        self.assertEqual([(UBUNTU, ZOO), (UBUNTU, APT)], list(links))


class TestMemory(PackagesMixin, unittest.TestCase):
    layer = MEMORY


class TestSQLite(PackagesMixin, unittest.TestCase):
    layer = SQLITE


class TestPostgreSQL(PackagesMixin, unittest.TestCase):
    layer = POSTGRESQL
