"""How pages come to be, for those who may know."""

from __future__ import annotations

import re
import unittest

from lp_persistence.tracker.tests.site import TRACKER, hot_bug, sign_in, statements


class TestExplain(unittest.TestCase):
    layer = TRACKER

    def setUp(self):
        factory = self.layer["factory"]
        self.admin = factory.person()
        self.other = factory.person()
        factory.team([self.admin], name="admins")
        hot_bug(factory, factory.distribution(name="ubuntu"))
        factory.done()
        self.app = self.layer["app"]

    def test_an_administrator_reads_what_was_done(self):
        """Groups, what was asked of them and where, the plan, and each
        statement with its rows and its time."""
        sign_in(self.admin)
        page = self.app.get("/ubuntu?explain")
        self.assertEqual(page.content_type, "text/plain")
        self.assertRegex(
            page.text,
            r"IPillarNames\.filter\(…\)\.distribution  \(.*root\.py:\d+\)\n"
            r"    title, summary, icon, logo, mugshot, branding",
        )
        self.assertRegex(page.text, r"Plan: \d+ statements\n\n1\. viewer facts\n")
        self.assertRegex(
            page.text, r"follow .*\.distribution\)\.hot_bugs.*: 1 row in \d+\.\d ms"
        )
        self.assertIn(f"Sent: {statements(page)} statements", page.text)

    def test_all_that_was_done_is_told(self):
        """The page finds out what bears the name, and goes on from there: two plans,
        and each statement of either."""
        sign_in(self.admin)
        page = self.app.get("/ubuntu?explain")
        plans = re.findall(r"Plan: (\d+) statements?", page.text)
        self.assertEqual(2, len(plans), plans)
        told = re.findall(r"rows? in \d+\.\d ms", page.text)
        self.assertEqual(statements(page), len(told))

    def test_others_get_the_page(self):
        """As if they had not asked."""
        for viewer in (None, self.other):
            if viewer is not None:
                sign_in(viewer)
            page = self.app.get("/ubuntu?explain")
            self.assertEqual(page.content_type, "text/html")
            self.assertEqual(page.html.main, self.app.get("/ubuntu").html.main, viewer)

    def test_what_was_not_asked_for_costs_nothing(self):
        """One statement more is for who may know."""
        sign_in(self.admin)
        costs = [
            statements(self.app.get(f"/ubuntu{more}")) for more in ("", "?explain")
        ]
        self.assertEqual(costs[1] - costs[0], 1)
