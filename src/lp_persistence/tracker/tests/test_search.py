"""The page of searching everything at once."""

from __future__ import annotations

import unittest
from datetime import UTC, datetime

from lp_persistence.bugs.enums import InformationType
from lp_persistence.tracker.search.pages import SHOWN
from lp_persistence.tracker.tests.site import TRACKER, statements, texts


class TestSearch(unittest.TestCase):
    layer = TRACKER

    def setUp(self) -> None:
        self.factory = self.layer["factory"]

    def get(self, path, status=200):
        self.factory.done()
        return self.layer["app"].get(path, status=status)

    def test_everything_newest_first(self):
        """Each as it is shown elsewhere."""
        years = [datetime(year, 1, 1, tzinfo=UTC) for year in (2001, 2002, 2003)]
        self.factory.bug(title="The engine halts", date_created=years[1])
        self.factory.person(displayname="Engine Works", date_created=years[2])
        self.factory.product(displayname="Engine", date_created=years[0])
        page = self.get("/search?text=ENGINE")
        self.assertEqual(
            texts(page, ".found a"), ["Engine Works", "The engine halts", "Engine"]
        )
        self.assertEqual(texts(page, ".size"), ["3 found"])

    def test_hidden_ones_are_not_found(self):
        """As if there were nothing."""
        self.factory.bug(
            title="The engine halts", information_type=InformationType.USERDATA
        )
        page = self.get("/search?text=engine")
        self.assertEqual(
            texts(page, "main form + p"),
            ["Nothing that you can see has all of these words."],
        )

    def test_from_every_page(self):
        """The frame has a box for it."""
        self.factory.bug(title="The engine halts")
        form = self.get("/people").forms[0]
        form["text"] = "engine"
        self.assertEqual(texts(form.submit(), ".found a"), ["The engine halts"])

    def test_without_words(self):
        """Nothing is asked."""
        page = self.get("/search")
        self.assertEqual(texts(page, "main form + p"), ["Say what to search for."])
        self.assertEqual(0, statements(page))

    def test_of_much_the_newest_is_shown(self):
        """And told to be a part."""
        for number in range(SHOWN):
            self.factory.bug(title=f"engine {number}")
        page = self.get("/search?text=engine")
        self.assertEqual((SHOWN, 0), self.shown(page))
        self.factory.bug(title="engine")
        page = self.get("/search?text=engine")
        self.assertEqual((SHOWN, 1), self.shown(page))
        self.assertEqual(texts(page, ".found a")[0], "engine")

    def shown(self, page):
        """How many were found, and how many sentences say that there are more."""
        return len(texts(page, ".found li")), len(texts(page, ".more"))

    def test_costs(self):
        """No more for much."""
        self.factory.bug(title="engine")
        self.factory.person(displayname="engine")
        few = statements(self.get("/search?text=engine"))
        for _ in range(60):
            self.factory.bug(title="engine")
            self.factory.person(displayname="engine")
        self.assertEqual(few, statements(self.get("/search?text=engine")))
