"""The pages of series, milestones and packages."""

from __future__ import annotations

import unittest

from lp_persistence.bugs.enums import BugTaskStatus
from lp_persistence.pillars.packages.interfaces import ISourcePackageName
from lp_persistence.tracker.tests.site import TRACKER, statements, texts


class TestParts(unittest.TestCase):
    layer = TRACKER

    def setUp(self) -> None:
        self.factory = self.layer["factory"]
        self.ubuntu = self.factory.distribution(name="ubuntu", displayname="Ubuntu")
        self.fox = self.factory.product(name="fox", displayname="Fox")

    def get(self, path, status=200):
        self.factory.done()
        return self.layer["app"].get(path, status=status)

    def bug(self, title, **where):
        bug = self.factory.bug(title=title)
        self.factory.task(bug=bug, status=BugTaskStatus.NEW, **where)
        return bug

    def test_series(self):
        """Of either kind: milestones, open bugs, the way up."""
        hoary = self.factory.distro_series(name="hoary", distribution=self.ubuntu)
        trunk = self.factory.product_series(name="trunk", product=self.fox)
        self.factory.milestone(name="1.0", product=self.fox, product_series=trunk)
        self.bug("In hoary", distro_series=hoary)
        self.bug("In trunk", product_series=trunk)
        for path, above, bugs, milestones in (
            ("/ubuntu/+series/hoary", "Ubuntu", ["In hoary"], []),
            ("/fox/+series/trunk", "Fox", ["In trunk"], ["1.0"]),
        ):
            page = self.get(path)
            self.assertEqual(texts(page, ".crumbs a"), [above])
            self.assertEqual(texts(page, ".bugs .title"), bugs)
            self.assertEqual(texts(page, ".links a"), milestones)

    def test_series_cost_the_same(self):
        """Of either kind, however many bugs are in them."""
        hoary = self.factory.distro_series(name="hoary", distribution=self.ubuntu)
        self.factory.product_series(name="trunk", product=self.fox)
        costs = {
            statements(self.get("/ubuntu/+series/hoary")),
            statements(self.get("/fox/+series/trunk")),
        }
        for number in range(40):
            self.bug(f"Bug {number}", distro_series=hoary)
        costs.add(statements(self.get("/ubuntu/+series/hoary")))
        self.assertEqual({4}, costs)

    def test_milestones(self):
        """All bugs planned for it, open or not; those behind the first page
        follow."""
        milestone = self.factory.milestone(name="1.0", distribution=self.ubuntu)
        for number in range(22):
            self.bug(f"Bug {number}", distribution=self.ubuntu, milestone=milestone)
        page = self.get("/ubuntu/+milestone/1.0")
        self.assertEqual(texts(page, "h2"), ["22 bugs"])
        self.assertEqual(len(page.html.select(".bugs .title")), 20)
        self.assertEqual(len(page.click("Next page").html.select(".bugs .title")), 2)
        self.assertEqual(texts(page, ".crumbs a"), ["Ubuntu"])

    def test_packages(self):
        """In a distribution, and in one of its series."""
        hoary = self.factory.distro_series(name="hoary", distribution=self.ubuntu)
        self.layer["backend"].load(ISourcePackageName, [(9, "evo")])
        self.bug("In Ubuntu", distribution=self.ubuntu, source_package_name=9)
        self.bug("In hoary", distro_series=hoary, source_package_name=9)
        page = self.get("/ubuntu/+source/evo")
        self.assertEqual(texts(page, ".bugs .title"), ["In Ubuntu"])
        page = self.get("/ubuntu/+series/hoary/+source/evo")
        self.assertEqual(texts(page, ".bugs .title"), ["In hoary"])
        self.assertEqual(texts(page, ".crumbs a"), ["Ubuntu", "hoary"])

    def test_nothing_there(self):
        """Unknown parts, and parts of another pillar."""
        self.factory.milestone(name="1.0", distribution=self.ubuntu)
        for path in (
            "/ubuntu/+series/none",
            "/ubuntu/+milestone/2.0",
            "/fox/+milestone/1.0",
            "/ubuntu/+source/none",
            "/ubuntu/+series",
        ):
            self.get(path, status=404)
