"""What bad requests get, and what goes wrong."""

from __future__ import annotations

import logging
import unittest
from unittest.mock import patch

from zope.component import provideAdapter
from zope.error.interfaces import IErrorReportingUtility
from zope.interface import Interface, verify
from zope.publisher.browser import BrowserView
from zope.publisher.interfaces.browser import IBrowserRequest
from zope.security.checker import NamesChecker, defineChecker, undefineChecker

from lp_persistence.command.interfaces import IWSGIApplicationFactory
from lp_persistence.errors import DeadlinePassed, Unavailable
from lp_persistence.fields import SHORT
from lp_persistence.memory.backend import MemoryBackend
from lp_persistence.tracker.application import ApplicationFactory
from lp_persistence.tracker.interfaces import ITracker
from lp_persistence.tracker.publication import ErrorLog
from lp_persistence.tracker.request import MOST
from lp_persistence.tracker.tests.site import TRACKER, sign_in, statements, texts


class TestNotFound(unittest.TestCase):
    layer = TRACKER

    def get(self, path):
        return self.layer["app"].get(path, status=404)

    def test_an_unknown_name_gets_a_page_that_helps(self):
        """It says why there may be nothing, and leads on."""
        page = self.get("/nothing")
        self.assertEqual(texts(page, "h1"), ["There is nothing here"])
        self.assertEqual(page.click("Go to the first page").status_int, 200)

    def test_it_is_the_same_page_whoever_looks(self):
        """What is hidden answers like what is not there."""
        pages = [self.get("/nothing").html.main]
        sign_in(self.layer["factory"].person())
        pages.append(self.get("/nothing").html.main)
        self.assertEqual(pages[0], pages[1])

    def test_names_are_what_they_are(self):
        """Whatever a name looks like, it is a name that there is not."""
        self.layer["factory"].distribution(name="ubuntu")
        for path in (
            "/Ubuntu",
            "/ubuntu%20",
            "/99999999999999999999999999",
            "/-1",
            "/%F0%9F%90%9B",
            "/" + "n" * SHORT,
            "/%27%20OR%201=1--",
            "/+file",
            "/@@nothing",
            "/@@",
            "/@@/",
            "/++attribute++_publication",
            "/++etc++site",
            "/ubuntu/++attribute++node",
            "/ubuntu/node",
            "/index.html/frame",
        ):
            self.get(path)


class TestBadRequest(unittest.TestCase):
    layer = TRACKER

    def sentence(self, path, headers=None):
        """What the page about a malformed request says."""
        page = self.layer["app"].get(path, headers=headers, status=400)
        self.assertEqual(texts(page, "h1"), ["This address can't be read"])
        return texts(page, "main p")[0]

    def test_directives_in_a_form(self):
        """A form can't say which method of a page is called."""
        for query in ("?:action=x", "?:method=x", "?after:int=7", "?%3Aaction="):
            page = self.layer["app"].get("/" + query, status=400)
            self.assertIn("The form that came with the address", page.text)

    def test_a_control_character_in_a_name(self):
        """NUL and its kin, at any step."""
        for path in ("/%00", "/ubuntu%00", "/ubuntu/%1F", "/%C2%85"):
            self.assertEqual(
                self.sentence(path),
                "A name in the address holds a control character.",
            )

    def test_a_name_that_is_too_long(self):
        """It says how long it may be."""
        self.assertEqual(
            self.sentence("/" + "n" * (SHORT + 1)),
            "A name in the address is 1,001 characters long; none has more than 1,000.",
        )

    def test_bytes_that_are_no_text(self):
        """In the path and in cookies."""
        said = (
            "The address or a header of the request can't be read; they have to "
            "be text in UTF-8."
        )
        self.assertEqual(self.sentence("/%FF"), said)
        self.assertEqual(self.sentence("/", {"Cookie": 'a="\\377"'}), said)

    def test_a_form_that_can_not_be_read(self):
        """Values that don't fit the types that their names promise."""
        self.assertEqual(
            self.sentence("/?a:int=x"),
            "The form that came with the address can't be read.",
        )

    def test_more_than_any_form_has(self):
        """It says how much may be sent."""
        page = self.layer["app"].post("/+sign-in", "a=" + "x" * MOST, status=400)
        self.assertEqual(
            texts(page, "main p")[0],
            "More came with the request than any form has: at most 65,536 bytes are "
            "read.",
        )

    def test_the_page_itself_is_linked_where_only_the_question_is_wrong(self):
        """What the address asks for is left out of it; elsewhere no page is
        known to be there."""
        for path, links in (
            ("/bugs?status=x", ["/bugs", "/"]),
            ("/bugs?after=x", ["/bugs", "/"]),
            ("/people?nam=x", ["/people", "/"]),
            ("//bugs?status=x", ["/bugs", "/"]),
            ("/bugs?after:int=7", ["/"]),
            ("/%00?status=x", ["/"]),
        ):
            page = self.layer["app"].get(path, status=400)
            found = [link["href"] for link in page.html.select("main a")]
            self.assertEqual(found, links, path)

    def test_a_key_that_no_page_gave(self):
        """Of the list that goes on over several pages."""
        for after in ("x", "%00", "[]", "[1]", "%FF", "9" * 5000, "a&after=b"):
            self.assertEqual(
                self.sentence(f"/bugs?after={after}"),
                "What follows “after” in the address is not what the tracker put "
                "there. Begin with the first page.",
            )


