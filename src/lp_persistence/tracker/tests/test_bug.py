"""The page of a bug and the pages behind it: what they show, and to whom."""

from __future__ import annotations

import unittest

from lp_persistence.branding.interfaces import IFile
from lp_persistence.bugs.conversation.enums import AttachmentType
from lp_persistence.bugs.conversation.interfaces import (
    IAttachment,
    IBugActivity,
    IComment,
)
from lp_persistence.bugs.elsewhere.interfaces import IBugTracker, IBugWatch, ICve
from lp_persistence.bugs.enums import InformationType
from lp_persistence.bugs.interfaces import IBug, INomination
from lp_persistence.tracker.bugs.conversation import COMMENTS
from lp_persistence.tracker.bugs.pages import BESIDE
from lp_persistence.tracker.bugs.people import LISTED
from lp_persistence.tracker.tests.site import (
    HASH,
    TRACKER,
    rows_read,
    sign_in,
    statements,
    texts,
)


class BugCase(unittest.TestCase):
    layer = TRACKER

    def setUp(self) -> None:
        self.factory = self.layer["factory"]
        self.ada = self.factory.person(name="ada", displayname="Ada")
        self.bug = self.factory.bug(
            title="It burns", description="Badly.", reporter=self.ada
        )

    def comment(self, index, **given):
        given = {"bug": self.bug, "author": self.ada, "visible": True, **given}
        return self.factory.make(IComment, index=index, **given)

    def get(self, behind="", expected=200):
        self.factory.done()
        return self.layer["app"].get(f"/bugs/{self.bug}{behind}", status=expected)


