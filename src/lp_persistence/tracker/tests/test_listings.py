"""Listings of bugs: what they can be asked, what they show, what they cost."""

from __future__ import annotations

import unittest
from urllib.parse import urlencode

from lp_persistence.branding.interfaces import IFile
from lp_persistence.bugs.enums import (
    BugTaskImportance,
    BugTaskStatus,
    InformationType,
)
from lp_persistence.testing.tracker_factory import TARGETS
from lp_persistence.tracker.frame import COUNTED, PAGE
from lp_persistence.tracker.tests.site import TRACKER, sign_in, statements, texts


class ListingCase(unittest.TestCase):
    layer = TRACKER

    def setUp(self) -> None:
        self.factory = self.layer["factory"]
        self.ubuntu = self.factory.distribution(name="ubuntu", displayname="Ubuntu")

    def bug(self, title, status=BugTaskStatus.NEW, **given):
        """A bug with a task; ``given`` of these are the task's."""
        task = {
            name: given.pop(name)
            for name in ("importance", "assignee", "milestone", *TARGETS)
            if name in given
        }
        if not TARGETS & task.keys():
            task["distribution"] = self.ubuntu
        bug = self.factory.bug(title=title, **given)
        self.factory.task(bug=bug, status=status, **task)
        return bug

    def get(self, path="/bugs", expected=200, **asked):
        self.factory.done()
        query = f"?{urlencode(asked, doseq=True)}" if asked else ""
        return self.layer["app"].get(path + query, status=expected)

    def titles(self, path="/bugs", **asked):
        return texts(self.get(path, **asked), ".bugs .title")


class TestFilters(ListingCase):
    def test_open_bugs_are_shown_where_nothing_is_asked(self):
        """Neither what is resolved nor what repeats another."""
        work = self.bug("Work")
        self.bug("Done", BugTaskStatus.FIXRELEASED)
        self.bug("Again", duplicate_of=work)
        self.assertEqual(self.titles(), ["Work"])
        self.assertEqual(self.titles(status="open"), ["Work"])
        self.assertEqual(self.titles(status="resolved"), ["Done"])
        found = self.titles(status=["open", "resolved"])
        self.assertEqual(sorted(found), ["Again", "Done", "Work"])

    def test_whoever_asks_for_a_status_means_it(self):
        """Be it one of resolved bugs; incomplete is each way of being so."""
        self.bug("Done", BugTaskStatus.FIXRELEASED)
        self.bug("Waiting", BugTaskStatus.INCOMPLETE_WITH_RESPONSE)
        self.bug("New")
        self.assertEqual(self.titles(status="fix-released"), ["Done"])
        self.assertEqual(self.titles(status=["incomplete", "new"]), ["Waiting", "New"])

    def test_what_is_urgent_stands_out(self):
        """High importance and critical, and no other."""
        for importance in BugTaskImportance.items:
            self.bug(importance.title, importance=importance)
        page = self.get("/bugs")
        self.assertEqual(texts(page, ".importance.urgent"), ["Critical", "High"])
        self.assertEqual(len(texts(page, ".importance")), len(BugTaskImportance.items))

    def test_importance_information_type_and_words(self):
        """Each by what it is called."""
        self.bug("Window moves", importance=BugTaskImportance.HIGH)
        self.bug(
            "Window stays",
            importance=BugTaskImportance.LOW,
            information_type=InformationType.PUBLICSECURITY,
        )
        self.assertEqual(self.titles(importance="high"), ["Window moves"])
        self.assertEqual(
            self.titles(**{"information-type": "public-security"}), ["Window stays"]
        )
        self.assertEqual(self.titles(text="stays window"), ["Window stays"])

    def test_people_go_by_their_names(self):
        """As they stand in addresses, with a tilde or without."""
        ada = self.factory.person(name="ada")
        self.bug("Hers", assignee=ada)
        self.bug("Told", reporter=ada)
        self.bug("Read", subscribers=[ada])
        self.assertEqual(self.titles(assignee="ada"), ["Hers"])
        self.assertEqual(self.titles(reporter="~ada"), ["Told"])
        self.assertEqual(self.titles(subscriber="ada"), ["Read"])
        page = self.get(assignee="bob")
        self.assertEqual(texts(page, ".bugs .title"), [])
        self.assertIn("No bug that you can see is like that.", page)

    def test_milestones_and_tags_go_by_their_names(self):
        """Together they narrow further."""
        beta = self.factory.milestone(name="beta", distribution=self.ubuntu)
        self.bug("Soon", milestone=beta, tags=("crash",))
        self.bug("Later", tags=("crash", "ui"))
        self.assertEqual(self.titles(milestone="beta"), ["Soon"])
        self.assertEqual(self.titles(tag="ui"), ["Later"])
        self.assertEqual(self.titles(tag="ui", milestone="beta"), [])

    def test_a_private_team_tells_nothing_by_a_filter(self):
        """It is nobody to those who do not see it."""
        friend = self.factory.person()
        team = self.factory.team([friend], private=True, name="vault")
        self.bug("Theirs", assignee=team)
        self.assertEqual(self.titles(assignee="vault"), [])
        sign_in(friend)
        self.assertEqual(self.titles(assignee="vault"), ["Theirs"])

    def test_what_was_asked_stands_above_the_bugs(self):
        """With a way to all of them; the form is opened by who wants it."""
        page = self.get(status="wont-fix", order="heat")
        self.assertEqual(
            texts(page, ".asked"),
            ["Order: hottest first; Status: Won't Fix · All that are open"],
        )
        self.assertEqual(page.html.select(".asked a")[0]["href"], "/bugs")
        self.assertEqual(page.html.select("details[open]"), [])
        self.assertEqual(texts(self.get(), ".asked"), [])

    def test_the_form_shows_what_was_asked(self):
        """And each field has a label."""
        page = self.get(status="new", order="heat", text="a b")
        chosen = page.html.select("form.filters option[selected]")
        self.assertEqual([each["value"] for each in chosen], ["heat", "new"])
        self.assertEqual(page.html.select("#filter-text")[0]["value"], "a b")
        named = {each["for"] for each in page.html.select("form.filters label")}
        fields = page.html.select("form.filters [name]")
        self.assertEqual(named, {each["id"] for each in fields})