class TestCharset(unittest.TestCase):
    layer = TRACKER

    def test_pages_are_in_utf_8(self):
        """Whatever a client asks for: some of what there is has traps."""
        for wanted in ("utf-7", "utf-16", "undefined", "punycode", "latin-1", "*"):
            page = self.layer["app"].get("/", headers={"Accept-Charset": wanted})
            self.assertEqual("utf-8", page.charset.lower(), wanted)
            self.assertIn("Hottest bugs", page.text)


class TestMethods(unittest.TestCase):
    layer = TRACKER

    def test_the_tracker_can_only_be_read(self):
        """Whatever else is asked for is refused, with what is allowed."""
        for method in ("POST", "PUT", "DELETE", "OPTIONS"):
            page = self.layer["app"].request("/", method=method, status=405)
            self.assertEqual(page.headers["Allow"], "GET, HEAD")
            self.assertEqual(texts(page, "h1"), ["The tracker can only be read"])

    def test_what_only_forms_lead_to_says_so(self):
        """Whoever types its address is not told that they did anything."""
        page = self.layer["app"].get("/+sign-out", status=405)
        self.assertEqual(page.headers["Allow"], "POST")
        self.assertEqual(texts(page, "h1"), ["Only a form leads here"])
        self.assertEqual(
            texts(page, "main p")[0], "Use the button on the page that you came from."
        )

    def test_heads_have_no_bodies(self):
        """And the same status."""
        app = self.layer["app"]
        self.assertEqual(app.head("/").body, b"")
        self.assertEqual(app.head("/nothing", status=404).body, b"")


class Broken(BrowserView):
    """A view that fails."""

    def __call__(self):
        raise RuntimeError("the secret is 42")


class TestFailures(unittest.TestCase):
    layer = TRACKER

    def setUp(self):
        provideAdapter(Broken, (ITracker, IBrowserRequest), Interface, "broken")
        defineChecker(Broken, NamesChecker(["__call__"]))

    def tearDown(self):
        undefineChecker(Broken)

    def test_a_failure_tells_its_reader_nothing_of_how(self):
        """It is written down instead, with its traceback."""
        with self.assertLogs("lp_persistence.tracker", logging.ERROR) as logs:
            page = self.layer["app"].get("/broken", status=500)
        self.assertEqual(texts(page, "h1"), ["Something went wrong"])
        for word in ("secret", "Runtime", "Traceback", "broken"):
            self.assertNotIn(word, page)
        [record] = logs.records
        self.assertEqual(record.getMessage(), "RuntimeError at http://localhost/broken")
        assert record.exc_info is not None
        self.assertIn("the secret is 42", str(record.exc_info[1]))

    def test_what_readers_cause_is_no_error(self):
        """One line for each."""
        with self.assertLogs("lp_persistence.tracker", logging.INFO) as logs:
            self.layer["app"].get("/nothing", status=404)
        [record] = logs.records
        self.assertEqual(record.levelno, logging.INFO)

    def test_errors_pass_where_a_test_wants_them(self):
        """By the environment, as zope.app.wsgi has it."""
        with self.assertRaises(RuntimeError):
            self.layer["app"].get("/broken", extra_environ={"wsgi.handleErrors": False})


class TestUnavailable(unittest.TestCase):
    layer = TRACKER

    def test_a_store_that_is_away_is_said_to_be(self):
        """By a page that asks it for nothing, with a way to try again."""
        sign_in(1)
        for error in (
            Unavailable("sqlite:x", "the secret is 42"),
            DeadlinePassed("x", 1),
        ):
            with (
                patch.object(MemoryBackend, "snapshot", side_effect=error),
                self.assertLogs("lp_persistence.tracker", logging.ERROR),
            ):
                page = self.layer["app"].get("/", status=503)
            self.assertEqual(texts(page, "h1"), ["The tracker can't answer just now"])
            self.assertNotIn("secret", page)
            self.assertEqual(statements(page), 0)


class TestContracts(unittest.TestCase):
    def test_the_application_is_made_by_a_factory(self):
        """See IWSGIApplicationFactory."""
        verify.verifyObject(IWSGIApplicationFactory, ApplicationFactory())

    def test_the_log_is_an_error_reporting_utility(self):
        """See IErrorReportingUtility."""
        verify.verifyObject(IErrorReportingUtility, ErrorLog())
