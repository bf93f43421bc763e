"""What the pages show, to whom."""

from __future__ import annotations

import unittest

from lp_persistence.branding.interfaces import IFile
from lp_persistence.bugs.enums import BugTaskStatus, InformationType
from lp_persistence.bugs.interfaces import IBug
from lp_persistence.tracker.pillars.pages import HOT, SERIES
from lp_persistence.tracker.tests.site import (
    HASH,
    TRACKER,
    hot_bug,
    rows_read,
    sign_in,
    texts,
)


class TestDistributionPage(unittest.TestCase):
    layer = TRACKER

    def setUp(self) -> None:
        self.factory = self.layer["factory"]
        self.distribution = self.factory.distribution(
            name="ubuntu",
            displayname="Ubuntu",
            title="Ubuntu Linux",
            summary="Linux for human beings.",
        )

    def get(self, path="/ubuntu"):
        self.factory.done()
        return self.layer["app"].get(path)

    def test_it_says_what_the_distribution_is(self):
        """Its name, its title, its summary."""
        page = self.get()
        self.assertEqual(page.status_int, 200)
        self.assertEqual(page.html.title.text, "Ubuntu – Tracker")
        self.assertEqual(texts(page, "h1"), ["Ubuntu"])
        self.assertEqual(texts(page, ".heading p"), ["Ubuntu Linux"])
        self.assertEqual(texts(page, ".summary"), ["Linux for human beings."])

    def test_it_leads_to_its_series(self):
        """The first of them; a pillar without any has no heading over nothing."""
        self.assertNotIn("Series", texts(self.get(), "h2"))
        for number in range(SERIES + 1):
            self.factory.distro_series(
                name=f"s{number}",
                version=f"{number:02}",
                distribution=self.distribution,
            )
        page = self.get()
        links = page.html.select("[aria-labelledby=series] a")
        self.assertEqual(
            [(link.text, link["href"]) for link in links],
            [(f"s{each}", f"/ubuntu/+series/s{each}") for each in range(SERIES)],
        )
        self.assertEqual(texts(page, "[aria-labelledby=series] .more"), ["and more"])

    def test_without_bugs_it_says_so(self):
        """An empty list is no empty page."""
        self.assertIn("No bug of it that you can see asks for work.", self.get())

    def test_the_hottest_bugs_come_first(self):
        """Resolved ones and duplicates not at all."""
        factory = self.factory
        cold = hot_bug(factory, self.distribution, title="Cold", heat=1)
        hot_bug(factory, self.distribution, title="Hot", heat=1000)
        hot_bug(factory, self.distribution, title="Again", duplicate_of=cold)
        done = factory.bug(title="Done", heat=5000)
        factory.task(
            bug=done, distribution=self.distribution, status=BugTaskStatus.FIXRELEASED
        )
        page = self.get()
        self.assertEqual(texts(page, ".bugs .title"), ["Hot", "Cold"])
        self.assertEqual(texts(page, ".heat"), ["Heat 1000", "Heat 1"])
        self.assertEqual(texts(page, ".number")[1], f"#{cold}")

    def test_there_are_twenty_at_most(self):
        """However many there are."""
        for _ in range(HOT + 1):
            hot_bug(self.factory, self.distribution)
        self.assertEqual(len(texts(self.get(), ".bugs > li")), HOT)

    def test_a_bug_stands_with_its_people(self):
        """Each beside the image of their kind."""
        factory = self.factory
        hot_bug(
            factory,
            self.distribution,
            reporter=factory.person(displayname="Ada"),
            assignee=factory.person(displayname="Bob", valid=False),
            subscribers=[factory.team(displayname="Crew")],
        )
        page = self.get()
        self.assertEqual(texts(page, "dd"), ["Ada", "Bob", "Crew"])
        images = page.html.select("dd img")
        self.assertEqual(
            [image["src"] for image in images],
            ["/@@/person-icon", "/@@/inactive-icon", "/@@/team-icon"],
        )
        self.assertEqual([image["alt"] for image in images], ["", "inactive", "team"])

    def test_an_uploaded_image_takes_the_place_of_the_stock_one(self):
        """It is known by its hash."""
        factory = self.factory
        file = factory.make(IFile, sha256=HASH)
        self.distribution = factory.distribution(name="debian", logo=file)
        reporter = factory.person(icon=file)
        hot_bug(factory, self.distribution, reporter=reporter)
        page = self.get("/debian")
        self.assertEqual(
            [image["src"] for image in page.html.select("main img")],
            [f"/+file/{HASH}"] * 2,
        )

    def test_nobody_is_said_where_there_is_nobody(self):
        """Of assignees and subscribers."""
        hot_bug(self.factory, self.distribution)
        self.assertEqual(texts(self.get(), "dd")[1:], ["nobody", "nobody"])

    def test_of_many_people_the_first_are_named(self):
        """By their names, and the number of the others, who are not read."""
        factory = self.factory
        everybody = [factory.person(displayname=name) for name in "GFEDCBA"]
        bug = hot_bug(factory, self.distribution, subscribers=everybody)
        with rows_read() as rows:
            self.assertEqual(texts(self.get(), "dd")[2], "A B C D E and 2 more")
        for number in range(1000):
            other = factory.person(displayname=f"H{number}")
            factory.link(IBug["subscribers"], bug, other)
        with rows_read() as more_rows:
            self.assertEqual(texts(self.get(), "dd")[2], "A B C D E and 1,002 more")
        self.assertEqual(rows, more_rows)

    def test_a_hidden_team_is_left_out_of_lists_and_numbers(self):
        """Where a single reference leads to it, it is shown as hidden."""
        factory = self.factory
        member = factory.person(displayname="Member")
        team = factory.team([member], private=True, displayname="Secret")
        hot_bug(
            factory,
            self.distribution,
            reporter=team,
            assignee=team,
            subscribers=[team, member],
        )
        page = self.get()
        self.assertEqual(texts(page, "dd"), ["<hidden>", "nobody", "Member"])
        self.assertEqual(page.html.select("dd img")[0]["src"], "/@@/hidden-icon")
        self.assertNotIn("Secret", page)
        sign_in(member)
        self.assertEqual(texts(self.get(), "dd"), ["Secret", "Secret", "Member Secret"])

    def test_a_private_bug_is_shown_to_those_who_may_see_it(self):
        """And marked."""
        factory = self.factory
        friend = factory.person()
        hot_bug(
            factory,
            self.distribution,
            title="Leak",
            information_type=InformationType.USERDATA,
            grantees=[friend],
        )
        self.assertNotIn("Leak", self.get())
        sign_in(friend)
        page = self.get()
        self.assertEqual(
            texts(page, "h3"), [f"{texts(page, '.number')[0]} Leak Private"]
        )

    def test_everything_shown_is_escaped(self):
        """Names and titles are anybody's."""
        bad = "<script>alert('&')</script>"
        factory = self.factory
        distribution = factory.distribution(
            name="bad", displayname=bad, title=bad, summary=bad
        )
        person = factory.person(displayname=bad)
        hot_bug(
            factory,
            distribution,
            title=bad,
            reporter=person,
            assignee=person,
            subscribers=[person],
        )
        page = self.get("/bad")
        self.assertEqual(page.html.select("script"), [])
        self.assertEqual(texts(page, "h1"), [bad])
        self.assertEqual(texts(page, ".bugs .title"), [bad])
        self.assertEqual(texts(page, "dd"), [bad] * 3)
        self.assertNotIn(bad, page.text)

    def test_an_id_of_any_size_is_shown(self):
        """Even the largest."""
        hot_bug(self.factory, self.distribution, id=2**31 - 1)
        self.assertEqual(texts(self.get(), ".number"), [f"#{2**31 - 1}"])


