"""What the crawler finds where it was planted."""

from __future__ import annotations

import unittest
from collections.abc import Callable, Iterable
from typing import Any, Final

from webtest import TestApp

from lp_persistence.tracker.tests.crawler import Secrets, visits, wrong_with

SECRETS: Final = Secrets({"The Vault", "~vault"}, {7})


class TestPlanted(unittest.TestCase):
    """Each page of these sites is well but for one thing."""

    def found(self, *pages: str, **others: str) -> list[str]:
        """What is wrong with a site whose first page holds ``pages``; ``others`` are
        further answers, by their paths."""
        app = TestApp(site({"/": page("".join(pages)), **others}))
        return [
            f"{visit.address} {each}"
            for visit in visits(app)
            for each in wrong_with(visit, SECRETS)
        ]

    def test_nothing(self):
        """Nothing is found where nothing is wrong."""
        self.assertEqual(
            [],
            self.found(
                '<a href="/more#end">More</a> <a href="http://elsewhere/no">No</a>',
                '<label for="q">Words</label><input id="q" name="q" />',
                **{"/more": page("")},
            ),
        )

    def test_a_dead_link(self):
        """However the page is reached."""
        self.assertEqual(
            ["/gone answers 404 Not Found"],
            self.found(
                '<a href="/more">M</a>', **{"/more": page('<a href="gone">G</a>')}
            ),
        )

    def test_a_failure(self):
        """Of what is linked."""
        self.assertEqual(
            ["/bad answers 500 Internal Server Error"],
            self.found('<a href="/bad">Bad</a>'),
        )

    def test_a_broken_image(self):
        """One that is not there, and one that is none."""
        self.assertEqual(
            [
                "/gone.png answers 404 Not Found",
                "/gone.png is shown as an image, and is text/plain",
                "/more is shown as an image, and is text/html",
            ],
            self.found(
                '<img src="/gone.png" alt="" /><img src="/more" alt="" />',
                **{"/more": page("")},
            ),
        )

    def test_a_dear_page(self):
        """One statement too many."""
        self.assertEqual(["/ costs 11 statements"], self.found("<!-- dear -->"))

    def test_a_hidden_name(self):
        """In what is read, in an attribute, in a head."""
        self.assertEqual(["/ tells of The Vault"], self.found("<p>The&#32;Vault</p>"))
        self.assertEqual(
            ["/ tells of ~vault"], self.found('<input type="hidden" value="~vault" />')
        )
        self.assertEqual(["/ tells of The Vault"], self.found("<!-- told -->"))

    def test_a_link_to_a_hidden_bug(self):
        """Though its title is not told."""
        self.assertIn("/ leads to bug 7", self.found('<a href="/bugs/7">#7</a>'))

    def test_what_readers_of_the_screen_miss(self):
        """Links and images without words, fields without labels, places that are
        not there, headings out of order."""
        self.assertEqual(
            [
                "/ has 2 elements with the id twice",
                "/ leads to #away in itself, which is not there",
                "/ has a link to /more without a word",
                "/ says nothing in place of the image /more",
                "/ has a field q without a label",
                "/ has a part that nobody should name",
                "/ has 2 headings of the first level",
                "/ has a heading of level 3 below one of 1",
            ],
            [
                each
                for each in self.found(
                    '<p id="twice"></p><p id="twice"></p><a href="#away">Away</a>',
                    '<a href="/more"> </a><img src="/more" /><input name="q" />',
                    '<section aria-labelledby="nobody"></section>',
                    "<h1>Two</h1><h3>Deep</h3>",
                    **{"/more": page("")},
                )
                if each.startswith("/ ")
            ],
        )


def page(content: str) -> str:
    """A page with a heading, and nothing wrong but its content."""
    return f"<html><body><h1>Planted</h1>{content}</body></html>"


def site(pages: dict[str, str]) -> Callable[..., Iterable[bytes]]:
    """An application of these pages; /bad fails, and what is not there is not."""

    def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        path = environ["PATH_INFO"]
        text = pages.get(path)
        if text is None:
            status = "500 Internal Server Error" if path == "/bad" else "404 Not Found"
            start_response(status, [("Content-Type", "text/plain; charset=utf-8")])
            return [b"Nothing"]
        cost = 11 if "<!-- dear -->" in text else 3
        head = [
            ("Content-Type", "text/html; charset=utf-8"),
            ("Server-Timing", f'statements;desc="{cost}"'),
        ]
        if "<!-- told -->" in text:
            head.append(("X-Led-To", "The Vault"))
        start_response("200 OK", head)
        return [text.encode()]

    return application
