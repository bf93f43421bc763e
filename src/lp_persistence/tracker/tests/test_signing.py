"""Signing in and out."""

from __future__ import annotations

import json
import stat
import tempfile
import unittest
from pathlib import Path
from unittest.mock import patch

from zope.component import getUtility, provideUtility
from zope.event import notify
from zope.interface.verify import verifyObject
from zope.password.interfaces import IMatchingPasswordManager

from lp_persistence.command.events import StoreKept, WorldMade
from lp_persistence.people.enums import EmailAddressStatus
from lp_persistence.people.interfaces import IEmailAddress
from lp_persistence.tracker.signing.accounts import Accounts
from lp_persistence.tracker.signing.interfaces import IAccounts
from lp_persistence.tracker.signing.pages import FOREIGN, WRONG
from lp_persistence.tracker.signing.passwords import ScryptPasswordManager
from lp_persistence.tracker.signing.session import SESSION
from lp_persistence.tracker.tests.site import TRACKER, statements, texts


class SigningCase(unittest.TestCase):
    layer = TRACKER

    def setUp(self):
        provideUtility(Accounts(), IAccounts)
        getUtility(IAccounts).open_to_all("test")
        factory = self.layer["factory"]
        self.ada = self.somebody("ada@example.com", name="ada", displayname="Ada")
        factory.done()
        self.app = self.layer["app"]

    def somebody(self, email, status=EmailAddressStatus.PREFERRED, **given):
        """A person with an active account and that address."""
        factory = self.layer["factory"]
        person = factory.person(**given)
        factory.make(IEmailAddress, person=person, email=email, status=status)
        return person

    def form(self, path="/+sign-in"):
        """The form to sign in."""
        return self.app.get(path).forms[1]

    def send(self, email="ada@example.com", password="test", status="*"):
        """What comes of a form with these."""
        form = self.form()
        form["email"], form["password"] = email, password
        return form.submit(status=status)