class TestBugPage(BugCase):
    def test_it_says_what_was_reported(self):
        """Title, description, reporter, dates, tags and heat."""
        self.bug = self.factory.bug(
            title="It burns", reporter=self.ada, tags=("fire", "ui"), heat=7
        )
        page = self.get()
        self.assertEqual(texts(page, "h1"), [f"#{self.bug} It burns"])
        self.assertEqual(page.html.title.text, f"Bug #{self.bug} – Tracker")
        self.assertEqual(texts(page, "main > .about .person"), ["Ada"])
        self.assertEqual(len(page.html.select("main > .about time[datetime]")), 2)
        self.assertEqual(texts(page, ".tag"), ["fire", "ui"])
        self.assertEqual(texts(page, ".heat"), ["Heat 7"])
        self.assertEqual(page.html.select(".crumbs a")[0]["href"], "/bugs")

    def test_comments_stand_in_their_order_with_their_authors(self):
        """Without the description, which stands above, and without spam."""
        self.comment(2, text="Second")
        self.comment(0, text="Badly.")
        self.comment(1, text="First", subject="Re: It burns")
        self.comment(3, text="Buy!", visible=False)
        page = self.get()
        self.assertEqual(texts(page, ".comments .text"), ["First", "Second"])
        self.assertEqual(texts(page, ".comments .subject")[0], "Re: It burns")
        self.assertEqual(texts(page, ".comments .name"), ["Ada", "Ada"])
        self.assertEqual(page.html.select("#comment-2 .text")[0].text, "Second")
        self.assertNotIn("More comments", page)

    def test_of_many_comments_the_first_are_shown(self):
        """The others on pages behind, none left out, none twice."""
        for index in range(1, 2 * COMMENTS + 2):
            self.comment(index, text=f"No. {index}")
        page = self.get()
        found = texts(page, ".comments .text")
        self.assertEqual(len(found), COMMENTS)
        page = page.click("More comments")
        self.assertEqual(texts(page, ".size"), [f"{2 * COMMENTS + 1} comments"])
        found += texts(page, ".comments .text")
        page = page.click("Next page")
        found += texts(page, ".comments .text")
        self.assertEqual(
            found, [f"No. {index}" for index in range(1, 2 * COMMENTS + 2)]
        )

    def test_duplicates_lead_both_ways(self):
        """By number and title; the hidden take no place."""
        other = self.factory.bug(title="Fire", duplicate_of=self.bug)
        self.factory.bug(
            title="Arson",
            duplicate_of=self.bug,
            information_type=InformationType.USERDATA,
        )
        page = self.get()
        self.assertEqual(texts(page, "#duplicates"), ["1 duplicate"])
        self.assertEqual(
            texts(page, "[aria-labelledby=duplicates] a"), [f"#{other} Fire"]
        )
        page = page.click(f"#{other} Fire")
        self.assertEqual(texts(page, ".repeats"), [f"It repeats #{self.bug} It burns"])

    def test_who_repeats_the_hidden_is_told_no_more(self):
        """That it repeats something, its own page may say."""
        secret = self.factory.bug(
            title="Arson", information_type=InformationType.USERDATA
        )
        self.bug = self.factory.bug(title="Smoke", duplicate_of=secret)
        page = self.get()
        self.assertEqual(
            texts(page, ".repeats"), ["It repeats a bug that you can't see"]
        )
        self.assertEqual(page.html.select(".repeats a"), [])

    def test_attachments_lead_where_a_browser_can_go(self):
        """Images are the tracker's own; scripts in addresses go nowhere."""
        comment, plain = self.comment(1), AttachmentType.UNSPECIFIED
        for title, given in (
            ("Photo", {"file": self.file("image/png"), "url": None, "type": plain}),
            ("Log", {"file": self.file("text/plain"), "url": None, "type": plain}),
            ("Fix", {"url": "https://example.com/x", "type": AttachmentType.PATCH}),
            ("Trap", {"url": "javascript:alert(1)", "type": plain}),
        ):
            self.factory.make(
                IAttachment, bug=self.bug, comment=comment, title=title, **given
            )
        page = self.get()
        links = page.html.select("[aria-labelledby=attachments] a")
        self.assertEqual(
            [(link.text, link["href"]) for link in links],
            [("Photo (a.txt)", f"/+file/{HASH}"), ("Fix", "https://example.com/x")],
        )
        self.assertEqual(
            texts(page, "[aria-labelledby=attachments] li"),
            ["Photo (a.txt)", "Log (a.txt)", "Fix Patch", "Trap"],
        )

    def file(self, mimetype):
        return self.factory.make(
            IFile, sha256=HASH, filename="a.txt", mimetype=mimetype
        )

    def test_of_many_attachments_and_duplicates_there_is_a_part_and_a_page(self):
        """Which has all of them, on one page or several."""
        comment = self.comment(1)
        for number in range(BESIDE + 1):
            self.factory.make(
                IAttachment, bug=self.bug, comment=comment, title=f"A{number:02}"
            )
            self.factory.bug(title=f"B{number:02}", duplicate_of=self.bug)
        page = self.get()
        for what, selector, last in (
            ("attachments", ".plain li", f"A{BESIDE:02} Patch"),
            ("duplicates", ".bugs .title", f"B{BESIDE:02}"),
        ):
            part = texts(page, f"[aria-labelledby={what}] li")
            self.assertEqual(len(part), BESIDE)
            whole = page.click(f"All {what}")
            found = texts(whole, selector)
            found += texts(whole.click("Next page"), selector)
            self.assertEqual((len(found), found[-1]), (BESIDE + 1, last))

    def test_vulnerabilities_and_other_trackers_are_linked(self):
        """An address that is none of the web's is left out."""
        cve = self.factory.make(ICve, sequence="1999-8979")
        self.factory.link(IBug["cves"], self.bug, cve)
        for base in ("https://bugs.example.com/", "javascript:alert(1)"):
            tracker = self.factory.make(
                IBugTracker, title="Others", base_url=base, owner=self.ada
            )
            self.factory.make(
                IBugWatch,
                bug=self.bug,
                tracker=tracker,
                owner=self.ada,
                remote_bug="7",
                remote_status="done",
            )
        page = self.get()
        found = {
            each: page.html.select(f"[aria-labelledby={each}] a")
            for each in ("cves", "watches")
        }
        self.assertEqual(
            [(link.text, link["href"]) for link in found["cves"]],
            [("CVE-1999-8979", "/cve/1999-8979")],
        )
        self.assertEqual(
            [(link.text, link["href"]) for link in found["watches"]],
            [("Others", "https://bugs.example.com/")],
        )
        watch = texts(page, "[aria-labelledby=watches] li")[0]
        self.assertTrue(watch.startswith("#7 in Others done"), watch)

    def test_what_there_is_none_of_takes_no_place(self):
        """No heading stands over nothing, but where it says something."""
        self.assertEqual(
            texts(self.get(), "h2"),
            ["Where it is to be fixed", "Description", "Comments", "People"],
        )

    def test_pages_read_no_more_than_they_show(self):
        """Statements and rows are the same with twice as much to page through."""
        self.icon = self.factory.make(IFile)
        self.ada = self.factory.person(icon=self.icon)
        sign_in(self.ada)
        found: dict[str, list[tuple[int, int]]] = {}
        for _ in range(2):
            self.fill(LISTED + 1)
            for page in ("", "+activity", "+attachments", "+duplicates", "+people"):
                with rows_read() as rows:
                    sent = statements(self.get(f"/{page}"))
                found.setdefault(page, []).append((sent, sum(rows)))
        for page, budget in (
            ("", 10),
            ("+activity", 7),
            ("+attachments", 6),
            ("+duplicates", 7),
            ("+people", 6),
        ):
            self.assertEqual([found[page][0]] * 2, found[page], page)
            self.assertEqual(budget, found[page][0][0], page)

    def fill(self, count):
        """Give the bug more of what is listed behind its page."""
        for _ in range(count):
            self.factory.make(IBugActivity, bug=self.bug, person=self.ada)
            self.factory.make(IAttachment, bug=self.bug, comment=self.comment(1))
            follower = self.factory.person(icon=self.icon)
            self.factory.link(IBug["subscribers"], self.bug, follower)
            other = self.factory.bug(duplicate_of=self.bug, reporter=self.ada)
            self.factory.task(bug=other, assignee=self.ada)

    def test_people_stand_by_why_it_concerns_them(self):
        """Subscribers, those of duplicates, whom it affects; with numbers."""
        factory = self.factory
        ben = factory.person(displayname="Ben")
        cleo = factory.person(displayname="Cleo")
        factory.bug(duplicate_of=self.bug, subscribers=[cleo])
        factory.link(IBug["subscribers"], self.bug, ben)
        factory.link(IBug["affected"], self.bug, cleo)
        page = self.get()
        self.assertEqual(
            texts(page, "h3"),
            [
                "Subscribers (1)",
                "Subscribers of its duplicates (1)",
                "People that it affects (1)",
            ],
        )
        self.assertEqual(texts(page, ".people li"), ["Ben", "Cleo", "Cleo"])

    def test_teams_that_are_subscribed_lead_to_their_members(self):
        """Where there is one that who looks can see."""
        ben = self.factory.person(displayname="Ben")
        factory, words = self.factory, "Members of teams that are subscribed"
        factory.link(IBug["subscribers"], self.bug, ben)
        secret = factory.team([ben], private=True)
        factory.link(IBug["subscribers"], self.bug, secret)
        self.assertNotIn(words, self.get())
        factory.link(IBug["subscribers"], self.bug, factory.team([ben]))
        page = self.get().click(words)
        self.assertEqual(texts(page, ".people .name"), ["Ben"])

    def test_of_many_people_there_is_a_part_and_a_page(self):
        """Which goes on over several."""
        for number in range(LISTED + 1):
            person = self.factory.person(displayname=f"P{number:03}")
            self.factory.link(IBug["subscribers"], self.bug, person)
        page = self.get()
        self.assertEqual(len(texts(page, ".people .name")), BESIDE)
        more = LISTED + 1 - BESIDE
        self.assertEqual(texts(page, ".people .more"), [f"and {more} more"])
        page = page.click(f"All Subscribers \\({LISTED + 1}\\)")
        self.assertEqual(len(texts(page, ".people .name")), LISTED)
        self.assertEqual(texts(page, ".size"), [f"In all: {LISTED + 1}"])
        page = page.click("Next page")
        self.assertEqual(texts(page, ".people .name"), [f"P{LISTED:03}"])

    def test_everything_is_escaped(self):
        """Texts are anybody's."""
        bad = "<script>alert('&')</script>"
        self.bug = self.factory.bug(title=bad, description=bad, tags=(bad,))
        self.comment(1, text=bad, subject=bad)
        page = self.get()
        self.assertEqual(page.html.select("script"), [])
        self.assertEqual(texts(page, ".comments .text"), [bad])

    def test_it_costs_no_more_with_more_of_everything(self):
        """Ten signed in, as its budget says."""
        sign_in(self.ada)
        ben = self.factory.person(icon=self.factory.make(IFile))
        tracker = self.factory.make(IBugTracker, owner=self.ada)
        found: list[int] = []
        for count in (1, 1000):
            for number in range(count):
                comment = self.comment(len(found) * 100 + number + 1, author=ben)
                self.factory.make(IAttachment, bug=self.bug, comment=comment)
                self.factory.task(bug=self.bug, assignee=ben)
                self.factory.bug(duplicate_of=self.bug, subscribers=[ben])
                self.factory.link(IBug["cves"], self.bug, self.factory.make(ICve))
                self.factory.make(
                    IBugWatch, bug=self.bug, tracker=tracker, owner=self.ada
                )
                person = self.factory.person()
                for edge in ("subscribers", "affected"):
                    self.factory.link(IBug[edge], self.bug, person)
            found.append(statements(self.get()))
        self.assertEqual(found, [10, 10])


