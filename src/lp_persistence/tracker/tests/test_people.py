"""The pages of persons, teams and people."""

from __future__ import annotations

import unittest

from lp_persistence.branding.interfaces import IFile
from lp_persistence.bugs.enums import InformationType
from lp_persistence.tracker.frame import COUNTED
from lp_persistence.tracker.tests.site import (
    TRACKER,
    hot_bug,
    rows_read,
    sign_in,
    statements,
    texts,
)


class PeopleTestCase(unittest.TestCase):
    layer = TRACKER

    def setUp(self) -> None:
        self.factory = self.layer["factory"]

    def get(self, path, status=200):
        self.factory.done()
        return self.layer["app"].get(path, status=status)


class TestPerson(PeopleTestCase):
    def test_what_is_said(self):
        """Name, home page, teams; of a team its owner and the way to its
        members."""
        owner = self.factory.person(name="olive", displayname="Olive")
        ada = self.factory.person(name="ada", displayname="Ada", homepage="Hello.")
        self.factory.team([ada], name="crew", displayname="Crew", team_owner=owner)
        page = self.get("/~ada")
        self.assertEqual(texts(page, "h1"), ["Ada"])
        self.assertEqual(texts(page, ".summary"), ["Hello."])
        self.assertEqual(texts(page, ".facts .people .name"), ["Crew"])
        self.assertEqual(page.html.select('main a[href$="+members"]'), [])
        page = self.get("/~crew")
        self.assertIn("Olive", texts(page, ".facts .name"))
        self.assertTrue(page.html.select('main a[href="/~crew/+members"]'))

    def test_members_of_a_team(self):
        """How many may be seen, and whether who looks takes part in it."""
        ada = self.factory.person(name="ada")
        inner = self.factory.team([ada], name="inner", displayname="Inner")
        spies = self.factory.team([], private=True, name="spies", displayname="Spies")
        self.factory.team([inner, spies, ada], name="outer", displayname="Outer")
        self.factory.team([ada], name="other", displayname="Other")
        members = 'main p:has(a[href$="+members"])'
        self.assertEqual(["2 members"], texts(self.get("/~outer"), members))
        sign_in(self.factory.person(name="ben"))
        self.assertEqual(["1 member"], texts(self.get("/~other"), members))
        sign_in(ada)
        for team, expected in (("outer", "2 members"), ("inner", "1 member")):
            found = texts(self.get(f"/~{team}"), members)
            self.assertEqual([f"{expected} – you take part in it"], found)

    def test_many_teams(self):
        """The first are named, and it is said that there are more."""
        ada = self.factory.person(name="ada")
        for number in range(22):
            self.factory.team([ada], displayname=f"Team {number:02}")
        page = self.get("/~ada")
        self.assertEqual(len(page.html.select(".facts .people .name")), 20)
        self.assertEqual(texts(page, ".facts .more"), ["and more"])

    def test_open_bugs(self):
        """Reported, assigned or subscribed; the hottest first, no hidden one."""
        ada = self.factory.person(name="ada")
        ubuntu = self.factory.distribution()
        hot_bug(self.factory, ubuntu, title="Reported", heat=1, reporter=ada)
        hot_bug(self.factory, ubuntu, title="Assigned", heat=3, assignee=ada)
        hot_bug(self.factory, ubuntu, title="Subscribed", heat=2, subscribers=[ada])
        hot_bug(self.factory, ubuntu, title="Of others", heat=9)
        hot_bug(
            self.factory,
            ubuntu,
            title="Secret",
            heat=8,
            subscribers=[ada],
            information_type=InformationType.USERDATA,
        )
        self.assertEqual(
            texts(self.get("/~ada"), ".bugs .title"),
            ["Assigned", "Subscribed", "Reported"],
        )

    def test_listing(self):
        """All of them, with the form of every listing."""
        ada = self.factory.person(name="ada", displayname="Ada")
        ubuntu = self.factory.distribution()
        open_bug = hot_bug(self.factory, ubuntu, title="Reported", reporter=ada)
        hot_bug(
            self.factory, ubuntu, title="Again", reporter=ada, duplicate_of=open_bug
        )
        hot_bug(self.factory, ubuntu, title="Of others")
        page = self.get("/~ada").click("All bugs")
        self.assertEqual(texts(page, "h1"), ["Bugs of Ada"])
        self.assertEqual(texts(page, ".bugs .title"), ["Reported"])
        everything = self.get("/~ada/+bugs?status=open&status=resolved")
        self.assertEqual(
            sorted(texts(everything, ".bugs .title")), ["Again", "Reported"]
        )
        self.get("/~nobody/+bugs", status=404)

    def test_listing_costs_the_same(self):
        """What its budget says, for somebody signed in, however many there
        are."""
        files = {size: self.factory.make(IFile) for size in ("icon", "logo", "mugshot")}
        ada = self.factory.person(name="ada", **files)
        sign_in(self.factory.person(**files))
        ubuntu = self.factory.distribution(**files)
        costs = set()
        for count in (1, 30):
            for _ in range(count):
                hot_bug(self.factory, ubuntu, reporter=ada, assignee=ada)
            costs.add(statements(self.get("/~ada/+bugs")))
        self.assertEqual({8}, costs)

    def test_no_bugs(self):
        """A sentence says so."""
        self.factory.person(name="ada")
        self.assertEqual(self.get("/~ada").html.select(".bugs"), [])


