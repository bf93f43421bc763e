"""Nobody, a member and an administrator visit every page that there is."""

from __future__ import annotations

import unittest
from typing import Any, Final

import transaction
from webtest import TestApp

import lp_persistence.tracker
from lp_persistence import Context
from lp_persistence.bugs.interfaces import IBug, IBugs
from lp_persistence.model import get_model
from lp_persistence.people.entities import Person
from lp_persistence.people.interfaces import IPerson
from lp_persistence.sample import generate, load_world
from lp_persistence.sample.people import ADMIN, MEMBER, VAULT
from lp_persistence.testing.layers import MemoryLayer
from lp_persistence.testing.storm_layers import PostgreSQLLayer, SQLiteLayer
from lp_persistence.tracker.application import Application
from lp_persistence.tracker.tests.crawler import (
    Secrets,
    kind_of,
    visits,
    wrong_with,
)
from lp_persistence.tracker.tests.site import sign_in

#: As many bugs has the world; enough for every kind of page.
BUGS: Final = 28
#: What is led to, among others.
KINDS: Final = frozenset(
    {
        "image/svg+xml",
        "text/css",
        "/",
        "/bugs",
        "/bugs/…",
        "/bugs/…/+activity",
        "/bugs/…/+people?of",
        "/cve/…",
        "/people",
        "/people?after",
        "/~…",
        "/~…/+bugs",
        "/~…/+members",
        "/…",
        "/…/+bugs",
        "/…/+milestone/…",
        "/…/+series/…",
        "/…/+series/…/+source/…",
        "/…/+source/…",
    }
)


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

    def hidden_bugs(self: Any, viewer: Any) -> dict[int, str]:
        """Titles of the bugs that are not the viewer's to see, by number."""
        bugs = [self.row(IBug, row) for row in self.backend.dump(IBug)]
        with Context(viewer=viewer) as context:
            seen = IBugs(context).of([bug["id"] for bug in bugs])
            context.realise()
        seen_titles = {bug.title for bug in seen}
        return {
            bug["id"]: bug["title"]
            for bug in bugs
            if bug["id"] not in {each.id for each in seen}
            and bug["title"] not in seen_titles
        }

    def row(self, interface: Any, row: Any) -> dict[str, Any]:
        names = get_model().type_of(interface).stored
        return dict(zip(names, row, strict=True))

    def crawl(self: Any, viewer: Any, *teams: int) -> dict[int, str]:
        """Visit all pages; with none anything is wrong, and none tells what is hidden
        from a viewer, who may know of some private ``teams``. The hidden bugs."""
        hidden: dict[int, str] = self.hidden_bugs(viewer)
        names = {*self.names_of_teams(*teams), *hidden.values()}
        transaction.commit()
        secrets = Secrets(names, hidden)
        kinds, wrong = set(), []
        for visit in visits(self.app):
            is_page = visit.html is not None
            kind = kind_of(visit.address) if is_page else visit.response.content_type
            kinds.add(kind)
            wrong += [
                f"{visit.address}, from {visit.led_from}, {each}"
                for each in wrong_with(visit, secrets)
            ]
        self.assertEqual([], wrong)
        self.assertLessEqual(KINDS, kinds)
        return hidden

    def test_nobody(self) -> None:
        """Sees nothing of private teams and bugs."""
        self.assertGreater(len(self.crawl(None)), 1)

    def test_a_member(self) -> None:
        """Sees a private team and its bugs, and no other."""
        sign_in(MEMBER)
        self.assertGreater(len(self.crawl(Person(id=MEMBER), VAULT)), 0)

    def test_an_administrator(self) -> None:
        """Sees everything, and is led nowhere that is not there."""
        sign_in(ADMIN)
        everybody = (row[0] for row in self.backend.dump(IPerson))
        self.assertEqual({}, self.crawl(Person(id=ADMIN), *everybody))


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
