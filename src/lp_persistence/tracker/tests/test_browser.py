"""The tracker in a browser, which runs no script."""

from __future__ import annotations

import unittest
from typing import Final

import transaction
from webtest import TestApp
from zope.event import notify

from lp_persistence.bugs.conversation.interfaces import IComment
from lp_persistence.bugs.enums import BugTaskStatus, InformationType
from lp_persistence.command.contents import put_contents
from lp_persistence.command.events import WorldMade
from lp_persistence.sample import generate, load_world
from lp_persistence.sample.people import ADMIN
from lp_persistence.testing.tracker_factory import TrackerFactory
from lp_persistence.tracker.application import Application
from lp_persistence.tracker.tests.browsed import BROWSED
from lp_persistence.tracker.tests.crawler import kind_of, visits
from lp_persistence.tracker.tests.site import sign_in
from lp_persistence.tracker.tests.test_crawl import KINDS

#: Enough bugs for a second page of them.
BUGS: Final = 80
#: A telephone, and the window of a desk.
NARROW: Final = (360, 740)
WIDE: Final = (1280, 800)
#: Pages that no link leads to, and such as few links do.
BESIDE: Final = (
    "/~admins/+members",
    "/search?text=start",
    "/bugs?status=unheard-of",
    "/+sign-in",
    "/+nothing",
)


class BrowserCase(unittest.TestCase):
    layer = BROWSED

    def setUp(self):
        self.site, self.tab = self.layer["site"], self.layer["tab"]

    def open(self, path):
        """Go to a page of the tracker."""
        self.tab.open(f"{self.site}{path}")

    def path(self):
        """Where the browser is."""
        return self.tab.address.removeprefix(self.site)


class WorldCase(BrowserCase):
    def setUp(self):
        super().setUp()
        world = generate(BUGS)
        load_world(self.layer["backend"], world)
        put_contents(world)
        notify(WorldMade())
        transaction.commit()


class TestUse(WorldCase):
    def test_at_a_desk(self):
        """Somebody signs in, turns a page, opens a bug, searches and signs out."""
        self.use(WIDE)

    def test_on_a_telephone(self):
        """The same, within 360 pixels."""
        self.use(NARROW)

    def use(self, size):
        tab = self.tab
        tab.resize(*size)
        self.open("/")
        tab.follow(".viewer a")
        tab.click("#email")
        tab.type("member@example.com")
        tab.click("#password")
        tab.type("test")
        tab.follow("main form button")
        self.assertEqual(tab.texts(".viewer .name"), ["Milo Marrowby"])

        self.open("/bugs")
        first = tab.texts(".bugs h3")
        tab.follow(".pager [rel=next]")
        second = tab.texts(".bugs h3")
        self.assertEqual(len(first), 20)
        self.assertGreater(len(second), 0)
        self.assertFalse(set(first) & set(second))
        tab.follow(".pager a")
        self.assertEqual(tab.texts(".bugs h3"), first)
        tab.follow(".pager [rel=next]")

        tab.follow(".bugs h3 a")
        [heading] = tab.texts("h1")
        number, _, title = heading.partition(" ")
        self.assertEqual(self.path(), f"/bugs/{number.removeprefix('#')}")

        tab.click("#search-text")
        tab.type(title)
        tab.follow(".search button")
        self.assertTrue(self.path().startswith("/search?text="), self.path())
        self.assertIn(title, " ".join(tab.texts(".found h3")))

        tab.follow(".viewer button")
        self.assertEqual(tab.texts(".viewer"), ["Sign in"])

    def test_by_keyboard(self):
        """The first stop skips to the content, and a form is filled in and sent."""
        tab = self.tab
        tab.resize(*WIDE)
        self.open("/+sign-in")
        tab.press("Tab")
        self.assertEqual(self.focus(), "Skip to the content")
        tab.press("Enter")
        tab.press("Tab")
        self.assertEqual(tab.evaluate("document.activeElement.id"), "email")
        tab.type("member@example.com")
        tab.press("Tab")
        tab.type("test")
        tab.send()
        self.assertEqual(tab.texts(".viewer .name"), ["Milo Marrowby"])

    def test_each_stop_of_the_keyboard_is_seen(self):
        """It stands within the window, with a line around it."""
        tab = self.tab
        tab.resize(*NARROW)
        self.open("/bugs")
        stops: list[str] = []
        while len(stops) < 12:
            tab.press("Tab")
            stops.append(self.focus())
            [left, right, outline] = tab.evaluate(
                "(box => [box.left, box.right, "
                "getComputedStyle(document.activeElement).outlineStyle])"
                "(document.activeElement.getBoundingClientRect())"
            )
            with self.subTest(stop=stops[-1]):
                self.assertGreaterEqual(left, 0)
                self.assertLessEqual(right, NARROW[0])
                self.assertEqual(outline, "solid")
        self.assertIn("Search", stops)

    def focus(self):
        """What has the focus is called so."""
        return self.tab.evaluate("document.activeElement.innerText")


class TestWidth(WorldCase):
    def test_no_page_scrolls_sideways(self):
        """One of every kind, with all that an administrator sees on it."""
        sign_in(ADMIN)
        pages = {kind_of(address): address for address in BESIDE}
        for visit in visits(TestApp(Application())):
            if visit.response.content_type == "text/html":
                pages.setdefault(kind_of(visit.address), visit.address)
        self.assertLessEqual({kind for kind in KINDS if kind[0] == "/"}, set(pages))
        self.tab.resize(*NARROW)
        for address in pages.values():
            with self.subTest(address=address):
                self.open(address)
                self.assertEqual(self.tab.sideways(), [])
                self.assertEqual(self.tab.texts(".viewer .name"), ["Ada Aldermoor"])


class TestLongWords(BrowserCase):
    def test_they_are_broken(self):
        """Names and texts without a space are no wider than the window.

        That of the viewer is one of them.
        """
        word = "W" * 60
        factory = TrackerFactory(self.layer["backend"])
        person = factory.person(name="w" * 60, displayname=word)
        product = factory.product(name="p" * 60, displayname=word, title=word)
        series = factory.product_series(product=product, name="s" * 60, summary=word)
        milestone = factory.milestone(
            product=product, product_series=series, name="1." + "0" * 60
        )
        factory.team([person], name="t" * 60, displayname=word)
        bug = factory.bug(
            title=word,
            description=word,
            reporter=person,
            tags=("t" * 60,),
            information_type=InformationType.PUBLIC,
        )
        factory.task(
            bug=bug,
            product=product,
            milestone=milestone,
            assignee=person,
            status=BugTaskStatus.INCOMPLETE_WITHOUT_RESPONSE,
        )
        said = {"author": person, "subject": word, "text": word}
        factory.make(IComment, bug=bug, index=1, visible=True, **said)
        factory.done()
        sign_in(person)
        self.tab.resize(*NARROW)
        for path in (
            "/",
            f"/bugs/{bug}",
            "/bugs",
            f"/bugs/{bug}/+activity",
            "/" + "p" * 60,
            "/" + "p" * 60 + "/+series/" + "s" * 60,
            "/" + "p" * 60 + "/+milestone/1." + "0" * 60,
            "/~" + "w" * 60,
            "/~" + "t" * 60 + "/+members",
            f"/search?text={word}",
            f"/people?name={word}",
        ):
            with self.subTest(path=path):
                self.open(path)
                self.assertEqual(self.tab.sideways(), [])
                self.assertIn(word, " ".join(self.tab.texts("main")))
                self.assertEqual(self.tab.texts(".viewer .name"), [word])