class TestVisibility(BugCase):
    PAGES = (
        "",
        "/+activity",
        "/+attachments",
        "/+comments",
        "/+duplicates",
        "/+people",
    )

    def test_a_private_bug_is_as_one_that_is_not_there(self):
        """On each of its pages, until who looks may see it."""
        friend = self.factory.person()
        admin = self.factory.person()
        self.factory.team([admin], name="admins")
        self.bug = self.factory.bug(
            title="Leak",
            information_type=InformationType.PRIVATESECURITY,
            grantees=[friend],
        )
        nothing = self.layer["app"].get("/bugs/999", status=404).html.main
        for page in self.PAGES:
            self.assertEqual(self.get(page, 404).html.main, nothing)
        for viewer in (friend, admin):
            sign_in(viewer)
            for page in self.PAGES:
                self.assertIn("Leak", self.get(page))
        self.assertEqual(texts(self.get(), "h1 .private"), ["Private Security"])

    def test_a_private_team_stands_with_no_name_but_to_its_members(self):
        """As assignee; among subscribers it takes no place."""
        friend = self.factory.person()
        team = self.factory.team([friend], private=True, displayname="Vault")
        self.factory.task(bug=self.bug, assignee=team)
        self.factory.link(IBug["subscribers"], self.bug, team)
        page = self.get()
        self.assertNotIn("Vault", page)
        self.assertIn("<hidden>", texts(page, ".tasks li")[0])
        self.assertEqual(texts(page, "h3")[0], "Subscribers (0)")
        self.assertEqual(texts(self.get("/+people"), ".size"), ["In all: 0"])
        sign_in(friend)
        self.assertEqual(texts(self.get(), "h3")[0], "Subscribers (1)")

    def test_members_of_a_private_team_are_not_told_by_it(self):
        """Who is subscribed through it is known to those who see it."""
        ben = self.factory.person(displayname="Ben")
        team = self.factory.team([ben], private=True)
        self.factory.link(IBug["subscribers"], self.bug, team)
        self.assertEqual(texts(self.get("/+people?of=teams"), ".people li"), [])
        sign_in(ben)
        self.assertEqual(texts(self.get("/+people?of=teams"), ".people li"), ["Ben"])