class TestMembers(PeopleTestCase):
    def test_pages_of_members(self):
        """Who joined directly, by name; fifty a page, all of them counted."""
        people = [
            self.factory.person(displayname=f"Person {number:03}")
            for number in range(60)
        ]
        self.factory.team(people, name="crew", displayname="Crew")
        page = self.get("/~crew/+members")
        self.assertEqual(texts(page, "main h2 + p"), ["60 members"])
        first = texts(page, ".list .name")
        second = texts(page.click("Next page"), ".list .name")
        self.assertEqual([50, 10], [len(first), len(second)])
        self.assertEqual(first + second, sorted(first + second))
        self.assertEqual(texts(page, ".crumbs a"), ["Crew"])

    def test_hidden_members(self):
        """Are neither named nor counted; who may see them sees them."""
        ada = self.factory.person(name="ada", displayname="Ada")
        vault = self.factory.team([ada], private=True, displayname="The vault")
        self.factory.team([ada, vault], name="crew")
        page = self.get("/~crew/+members")
        self.assertEqual(texts(page, "main h2 + p"), ["1 member"])
        self.assertNotIn("vault", page.text)
        sign_in(ada)
        self.assertEqual(
            texts(self.get("/~crew/+members"), ".list .name"), ["Ada", "The vault"]
        )

    def test_of_a_person(self):
        """There are none, and it is said why."""
        self.factory.person(name="ada")
        page = self.get("/~ada/+members")
        self.assertEqual(
            texts(page, "main h2 + p"), ["This is a person, and has none."]
        )

    def test_of_nobody(self):
        """Nothing is there, hidden or not."""
        self.factory.team([], private=True, name="vault")
        for name in ("vault", "nobody"):
            self.get(f"/~{name}/+members", status=404)


class TestPeople(PeopleTestCase):
    def test_by_name(self):
        """Persons and teams whose names have the words."""
        self.factory.person(name="ada", displayname="Ada Lovelace")
        self.factory.person(name="ben", displayname="Ben")
        self.assertEqual(
            texts(self.get("/people"), ".list .name"), ["Ada Lovelace", "Ben"]
        )
        page = self.get("/people?name=lovelace")
        self.assertEqual(texts(page, ".list .name"), ["Ada Lovelace"])
        self.assertEqual(page.forms[1]["name"].value, "lovelace")

    def test_of_very_many_it_is_told_that_there_are_more(self):
        """Where a name is asked for they are counted."""
        for number in range(COUNTED):
            self.factory.person(displayname=f"P {number}")
        self.assertIn("1,000 found", texts(self.get("/people"), "main p"))
        self.factory.person(displayname="P")
        self.assertIn("more than 1,000 found", texts(self.get("/people"), "main p"))
        self.assertIn("1,001 found", texts(self.get("/people?name=p"), "main p"))

    def test_nobody(self):
        """A sentence says so."""
        page = self.get("/people?name=zzz")
        self.assertEqual(texts(page, "main form + p"), ["Nobody is called so."])

    def test_what_it_takes(self):
        """Is said where something else was asked."""
        page = self.get("/people?nam=a", status=400)
        self.assertIn("It can for: name.", page.text)
        self.get("/people?after=x", status=400)

    def test_of_images_the_icons_alone_are_read(self):
        """A link shows no other."""
        made = self.factory.make
        rows = []
        for sizes in (("icon",), ("icon", "logo", "mugshot")):
            images = {size: made(IFile) for size in sizes}
            self.factory.person(displayname="Ada", **images)
            with rows_read() as read:
                self.get("/people?name=ada")
            rows.append(sum(read))
        self.assertEqual(2, rows[1] - rows[0])  # a person and their icon

    def test_in_the_menu(self):
        """Every page leads there; this one is marked."""
        page = self.get("/people?name=a")
        self.assertIn("People", texts(page, "nav a"))
        self.assertEqual(texts(page, "nav a[aria-current=page]"), ["People"])

    def test_costs(self):
        """No more for many."""
        self.factory.person()
        few = statements(self.get("/people"))
        for _ in range(60):
            self.factory.person()
        self.assertEqual(few, statements(self.get("/people")))
