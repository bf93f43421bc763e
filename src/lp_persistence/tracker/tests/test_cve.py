"""The page of a vulnerability."""

from __future__ import annotations

import unittest

from lp_persistence.branding.interfaces import IFile
from lp_persistence.bugs.elsewhere.interfaces import ICve
from lp_persistence.bugs.enums import InformationType
from lp_persistence.bugs.interfaces import IBug
from lp_persistence.tracker.frame import PAGE
from lp_persistence.tracker.tests.site import TRACKER, sign_in, statements, texts


class TestCvePage(unittest.TestCase):
    layer = TRACKER

    def setUp(self) -> None:
        self.factory = self.layer["factory"]
        self.cve = self.factory.make(
            ICve, sequence="1999-8979", description="A hole in a wall."
        )

    def bug(self, **given):
        bug = self.factory.bug(**given)
        self.factory.link(IBug["cves"], bug, self.cve)
        return bug

    def get(self):
        self.factory.done()
        return self.layer["app"].get("/cve/1999-8979")

    def test_it_says_what_it_is(self):
        """And that nobody speaks of it."""
        page = self.get()
        self.assertEqual(texts(page, "h1"), ["CVE-1999-8979"])
        self.assertEqual(texts(page, ".description"), ["A hole in a wall."])
        self.assertIn("No bug that you can see speaks of it.", page)

    def test_its_bugs_stand_with_their_tasks_the_hottest_first(self):
        """Page by page, and counted."""
        for heat in range(PAGE + 1):
            self.factory.task(bug=self.bug(title=f"B{heat}", heat=heat))
        page = self.get()
        self.assertEqual(texts(page, "h2"), [f"{PAGE + 1} bugs"])
        self.assertEqual(texts(page, ".bugs .title")[0], f"B{PAGE}")
        self.assertEqual(len(texts(page, ".tasks li")), PAGE)
        self.assertEqual(texts(page.click("Next page"), ".bugs .title"), ["B0"])

    def test_hidden_bugs_are_not_counted(self):
        """But for those who see them."""
        friend = self.factory.person()
        self.bug(
            title="Leak", information_type=InformationType.USERDATA, grantees=[friend]
        )
        self.assertEqual(texts(self.get(), "h2"), ["0 bugs"])
        sign_in(friend)
        self.assertEqual(texts(self.get(), "h2"), ["1 bug"])

    def test_it_costs_the_same_whatever_it_shows(self):
        """The viewer's facts, itself, its bugs, tasks, people, images, the
        number."""
        ada = self.factory.person(icon=self.factory.make(IFile))
        sign_in(ada)
        for count in (1, 50):
            for _ in range(count):
                bug = self.bug()
                for _ in range(count):
                    self.factory.task(bug=bug, assignee=ada)
            self.assertEqual(statements(self.get()), 7)