class TestFrame(unittest.TestCase):
    layer = TRACKER

    def test_all_that_a_page_leads_to_is_there(self):
        """Links, images and the stylesheet."""
        factory = self.layer["factory"]
        team = factory.team(icon=factory.make(IFile, sha256=HASH))
        hidden = factory.team(private=True)
        hot_bug(
            factory,
            factory.distribution(name="ubuntu"),
            reporter=hidden,
            assignee=factory.person(valid=False),
            subscribers=[team, factory.person(), factory.team()],
        )
        factory.done()
        app = self.layer["app"]
        for path in ("/", "/ubuntu", "/nothing"):
            page = app.get(path, status="*").html
            found = [each["href"] for each in page.select("[href]")]
            found += [each["src"] for each in page.select("[src]")]
            for address in found:
                if not address.startswith("#"):
                    self.assertEqual(app.get(address).status_int, 200, address)

    def test_addresses_begin_where_the_tracker_does(self):
        """Mounted below another path it leads nowhere else."""
        page = self.layer["app"].get("/", extra_environ={"SCRIPT_NAME": "/bugs"})
        addresses = [each["href"] for each in page.html.select("[href]")]
        for address in addresses:
            self.assertRegex(address, "^(#|/bugs/)")

    def test_a_page_can_be_read_by_those_who_do_not_see_it(self):
        """Language, headings, landmarks, and an alternative for each image;
        nothing needs a script."""
        factory = self.layer["factory"]
        hot_bug(factory, factory.distribution(name="ubuntu"))
        factory.done()
        page = self.layer["app"].get("/ubuntu").html
        self.assertEqual(page.html["lang"], "en")
        self.assertEqual([len(page.select(each)) for each in ("h1", "main")], [1, 1])
        self.assertEqual(page.select("img:not([alt])"), [])
        self.assertEqual(page.select("script, base"), [])
        section = page.select("section")[0]
        self.assertEqual(page.find(id=section["aria-labelledby"]).name, "h2")