class TestSigningIn(SigningCase):
    def test_whoever_signs_in_is_the_viewer(self):
        """From the next page on, until they sign out."""
        page = self.send(status=303).follow()
        self.assertEqual(page.request.path, "/")
        self.assertEqual(texts(page, ".viewer .name"), ["Ada"])
        page = page.forms[1].submit(status=303).follow()
        self.assertEqual(texts(page, ".viewer"), ["Sign in"])

    def test_the_viewer_decides_what_is_seen(self):
        """A private team by its member, for one."""
        factory = self.layer["factory"]
        factory.team([self.ada], private=True, name="vault", displayname="Vault")
        factory.done()
        self.app.get("/~vault", status=404)
        self.send()
        self.assertEqual(texts(self.app.get("/~vault"), "h1"), ["Vault"])

    def test_the_cookie_is_for_nobody_else(self):
        """No script reads it, no other site sends it, and it ends."""
        cookie = self.send().headers.getall("Set-Cookie")
        [session] = [each for each in cookie if each.startswith(f"{SESSION}=")]
        for part in ("HttpOnly", "SameSite=Lax", "Max-Age=1209600", "Path=/"):
            self.assertIn(part, session)
        self.assertNotIn("secure", session.lower())

    def test_over_https_it_goes_nowhere_else(self):
        """The one thing that a test of http can't see."""
        secure = {"wsgi.url_scheme": "https"}
        form = self.app.get("/+sign-in", extra_environ=secure).forms[1]
        form["email"], form["password"] = "ada@example.com", "test"
        page = form.submit(extra_environ=secure, status=303)
        self.assertIn("; secure", str(page.headers.getall("Set-Cookie")).lower())

    def test_who_is_told_by_the_cookie_alone(self):
        """The page costs what it costs anybody who looks: nothing for that."""
        self.send()
        self.assertEqual(statements(self.app.get("/")), 6)
        self.assertEqual(statements(self.app.get("/nothing", status=404)), 5)

    def test_wrong_and_unknown_are_alike(self):
        """One sentence, and the check of a password, for each."""
        check_password = ScryptPasswordManager.checkPassword
        pages = []
        for email, password in (
            ("ada@example.com", "wrong"),
            ("nobody@example.com", "test"),
            ("ada@example.com", ""),
            ("", "test"),
            ("a\0b", "test"),
            ("x" * 5000, "test"),
        ):
            with patch.object(
                ScryptPasswordManager,
                "checkPassword",
                autospec=True,
                side_effect=check_password,
            ) as check:
                page = self.send(email, password, 400)
            self.assertEqual(check.call_count, 1, (email, password))
            self.assertEqual(texts(page, ".wrong"), [WRONG])
            pages.append(page)
        self.assertEqual(pages[0].forms[1]["email"].value, "ada@example.com")
        self.assertEqual(pages[0].forms[1]["password"].value, "")
        self.assertEqual(texts(self.app.get("/"), ".viewer"), ["Sign in"])

    def test_only_those_who_can_act_sign_in(self):
        """No team, nobody whose account ended; not by an address that is old."""
        factory = self.layer["factory"]
        self.somebody("old@example.com", EmailAddressStatus.OLD)
        preferred = EmailAddressStatus.PREFERRED
        for person, email in (
            (factory.team(), "team@example.com"),
            (factory.team(private=True), "vault@example.com"),
            (factory.person(valid=False), "gone@example.com"),
        ):
            factory.make(IEmailAddress, person=person, email=email, status=preferred)
        factory.done()
        for name in ("old", "team", "vault", "gone"):
            page = self.send(f"{name}@example.com", status=400)
            self.assertEqual(texts(page, ".wrong"), [WRONG], name)

    def test_an_address_may_be_typed_in_capitals(self):
        """And with a space behind it."""
        self.send(" Ada@Example.COM ", status=303)

    def test_it_goes_on_where_it_came_from(self):
        """With what was asked there."""
        page = self.app.get("/people?name=ada").click("Sign in")
        form = page.forms[1]
        form["email"], form["password"] = "ada@example.com", "test"
        self.assertEqual(form.submit().headers["Location"], "/people?name=ada")

    def test_the_form_leads_to_itself_once(self):
        """Not to ever longer addresses of it."""
        page = self.app.get("/~ada").click("Sign in")
        again = page.click("Sign in")
        self.assertEqual(again.request.url, page.request.url)

    def test_it_goes_on_nowhere_else(self):
        """However another place is written."""
        for path in (
            "https://evil.example/",
            "//evil.example/",
            "/\\evil.example",
            "/\\/evil",
            "javascript:alert(1)",
            "/../x",
            "evil",
            "/\t/evil.example",
        ):
            page = self.app.get("/+sign-in", {"next": path}, status=400)
            self.assertEqual(
                texts(page, "main p")[0],
                "“next” in the address has to be a path within the tracker.",
            )

    def test_a_form_of_another_site_signs_nobody_in(self):
        """It has no token, or that of another browser."""
        fields = {"email": "ada@example.com", "password": "test"}
        token = self.form()["token"].value
        self.app.reset()
        for given in ({}, {"token": "x"}, {"token": token}):
            page = self.app.post("/+sign-in", {**fields, **given}, status=400)
            self.assertEqual(texts(page, ".wrong"), [FOREIGN])
            self.assertEqual(statements(page), 0)
            self.app.reset()

    def test_a_cookie_that_is_not_ours_is_nobodys(self):
        """Made up, changed, of another secret, or of another use."""
        self.send()
        cookie = self.app.cookies[SESSION].strip('"')
        token = self.form()["token"].value
        for forged in ("x", f"{cookie}x", "Mg" + cookie[2:], token, ""):
            self.app.set_cookie(SESSION, forged)
            self.assertEqual(texts(self.app.get("/"), ".viewer"), ["Sign in"], forged)
        self.app.set_cookie(SESSION, cookie)
        self.assertEqual(texts(self.app.get("/"), ".viewer .name"), ["Ada"])
        getUtility(IAccounts).open_to_all("test")
        self.assertEqual(texts(self.app.get("/"), ".viewer"), ["Sign in"])

    def test_a_form_that_can_not_be_read_is_refused(self):
        """Fields twice are no texts."""
        page = self.app.post(
            "/+sign-in", [("email", "a"), ("email", "b"), ("token", "x")], status=400
        )
        self.assertEqual(texts(page, ".wrong"), [FOREIGN])


