"""The pillars of a generated world, their series and milestones."""

from __future__ import annotations

from lp_persistence.bugs.interfaces import IBug, IBugTask
from lp_persistence.pillars.interfaces import IDistribution, IProduct, IProject
from lp_persistence.pillars.series.interfaces import (
    IDistroSeries,
    IMilestone,
    IProductSeries,
)
from lp_persistence.sample.pillars import RETIRED
from lp_persistence.sample.tests.worlds import WorldTestCase


class PillarTests(WorldTestCase):
    def test_milestones_are_of_one_pillar(self):
        """And of a series of it, if of any."""
        for names, interface in (
            (("product", "product_series"), IProductSeries),
            (("distribution", "distro_series"), IDistroSeries),
        ):
            pillar, series = names
            pillars = {row["id"]: row[pillar] for row in self.tables[interface]}
            rows = [r for r in self.tables[IMilestone] if r[pillar] is not None]
            self.assertTrue(rows)
            for row in rows:
                self.assertIn(pillars.get(row[series], row[pillar]), (row[pillar],))
        for row in self.tables[IMilestone]:
            self.assertNotEqual(row["product"] is None, row["distribution"] is None)

    def test_names_within_pillars_are_unique(self):
        """Of series and of milestones."""
        for interface, pillars in (
            (IProductSeries, ("product",)),
            (IDistroSeries, ("distribution",)),
            (IMilestone, ("product", "distribution")),
        ):
            rows = self.tables[interface]
            names = {(row["name"], *map(row.get, pillars)) for row in rows}
            self.assertEqual(len(rows), len(names))

    def test_some_products_are_inactive(self):
        """With bugs that are not hot there."""
        inactive = {row["id"] for row in self.tables[IProduct] if not row["active"]}
        self.assertIn(RETIRED, inactive)
        self.assertLess(len(inactive), len(self.tables[IProduct]) / 3)
        self.assertTrue(inactive & {row["product"] for row in self.tables[IBugTask]})

    def test_pillars_are_looked_after(self):
        """Each was registered, mostly by its owner; some have a driver, some a
        supervisor; a product's focus is its own trunk."""
        for interface in (IDistribution, IProject, IProduct):
            rows = self.tables[interface]
            with self.subTest(interface.__name__):
                own = sum(row["registrant"] == row["owner"] for row in rows)
                self.assertGreater(own * 2, len(rows))
                self.assertGreater(len({row["driver"] is None for row in rows}), 1)
        for divided in (IProductSeries, IDistroSeries):
            found = {row["driver"] is None for row in self.tables[divided]}
            self.assertEqual({True, False}, found)
        products = self.tables[IProduct]
        self.assertEqual(
            {True, False}, {row["bug_supervisor"] is None for row in products}
        )
        self.assertGreater(len({row["bug_sharing_policy"] for row in products}), 2)
        series = {row["id"]: row for row in self.tables[IProductSeries]}
        for row in products:
            focus = series.get(row["development_focus"])
            self.assertEqual(row["active"], focus is not None)
            if focus is not None:
                self.assertEqual("trunk", focus["name"])
                self.assertEqual(row["id"], focus["product"])

    def test_official_tags(self):
        """All distributions and more than a third of the products suggest tags; some
        are on bugs, some on none, and each stands once, by code point."""
        on_bugs = {tag for bug in self.tables[IBug] for tag in bug["tags"]}
        rows = [*self.tables[IDistribution], *self.tables[IProduct]]
        suggested = [row["official_tags"] for row in rows if row["official_tags"]]
        self.assertTrue(all(row["official_tags"] for row in self.tables[IDistribution]))
        products = self.tables[IProduct]
        some = sum(bool(row["official_tags"]) for row in products)
        self.assertTrue(len(products) / 3 < some < len(products), some)
        for tags in suggested:
            self.assertEqual(tags, tuple(sorted(set(tags))))
            self.assertTrue(on_bugs & set(tags))
        self.assertTrue(set().union(*suggested) - on_bugs)
