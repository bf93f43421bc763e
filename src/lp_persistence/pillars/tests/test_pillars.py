"""What pillars, series and milestones know of themselves."""

from __future__ import annotations

import unittest

from zope.interface.verify import verifyClass

from lp_persistence import Context, pillars
from lp_persistence.branding.entities import File
from lp_persistence.bugs.entities import Bug, BugTask
from lp_persistence.bugs.enums import BugTaskStatus
from lp_persistence.model import get_model
from lp_persistence.pillars.entities import Distribution, Product, Project
from lp_persistence.pillars.enums import BugSharingPolicy
from lp_persistence.pillars.interfaces import (
    IDistribution,
    IPillar,
    IProduct,
    IProducts,
    IProject,
)
from lp_persistence.pillars.series.enums import SeriesStatus
from lp_persistence.testing.layers import MEMORY


class InterfaceTests(unittest.TestCase):
    layer = MEMORY

    def test_classes(self):
        """Entities and groups implement what they say."""
        found = [
            entity_type
            for entity_type in get_model()
            if entity_type.factory.__module__.startswith(f"{pillars.__name__}.")
        ]
        self.assertEqual(10, len(found))
        for each in found:
            self.assertTrue(verifyClass(each.interface, each.factory))
            self.assertTrue(verifyClass(each.group_interface, each.group_factory))

    def test_stored_integers(self):
        """Those of the real database."""
        self.assertEqual([*range(1, 8)], [item.value for item in SeriesStatus.items])
        self.assertEqual([*range(1, 7)], [i.value for i in BugSharingPolicy.items])

    def test_what_all_pillars_have(self):
        """Is declared once, and read, searched and ordered alike of each."""
        common = [*IPillar.names(all=True)]
        for interface in (IDistribution, IProduct, IProject):
            entity_type = get_model().type_of(interface)
            self.assertTrue(interface.isOrExtends(IPillar))
            self.assertFalse(set(common) & set(interface.names()))
            self.assertEqual(("id", "name", "displayname"), entity_type.brief)
            self.assertEqual(("name",), entity_type.order)
            self.assertIn("text", entity_type.searched)

    def test_what_all_pillars_have_is_asked_for_by_its_interface(self):
        """As by any that names attributes."""
        context = Context()
        products = IProducts(context).of([1]).need(IPillar)
        self.assertIn("registrant", products.node.asked)
        self.assertNotIn("development_focus", products.node.asked)


class DistributionTests(unittest.TestCase):
    def test_hot_bugs(self):
        """Unresolved, no duplicates; with the task that makes each hot."""
        new, repeated = Bug(id=1, duplicate_of=None), Bug(id=2, duplicate_of=Bug(id=1))
        distribution = Distribution(
            tasks=(
                BugTask(id=5, bug=new, status=BugTaskStatus.NEW),
                BugTask(id=6, bug=new, status=BugTaskStatus.TRIAGED),
                BugTask(id=7, bug=new, status=BugTaskStatus.FIXRELEASED),
                BugTask(id=8, bug=new, status=BugTaskStatus.UNKNOWN),
                BugTask(id=9, bug=repeated, status=BugTaskStatus.NEW),
            )
        )
        self.assertEqual([(new, 5), (new, 6)], list(distribution.hot_bugs))

    def test_branding(self):
        """Its own image, else the stock one."""
        distribution = Distribution(icon=None, logo=File(sha256="1090"))
        self.assertEqual("distribution-icon", str(distribution.branding.icon))
        self.assertEqual("1090", str(distribution.branding.logo))


class ProductTests(unittest.TestCase):
    def test_hot_bugs(self):
        """Unresolved, no duplicates."""
        new, repeated = Bug(id=1, duplicate_of=None), Bug(id=2, duplicate_of=Bug(id=1))
        tasks = (
            BugTask(id=5, bug=repeated, status=BugTaskStatus.NEW),
            BugTask(id=6, bug=new, status=BugTaskStatus.TRIAGED),
            BugTask(id=7, bug=Bug(id=3), status=BugTaskStatus.UNKNOWN),
        )
        self.assertEqual([new], list(Product(active=True, tasks=tasks).hot_bugs))

    def test_inactive_products(self):
        """Nothing is hot there."""
        task = BugTask(bug=Bug(duplicate_of=None), status=BugTaskStatus.NEW)
        self.assertEqual([], list(Product(active=False, tasks=(task,)).hot_bugs))

    def test_branding(self):
        """Groups are shown as what they hold: no stock image is theirs."""
        for pillar in (Product, Project):
            branding = pillar(icon=None, logo=File(sha256="1090")).branding
            self.assertEqual("product-icon", str(branding.icon))
            self.assertEqual("1090", str(branding.logo))