class TestSigningOut(SigningCase):
    def test_another_site_signs_nobody_out(self):
        """By a token of another session, or none."""
        self.send()
        for token in ("", "x"):
            page = self.app.post("/+sign-out", {"token": token}, status=400)
            self.assertIn("this form was of another session", page)
        self.assertEqual(texts(self.app.get("/"), ".viewer .name"), ["Ada"])

    def test_it_is_no_link(self):
        """What looks a page up changes nothing."""
        page = self.app.get("/+sign-out", status=405)
        self.assertEqual(page.headers["Allow"], "POST")


class TestAccounts(unittest.TestCase):
    layer = TRACKER

    def setUp(self):
        self.accounts = Accounts()
        provideUtility(self.accounts, IAccounts)

    def test_contracts(self):
        """See the interfaces."""
        verifyObject(IAccounts, self.accounts)
        verifyObject(IMatchingPasswordManager, ScryptPasswordManager())

    def test_a_store_that_nobody_generated_admits_nobody(self):
        """There are no passwords for it, and the form says so."""
        self.assertFalse(self.accounts.admits(1, "test"))
        page = self.layer["app"].get("/+sign-in")
        self.assertEqual(
            texts(page, ".closed"),
            [
                "Nobody can sign in here: this store was not generated, and the tables "
                "hold no passwords."
            ],
        )
        notify(WorldMade())
        self.assertEqual(texts(self.layer["app"].get("/+sign-in"), ".closed"), [])

    def test_a_generated_world_admits_everybody_by_one_password(self):
        """And nobody not."""
        notify(WorldMade())
        self.assertTrue(self.accounts.admits(1, "test"))
        self.assertFalse(self.accounts.admits(1, "Test"))
        self.assertFalse(self.accounts.admits(None, "test"))

    def test_they_stand_beside_the_store(self):
        """In a file that only its owner reads, without any password."""
        with tempfile.TemporaryDirectory() as folder:
            store = Path(folder) / "tracker.db"
            notify(StoreKept(store))
            notify(WorldMade())
            secret = self.accounts.secret
            file = store.with_name("tracker.db.accounts")
            self.assertEqual(stat.S_IMODE(file.stat().st_mode), 0o600)
            self.assertEqual([file], list(Path(folder).iterdir()))
            self.assertTrue(
                json.loads(file.read_text())["everybody"].startswith("{SCRYPT}")
            )
            again = Accounts()
            provideUtility(again, IAccounts)
            notify(StoreKept(store))
            self.assertEqual(again.secret, secret)
            self.assertTrue(again.admits(1, "test"))

    def test_a_secret_is_kept_before_there_are_passwords(self):
        """Of a store that was loaded."""
        with tempfile.TemporaryDirectory() as folder:
            self.accounts.keep_in(Path(folder) / "x.accounts")
            secret = self.accounts.secret
            self.accounts.keep_in(Path(folder) / "x.accounts")
            self.assertEqual(self.accounts.secret, secret)

    def test_the_folder_that_they_are_kept_in_is_made(self):
        """Of a database of a server nothing else may stand in it."""
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "var" / "x.accounts"
            self.accounts.keep_in(file)
            self.assertTrue(self.accounts.secret)
            self.assertTrue(file.exists())


class TestPasswords(unittest.TestCase):
    def test_a_hash_fits_its_password_alone(self):
        """And is another each time."""
        manager = ScryptPasswordManager()
        first, second = manager.encodePassword("ä"), manager.encodePassword("ä")
        self.assertNotEqual(first, second)
        self.assertTrue(manager.match(first))
        self.assertTrue(manager.checkPassword(first, "ä"))
        self.assertFalse(manager.checkPassword(first, "a"))
        self.assertFalse(manager.match(b"{SSHA}x"))