class TestRefusals(ListingCase):
    def sentence(self, **asked):
        return texts(self.get(expected=400, **asked), "main p")[0]

    def test_what_is_no_choice_is_told_what_is(self):
        """Of an order, of a status."""
        self.assertEqual(
            self.sentence(order="age"),
            "“age” is no order. There are: importance, heat, newest, recently-changed.",
        )
        self.assertIn(
            "“x” is no status. There are: open, resolved, new, incomplete, opinion,",
            self.sentence(status="x"),
        )

    def test_what_can_be_no_name_is_told_what_can(self):
        """Before anybody looks for it."""
        self.assertEqual(
            self.sentence(assignee="Ada Lovelace"),
            "“Ada Lovelace” is no assignee: say a name as it stands in addresses, "
            "of small letters, digits, “+”, “.” and “-”.",
        )

    def test_a_key_of_another_order_is_foreign(self):
        """It would be no place in this one."""
        for number in range(PAGE + 1):
            self.bug(f"B{number}")
        page = self.get(order="recently-changed")
        address = page.html.select("[rel=next]")[0]["href"]
        foreign = address.replace("recently-changed", "heat")
        page = self.layer["app"].get(f"/bugs{foreign}", status=400)
        self.assertIn("What follows “after”", texts(page, "main p")[0])


