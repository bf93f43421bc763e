"""The page that the tracker begins with."""

from __future__ import annotations

import unittest

from lp_persistence.bugs.enums import BugTaskStatus, InformationType
from lp_persistence.tracker.home.pages import HOT, PILLARS
from lp_persistence.tracker.tests.site import TRACKER, hot_bug, sign_in, texts


class TestHome(unittest.TestCase):
    layer = TRACKER

    def setUp(self) -> None:
        self.factory = self.layer["factory"]

    def get(self):
        self.factory.done()
        return self.layer["app"].get("/")

    def test_an_empty_store_is_no_empty_page(self):
        """It says so."""
        page = self.get()
        self.assertIn("No bug that you can see asks for work.", page)
        self.assertIn("There are no pillars to show.", page)

    def test_pillars_of_each_kind_stand_by_name(self):
        """With a logo and a link; inactive ones do not."""
        factory = self.factory
        for name in ("ubuntu", "debian"):
            factory.distribution(name=name, displayname=name.title())
        factory.product(name="firefox", displayname="Firefox")
        factory.product(name="gone", displayname="Gone", active=False)
        factory.project(name="gnome", displayname="GNOME", active=True)
        page = self.get()
        self.assertEqual(
            texts(page, "h2"),
            ["Hottest bugs", "Distributions", "Project groups", "Products"],
        )
        self.assertEqual(
            texts(page, ".distributions a"), ["Debian", "Ubuntu", "GNOME", "Firefox"]
        )
        self.assertEqual(
            [image["src"] for image in page.html.select(".distributions img")][1:],
            ["/@@/distribution-logo", "/@@/product-logo", "/@@/product-logo"],
        )
        self.assertEqual(page.click("Ubuntu").html.h1.text, "Ubuntu")

    def test_of_many_pillars_there_is_a_part(self):
        """Which says so."""
        for number in range(PILLARS + 1):
            self.factory.product(name=f"p{number:02}")
        page = self.get()
        self.assertEqual(len(texts(page, ".distributions a")), PILLARS)
        self.assertEqual(
            texts(page, ".more"), ["There are more: search for them above."]
        )

    def test_the_hottest_open_bugs_come_first(self):
        """Of whatever target; with what asks for no work left out."""
        factory = self.factory
        ubuntu = factory.distribution()
        for heat in range(HOT + 1):
            hot_bug(factory, ubuntu, title=f"Heat {heat}", heat=heat)
        done = factory.bug(title="Done", heat=999)
        factory.task(bug=done, distribution=ubuntu, status=BugTaskStatus.FIXRELEASED)
        found = texts(self.get(), ".bugs .title")
        self.assertEqual(found, [f"Heat {heat}" for heat in range(HOT, 0, -1)])

    def test_what_is_hidden_takes_no_place(self):
        """Whoever may see it, does."""
        friend = self.factory.person()
        ubuntu = self.factory.distribution()
        hot_bug(
            self.factory,
            ubuntu,
            title="Leak",
            information_type=InformationType.USERDATA,
            grantees=[friend],
        )
        self.assertNotIn("Leak", self.get())
        sign_in(friend)
        self.assertEqual(texts(self.get(), ".bugs .title"), ["Leak"])
