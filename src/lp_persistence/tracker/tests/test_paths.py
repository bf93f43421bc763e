"""Where paths lead."""

from __future__ import annotations

import unittest

from lp_persistence.bugs.enums import InformationType
from lp_persistence.tracker.tests.site import TRACKER, sign_in, statements, texts


class TestPaths(unittest.TestCase):
    layer = TRACKER

    def get(self, path, status=200):
        self.layer["factory"].done()
        return self.layer["app"].get(path, status=status)

    def test_a_number_behind_bugs_is_a_bug(self):
        """Shown at the address that lists link to."""
        bug = self.layer["factory"].bug(title="It burns", description="Badly.")
        page = self.get(f"/bugs/{bug}")
        self.assertEqual(texts(page, "h1"), [f"#{bug} It burns"])
        self.assertEqual(texts(page, ".description"), ["Badly."])

    def test_a_name_behind_a_tilde_is_a_person_or_team(self):
        """And no distribution."""
        self.layer["factory"].person(name="ada", displayname="Ada")
        self.assertEqual(texts(self.get("/~ada"), "h1"), ["Ada"])
        self.get("/ada", status=404)

    def test_unknown_and_hidden_are_alike(self):
        """Page and price."""
        factory = self.layer["factory"]
        factory.team(private=True, name="vault")
        hidden = factory.bug(information_type=InformationType.PROPRIETARY)
        for path, nothing in (
            ("/~vault", "/~nobody"),
            (f"/bugs/{hidden}", f"/bugs/{hidden + 1}"),
        ):
            found, missed = self.get(path, 404), self.get(nothing, 404)
            self.assertEqual(found.html.main, missed.html.main)
            self.assertEqual(statements(found), statements(missed))

    def test_what_is_no_number_is_no_bug(self):
        """Nothing is asked for it."""
        for name in ("x", "0", "-1", "1.5", "9" * 30, "%D9%A3", "+1"):
            page = self.get(f"/bugs/{name}", 404)
            self.assertEqual(statements(page), 0, name)

    def test_pages_are_found_by_their_names_alone(self):
        """Not as views of a namespace, which would look past the step."""
        self.layer["factory"].distribution(name="ubuntu")
        self.get("/ubuntu/index.html")
        for path in ("/ubuntu/@@index.html", "/nothing/@@index.html"):
            self.get(path, 404)


class TestViewer(unittest.TestCase):
    layer = TRACKER

    def test_nobody_is_no_part_of_the_frame(self):
        """There is no name to show."""
        page = self.layer["app"].get("/")
        self.assertEqual(texts(page, ".viewer"), [])

    def test_who_looks_stands_in_the_frame_with_their_image(self):
        """On every page, that of an error too."""
        person = self.layer["factory"].person(name="ada", displayname="Ada")
        self.layer["factory"].done()
        sign_in(person)
        for path, status in (("/", 200), ("/nothing", 404)):
            page = self.layer["app"].get(path, status=status)
            self.assertEqual(texts(page, ".viewer .name"), ["Ada"])
            self.assertEqual(page.html.select(".viewer a")[0]["href"], "/~ada")
            self.assertEqual(len(page.html.select(".viewer img")), 1)

    def test_somebody_who_is_gone_is_nobody(self):
        """As of a store that was made again."""
        sign_in(77)
        self.assertEqual(texts(self.layer["app"].get("/"), ".viewer"), [])
