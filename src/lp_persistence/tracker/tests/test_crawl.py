"""Nobody, a member and an administrator visit every page that there is."""

from __future__ import annotations

import re
import unittest
from typing import Any, Final

import transaction
from webtest import TestApp

import lp_persistence.tracker
from lp_persistence.bugs.interfaces import IBug
from lp_persistence.model import get_model
from lp_persistence.people.interfaces import IPerson
from lp_persistence.sample import generate, load_world
from lp_persistence.sample.people import ADMIN, MEMBER, VAULT
from lp_persistence.testing.layers import MemoryLayer
from lp_persistence.testing.storm_layers import PostgreSQLLayer, SQLiteLayer
from lp_persistence.tracker.application import Application
from lp_persistence.tracker.tests.crawler import Crawler, kind_of
from lp_persistence.tracker.tests.site import sign_in, statements

#: As many bugs has the world; enough for every kind of page.
BUGS: Final = 12
#: Of each kind of page so many are visited.
MOST_OF_A_KIND: Final = 8
#: No page may cost more.
MOST: Final = 10

#: What is led to, among others.
KINDS: Final = frozenset(
    {
        "image/svg+xml",
        "text/css",
        "/",
        "/bugs",
        "/bugs/…",
        "/bugs/…/+activity",
        "/people",
        "/~…",
        "/~…/+bugs",
        "/~…/+members",
        "/…",
        "/…/+bugs",
        "/…/+milestone/…",
        "/…/+series/…",
        "/…/+source/…",
    }
)

_BUG: Final = re.compile(r'href="/bugs/(\d+)[/"]')


class CrawlMixin:
    layer: Any

    def setUp(self) -> None:
        self.backend = self.layer["backend"]
        load_world(self.backend, generate(BUGS), lambda done, total: None)
        transaction.commit()
        self.app = TestApp(Application())

    def names_of_teams(self: Any, *but: int) -> set[str]:
        """What private teams are called, some left out."""
        return {
            name
            for row in self.backend.dump(IPerson)
            for person in [self.row(IPerson, row)]
            if person["visibility"] == 30 and person["id"] not in but
            for name in (person["displayname"], f"~{person['name']}")
        }

    def private_bugs(self: Any) -> set[int]:
        """The numbers of bugs that not everybody sees."""
        return {
            bug["id"]
            for bug in (self.row(IBug, row) for row in self.backend.dump(IBug))
            if bug["information_type"] not in (1, 2)
        }

    def row(self, interface: Any, row: Any) -> dict[str, Any]:
        names = get_model().type_of(interface).stored
        return dict(zip(names, row, strict=True))

    def crawl(self: Any, hidden_names: set[str], hidden_bugs: set[int]) -> None:
        """Visit all pages; none is broken, dear, or tells what is hidden."""
        kinds = set()
        crawler = Crawler(self.app, MOST_OF_A_KIND)
        for address, led_from, response in crawler.visits():
            with self.subTest(address=address, led_from=led_from):
                self.assertEqual(200, response.status_int, response.status)
            if response.content_type != "text/html":
                kinds.add(response.content_type)
                continue
            kinds.add(kind_of(address))
            with self.subTest(address=address):
                self.assertLessEqual(statements(response), MOST)
                told = {name for name in hidden_names if name in response.text}
                self.assertEqual(set(), told)
                linked = {int(number) for number in _BUG.findall(response.text)}
                self.assertEqual(set(), linked & hidden_bugs)
        self.assertLessEqual(KINDS, kinds)

    def test_nobody(self) -> None:
        """Sees nothing of private teams and bugs."""
        self.crawl(self.names_of_teams(), self.private_bugs())

    def test_a_member(self) -> None:
        """Sees a private team, and no other."""
        sign_in(MEMBER)
        self.crawl(self.names_of_teams(VAULT), set())

    def test_an_administrator(self) -> None:
        """Sees everything, and is led nowhere that is not there."""
        sign_in(ADMIN)
        self.crawl(set(), set())


class TestOnMemory(CrawlMixin, unittest.TestCase):
    layer = MemoryLayer(
        name="CRAWLED", filename="tests/site.zcml", package=lp_persistence.tracker
    )


class TestOnSQLite(CrawlMixin, unittest.TestCase):
    layer = SQLiteLayer(
        name="CRAWLED in SQLite",
        filename="tests/stored.zcml",
        package=lp_persistence.tracker,
    )


class TestOnPostgreSQL(CrawlMixin, unittest.TestCase):
    layer = PostgreSQLLayer(
        name="CRAWLED in PostgreSQL",
        filename="tests/stored.zcml",
        package=lp_persistence.tracker,
    )