class TestPaging(ListingCase):
    def test_twenty_stand_on_a_page_and_all_are_counted(self):
        """The way on keeps what was asked; nothing is shown twice."""
        for number in range(2 * PAGE + 1):
            self.bug(f"B{number:02}", heat=number)
        self.bug("Done", BugTaskStatus.FIXRELEASED)
        page = self.get(order="heat")
        found = texts(page, ".bugs .title")
        self.assertEqual(len(found), PAGE)
        self.assertEqual(texts(page, ".size"), ["41 bugs"])
        page = page.click("Next page")
        found += texts(page, ".bugs .title")
        self.assertEqual(texts(page, ".size"), ["41 bugs"])
        page = page.click("Next page")
        found += texts(page, ".bugs .title")
        self.assertEqual(found, [f"B{number:02}" for number in range(40, -1, -1)])
        self.assertEqual(page.html.select("[rel=next]"), [])
        self.assertEqual(texts(page.click("First page"), ".bugs .title"), found[:PAGE])

    def test_of_very_many_it_is_told_that_there_are_more(self):
        """Whatever the order, and whatever they are narrowed by."""
        for number in range(COUNTED):
            self.bug(f"B{number}")
        self.assertEqual(texts(self.get(), ".size"), ["1,000 bugs"])
        self.bug("One more")
        for asked in ({}, {"order": "heat"}, {"status": "open"}):
            page = self.get(**asked)
            self.assertEqual(texts(page, ".size"), ["more than 1,000 bugs"])


class TestRows(ListingCase):
    def test_a_bug_stands_with_its_tasks(self):
        """With target, milestone, assignee and tags, each a link."""
        factory = self.factory
        firefox = factory.product(name="firefox", displayname="Firefox")
        beta = factory.milestone(name="beta", product=firefox)
        ada = factory.person(name="ada", displayname="Ada")
        bug = self.bug(
            "Slow",
            BugTaskStatus.TRIAGED,
            product=firefox,
            importance=BugTaskImportance.HIGH,
            milestone=beta,
            assignee=ada,
            tags=("ui",),
        )
        trunk = factory.product_series(name="trunk", product=firefox)
        factory.task(bug=bug, product_series=trunk, status=BugTaskStatus.NEW)
        xorg = factory.package_name(name="xorg")
        factory.task(bug=bug, distribution=self.ubuntu, source_package_name=xorg)
        noble = factory.distro_series(
            name="noble", displayname="Noble", distribution=self.ubuntu
        )
        factory.task(bug=bug, distro_series=noble)
        factory.task(bug=bug, distro_series=noble, source_package_name=xorg)
        page = self.get(status=["open", "resolved"])
        self.assertEqual(
            [(each.text, each["href"]) for each in page.html.select(".tasks a")],
            [
                ("Firefox", "/firefox"),
                ("beta", "/firefox/+milestone/beta"),
                ("Ada", "/~ada"),
                ("Firefox trunk", "/firefox/+series/trunk"),
                ("xorg in Ubuntu", "/ubuntu/+source/xorg"),
                ("Ubuntu Noble", "/ubuntu/+series/noble"),
                ("xorg in Ubuntu Noble", "/ubuntu/+series/noble/+source/xorg"),
            ],
        )
        self.assertEqual(texts(page, ".tag"), ["ui"])
        self.assertEqual(page.html.select(".tag")[0]["href"], "/bugs?tag=ui")
        self.assertTrue(
            texts(page, ".tasks li")[0].startswith(
                "High Triaged in Firefox for beta by Ada"
            )
        )

    def test_of_many_tasks_there_are_some(self):
        """And how many more there are."""
        bug = self.bug("Everywhere")
        for _ in range(6):
            self.factory.task(bug=bug, status=BugTaskStatus.NEW)
        self.assertEqual(texts(self.get(), ".tasks .more"), ["and 2 more"])

    def test_names_are_escaped(self):
        """They are anybody's."""
        bad = "<script>alert('&')</script>"
        place = self.factory.distribution(displayname=bad)
        self.bug(bad, tags=(bad,), distribution=place)
        page = self.get()
        self.assertEqual(page.html.select("script"), [])
        self.assertEqual(texts(page, ".bugs .title"), [bad])


