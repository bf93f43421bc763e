"""Where tasks are: one reference of several types."""

from __future__ import annotations

import unittest
from types import MemberDescriptorType
from typing import Any

from lp_persistence import ALL_SEEING, Context, Not
from lp_persistence.bugs.interfaces import IBugTasks
from lp_persistence.errors import InvalidValue, NotAllowed, NotRequested, UnknownName
from lp_persistence.people.entities import Person
from lp_persistence.pillars.entities import Distribution, Product
from lp_persistence.pillars.interfaces import IDistributions, IProducts
from lp_persistence.pillars.packages.entities import DistributionSourcePackage
from lp_persistence.pillars.packages.interfaces import (
    IDistributionSourcePackages,
    ISourcePackages,
)
from lp_persistence.pillars.series.interfaces import IDistroSeriesSet, IProductSeriesSet
from lp_persistence.testing.layers import MEMORY
from lp_persistence.testing.storm_layers import POSTGRESQL, SQLITE
from lp_persistence.testing.tracker_factory import TrackerFactory

UBUNTU, QUILL, ZOO, HOARY, TRUNK = 1, 1, 1, 1, 1


class TargetsMixin:
    """A task on each kind of target, in this order, and one on none."""

    layer: Any

    def setUp(self: Any) -> None:
        factory = TrackerFactory(self.layer["backend"])
        owner = factory.person()
        factory.package_name(id=ZOO, name="zoo")
        factory.distribution(id=UBUNTU, name="ubuntu", owner=owner)
        factory.distro_series(id=HOARY, name="hoary", distribution=UBUNTU)
        factory.product(id=QUILL, name="quill", owner=owner)
        factory.product_series(id=TRUNK, name="trunk", product=QUILL, owner=owner)
        bug = factory.bug(reporter=owner)
        places: tuple[dict[str, Any], ...] = (
            {"product": QUILL},
            {"product_series": TRUNK},
            {"distribution": UBUNTU, "source_package_name": ZOO},
            {"distribution": UBUNTU},
            {"distro_series": HOARY, "source_package_name": ZOO},
            {"distro_series": HOARY},
            {"distribution": None},
        )
        for key, place in enumerate(places, 1):
            factory.task(id=key, bug=bug, **place)
        factory.done()
        self.context = Context(viewer=ALL_SEEING)
        self.tasks = IBugTasks(self.context).ordered_by("id").all()

    def test_each_kind(self: Any):
        """A plain slot, filled from rows that came along: one statement."""
        targets = self.tasks.get_target()
        IDistributions(targets).get_branding()
        self.assertEqual(1, self.context.realise().statements)
        found = [
            task.target and (type(task.target).__name__, task.target.name)
            for task in self.tasks
        ]
        self.assertEqual(
            [
                ("Product", "quill"),
                ("ProductSeries", "trunk"),
                ("DistributionSourcePackage", "zoo"),
                ("Distribution", "ubuntu"),
                ("SourcePackage", "zoo"),
                ("DistroSeries", "hoary"),
                None,
            ],
            found,
        )
        first, *_ = self.tasks
        self.assertIsInstance(type(first).target, MemberDescriptorType)
        ubuntu = IDistributions(targets).one()
        self.assertEqual("distribution-icon", str(ubuntu.branding.icon))
        with self.assertRaises(NotRequested):
            first.target.branding  # noqa: B018

    def test_the_mixed_group(self: Any):
        """Narrows to each type; asks, counts and unites all of them at once."""
        targets = self.tasks.get_target().need("name")
        more = IBugTasks(self.context).of([3, 4]).get_target()
        size = targets.size()
        self.context.realise()
        self.assertEqual((6, 6), (len(targets), size))
        for group in (
            IProducts,
            IProductSeriesSet,
            IDistributionSourcePackages,
            IDistributions,
            ISourcePackages,
            IDistroSeriesSet,
        ):
            self.assertEqual(1, len(group(targets)), group)
        self.assertIn(Product(id=QUILL), targets)
        self.assertNotIn(Person(id=1), targets)
        self.assertEqual({"zoo", "ubuntu"}, {each.name for each in more})
        more.update(targets)
        self.context.realise()
        self.assertEqual(6, len(more))

    def test_what_the_mixed_group_refuses(self: Any):
        """What one type does not have, and other groups."""
        targets = self.tasks.get_target()
        with self.assertRaisesRegex(UnknownName, "IProductSeries has no attribute"):
            targets.need("displayname")
        with self.assertRaisesRegex(NotAllowed, "of mixed groups of the same types"):
            targets.update(self.tasks)
        with self.assertRaisesRegex(
            NotAllowed, r"several types, and can't be narrowed"
        ):
            self.tasks.get_target(name="zoo")

    def test_filters(self: Any):
        """They speak of exactly the target: a distribution is not that of its
        packages."""
        ubuntu, quill = Distribution(id=UBUNTU), Product(id=QUILL)
        zoo = DistributionSourcePackage(id=(UBUNTU, ZOO))
        products = IProducts(self.context).filter(name="quill")
        mixed = IBugTasks(self.context).of([3, 4]).get_target()
        for value, expected in (
            (quill, [1]),
            (ubuntu, [4]),
            (zoo, [3]),
            (None, [7]),
            (Not(None), [1, 2, 3, 4, 5, 6]),
            (Not(ubuntu), [1, 2, 3, 5, 6, 7]),
            ({ubuntu, quill, None}, [1, 4, 7]),
            (set(), []),
            (products, [1]),
            (mixed, [3, 4]),
            (Not(mixed), [1, 2, 5, 6, 7]),
        ):
            tasks = IBugTasks(self.context).filter(target=value).ordered_by("id").all()
            self.context.realise()
            self.assertEqual(expected, [task.id for task in tasks], value)
        of_ubuntu = IBugTasks(self.context).filter(distribution=ubuntu)
        self.context.realise()
        self.assertEqual([3, 4], sorted(task.id for task in of_ubuntu))
        with self.assertRaises(InvalidValue) as caught:
            self.tasks.filter(target=Person(id=1))
        self.assertEqual(
            "IBugTask.target can't be <Person 1>: it leads to one of IDistribution, "
            "IDistributionSourcePackage, IDistroSeries, IProduct, IProductSeries, "
            "ISourcePackage, or None.",
            str(caught.exception),
        )

    def test_filters_at_once(self: Any):
        """What was asked for tells them."""
        self.tasks.get_target()
        self.context.realise()
        found = self.tasks.filter(target=Distribution(id=UBUNTU))
        self.assertEqual([4], [task.id for task in found])


class TestMemory(TargetsMixin, unittest.TestCase):
    layer = MEMORY


class TestSQLite(TargetsMixin, unittest.TestCase):
    layer = SQLITE


class TestPostgreSQL(TargetsMixin, unittest.TestCase):
    layer = POSTGRESQL
