"""The browser that tests drive."""

from __future__ import annotations

import shutil
import unittest
from unittest.mock import patch
from urllib.parse import quote

from lp_persistence.testing.browser import BrowserError, Chromium, new_tab, served
from lp_persistence.testing.browser.layer import CHROMIUM


def page(html):
    """The address of a page that is made of this."""
    return f"data:text/html,{quote(html)}"


class TestTab(unittest.TestCase):
    layer = CHROMIUM

    def setUp(self):
        opened = new_tab(self.layer["browser"])
        self.tab = opened.__enter__()
        self.addCleanup(opened.__exit__, None, None, None)
        self.tab.resize(360, 740)

    def test_what_is_too_wide_is_named(self):
        """With the width of the page; nothing where all of it fits."""
        self.tab.open(page("<p style='width: 500px; margin: 0'>wide"))
        self.assertEqual(
            self.tab.sideways(),
            ['<p style="width: 500px; margin: 0">wide</p>', "508 px wide"],
        )
        self.tab.open(page("<p>narrow"))
        self.assertEqual(self.tab.sideways(), [])

    def test_no_page_runs_a_script(self):
        """What works here works without."""
        self.tab.open(page("<p>as sent<script>document.body.append('made')</script>"))
        self.assertEqual(self.tab.texts("p"), ["as sent"])

    def test_what_is_clicked_is_there(self):
        """Else the selector and the page are named."""
        address = page("<p hidden>nobody sees it")
        self.tab.open(address)
        for selector in ("p", "#nothing"):
            with self.assertRaises(BrowserError) as caught:
                self.tab.click(selector)
            self.assertEqual(
                str(caught.exception),
                f"Nothing at {address} is {selector}, or it is not shown: it can't be "
                "clicked.",
            )

    def test_what_is_thrown_is_told(self):
        """With the expression that threw it."""
        with self.assertRaises(BrowserError) as caught:
            self.tab.evaluate("nothing.there")
        self.assertIn("nothing.there: ReferenceError:", str(caught.exception))

    def test_an_unknown_command_is_refused(self):
        """By the browser; what it says is told."""
        with self.assertRaises(BrowserError) as caught:
            self.layer["browser"].call("Page.fly", height=3)
        self.assertRegex(str(caught.exception), r"^Page\.fly {'height': 3}: .*found")

    def test_a_picture_is_as_large_as_the_window(self):
        """A PNG, whose head says so."""
        self.tab.open(page("<p>seen"))
        picture = self.tab.picture()
        self.assertEqual(picture[:8], b"\x89PNG\r\n\x1a\n")
        self.assertEqual(int.from_bytes(picture[16:20]), 360)
        self.assertEqual(int.from_bytes(picture[20:24]), 740)

    def test_tabs_share_no_cookies(self):
        """Each belongs to somebody else."""

        def application(environ, start_response):
            start_response("200 OK", [("Set-Cookie", "seen=yes")])
            return [environ.get("HTTP_COOKIE", "none").encode()]

        with served(application) as site:
            said = []
            for _ in range(2):
                self.tab.open(site)
                said += self.tab.texts("body")
            with new_tab(self.layer["browser"]) as other:
                other.open(site)
                said += other.texts("body")
        self.assertEqual(said, ["none", "seen=yes", "none"])


class TestChromium(unittest.TestCase):
    def test_where_there_is_none_it_says_what_to_install(self):
        """Nothing is skipped."""
        with (
            patch.dict("os.environ", PATH="/nowhere"),
            self.assertRaises(BrowserError) as caught,
        ):
            Chromium()
        self.assertEqual(
            str(caught.exception),
            "There is no Chromium on this machine: none of chromium, "
            "chromium-browser, google-chrome is on the PATH. Tests of pages in a "
            "browser and pictures of them need one; on Debian, apt-get install "
            "chromium.",
        )

    def test_that_it_ended_is_told(self):
        """With what was waited for, an event or an answer."""
        with patch(
            "lp_persistence.testing.browser.process.find_browser",
            return_value=shutil.which("true"),
        ):
            browser = Chromium()
        self.addCleanup(browser.close)
        for ask, awaited in (
            (lambda: browser.wait_for("Page.loadEventFired", "1"), "loadEventFired"),
            (lambda: browser.call("Page.enable"), "enable"),
        ):
            with self.assertRaises(BrowserError) as caught:
                ask()
            self.assertEqual(
                str(caught.exception),
                f"Chromium ended; Page.{awaited} was waited for.",
            )