class TestTargets(ListingCase):
    def setUp(self) -> None:
        super().setUp()
        factory = self.factory
        self.xorg = factory.package_name(name="xorg")
        self.noble = factory.distro_series(
            name="noble", displayname="Noble", distribution=self.ubuntu
        )
        gnome = factory.project(name="gnome", displayname="GNOME", active=True)
        shell = factory.product(name="shell", displayname="Shell", project_group=gnome)
        trunk = factory.product_series(name="trunk", product=shell)
        for title, place in (
            ("distribution", {"distribution": self.ubuntu}),
            (
                "package",
                {"distribution": self.ubuntu, "source_package_name": self.xorg},
            ),
            ("series", {"distro_series": self.noble}),
            (
                "package of a series",
                {"distro_series": self.noble, "source_package_name": self.xorg},
            ),
            ("product", {"product": shell}),
            ("trunk", {"product_series": trunk}),
        ):
            bug = factory.bug(title=title)
            factory.task(bug=bug, status=BugTaskStatus.NEW, **place)

    def test_each_has_its_bugs(self):
        """A distribution its packages', a project group its products'."""
        for path, heading, titles in (
            ("/ubuntu", "Bugs of Ubuntu", ["distribution", "package"]),
            ("/ubuntu/+source/xorg", "Bugs of xorg in Ubuntu", ["package"]),
            (
                "/ubuntu/+series/noble",
                "Bugs of Ubuntu Noble",
                ["series", "package of a series"],
            ),
            (
                "/ubuntu/+series/noble/+source/xorg",
                "Bugs of xorg in Ubuntu Noble",
                ["package of a series"],
            ),
            ("/shell", "Bugs of Shell", ["product"]),
            ("/shell/+series/trunk", "Bugs of Shell trunk", ["trunk"]),
            ("/gnome", "Bugs of GNOME", ["product"]),
        ):
            page = self.get(path).click("All its bugs")
            self.assertEqual(page.request.path, f"{path}/+bugs")
            self.assertEqual(texts(page, "h1"), [heading])
            self.assertEqual(texts(page, ".bugs .title"), titles, path)
            self.assertEqual(page.html.select(".crumbs a")[0]["href"], path)

    def test_what_is_not_there_has_no_bugs(self):
        """Nothing is asked but what would bear the name."""
        page = self.get("/nothing/+bugs", 404)
        self.assertEqual(statements(page), 1)

    def test_what_is_asked_holds_within_the_target(self):
        """Filters, and the way on."""
        self.assertEqual(self.titles("/ubuntu/+bugs", text="package"), ["package"])
        self.assertIn(
            "“x” is no order.", self.get("/ubuntu/+bugs", 400, order="x").text
        )


class TestCosts(ListingCase):
    def test_a_listing_costs_the_same_whatever_it_shows(self):
        """The viewer's facts, bugs, tasks, people, images, the number; and what
        bears the name, of whatever kind."""
        ada = self.factory.person(name="ada", icon=self.factory.make(IFile))
        sign_in(ada)
        noble = self.factory.distro_series(name="noble", distribution=self.ubuntu)
        place = {"source_package_name": self.factory.package_name(name="xorg")}
        for count in (1, 50):
            for _ in range(count):
                bug = self.bug("Window", assignee=ada, subscribers=[ada], tags=("a",))
                for _ in range(count):
                    for pillar in (
                        {"distribution": self.ubuntu},
                        {"distro_series": noble},
                    ):
                        self.factory.task(bug=bug, assignee=ada, **pillar, **place)
            for path, wanted in (
                ("/bugs", 6),
                ("/bugs?order=heat&status=new&tag=a&subscriber=ada&text=window", 6),
                ("/ubuntu/+bugs", 7),
                ("/ubuntu/+source/xorg/+bugs", 7),
                ("/ubuntu/+series/noble/+bugs", 8),
                ("/ubuntu/+series/noble/+source/xorg/+bugs", 7),
            ):
                page = self.get(path)
                self.assertEqual(statements(page), wanted, (path, count))
                self.assertEqual(texts(page, ".bugs .title")[:1], ["Window"])