class TestPeoplePage(BugCase):
    def test_each_kind_of_people_has_a_list(self):
        """Members of teams over any number of teams, without the teams."""
        factory = self.factory
        ben, cleo, dan = (factory.person(displayname=name) for name in ("B", "C", "D"))
        inner = factory.team([dan], displayname="I")
        outer = factory.team([inner, cleo], displayname="O")
        factory.link(IBug["subscribers"], self.bug, ben)
        factory.link(IBug["subscribers"], self.bug, outer)
        factory.bug(duplicate_of=self.bug, subscribers=[cleo])
        factory.link(IBug["affected"], self.bug, dan)
        for kind, names in (
            ("subscribers", ["B", "O"]),
            ("duplicates", ["C"]),
            ("teams", ["C", "D"]),
            ("affected", ["D"]),
        ):
            page = self.get(f"/+people?of={kind}")
            self.assertEqual(texts(page, ".people .name"), names)
            self.assertEqual(texts(page, ".size"), [f"In all: {len(names)}"])

    def test_what_is_no_kind_is_told_what_is(self):
        """As with every choice."""
        page = self.get("/+people?of=x", 400)
        self.assertEqual(
            texts(page, "main p")[0],
            "“x” is no kind of people. There are: subscribers, duplicates, teams, "
            "affected.",
        )


class TestActivityPage(BugCase):
    def test_changes_stand_in_their_order(self):
        """With who made them, and what became what."""
        for what, old, new in (
            ("status", "New", "Triaged"),
            ("title", None, "It burns"),
        ):
            self.factory.make(
                IBugActivity,
                bug=self.bug,
                person=self.ada,
                what_changed=what,
                old_value=old,
                new_value=new,
                message=None,
            )
        page = self.get("/+activity")
        self.assertEqual(texts(page, "#changes"), ["2 changes"])
        self.assertEqual(texts(page, ".what"), ["status", "title"])
        self.assertEqual(texts(page, "del"), ["New"])
        self.assertEqual(texts(page, "ins"), ["Triaged", "It burns"])
        self.assertEqual(texts(page, ".comments .name"), ["Ada", "Ada"])
        crumbs = [each["href"] for each in page.html.select(".crumbs a")]
        self.assertEqual(crumbs, ["/bugs", f"/bugs/{self.bug}"])

    def test_nominations_stand_with_their_series(self):
        """Of products and of distributions."""
        firefox = self.factory.product(name="firefox", displayname="Firefox")
        trunk = self.factory.product_series(name="trunk", product=firefox)
        self.factory.make(
            INomination, bug=self.bug, product_series=trunk, owner=self.ada
        )
        page = self.get("/+activity")
        links = page.html.select("[aria-labelledby=nominations] a")
        self.assertEqual(
            [(link.text, link["href"]) for link in links],
            [("Firefox trunk", "/firefox/+series/trunk"), ("Ada", "/~ada")],
        )

    def test_what_nobody_did_has_an_empty_page(self):
        """Which says so."""
        self.assertEqual(texts(self.get("/+activity"), "#changes"), ["0 changes"])
