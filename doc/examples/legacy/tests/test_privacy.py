"""Private bugs and teams."""

import unittest

from storm.expr import Not
from zope.component import getUtility

from ..bugs.enums import PUBLIC_INFORMATION_TYPES
from ..bugs.model.accesspolicy import get_bug_privacy_filter
from ..bugs.model.bug import Bug
from ..registry.interfaces.person import IPersonSet
from ..registry.model.person import Person
from ..services.interfaces import IStore
from .layer import LEGACY
from .site import PAGES_OF_ALL_KINDS, Site, traced


class TestPrivacy(unittest.TestCase):
    """Held by permissions, and by a clause of searches."""

    layer = LEGACY

    def person(self, name):
        return IStore(Person).find(Person, name=name).one()

    def private_bugs(self):
        private = Not(Bug.information_type.is_in(PUBLIC_INFORMATION_TYPES))
        return IStore(Bug).find(Bug, private)

    def test_a_private_bug_is_not_there(self):
        """For nobody, and for whom it was not granted to."""
        site = Site()
        seen = 0
        for bug in list(self.private_bugs().order_by(Bug.id)):
            self.assertEqual(404, site.get(f"/bugs/{bug.id}").status)
            status = site.get(f"/bugs/{bug.id}", "member").status
            self.assertIn(status, (200, 404))
            seen += status == 200
            self.assertEqual(200, site.get(f"/bugs/{bug.id}", "admin").status)
        self.assertGreater(seen, 0)

    def test_searches_and_permissions_agree(self):
        """For every bug and several persons."""
        for name in ("admin", "aide", "member", "stranger", "vault"):
            person = self.person(name)
            shown = get_bug_privacy_filter(person, Bug.id, Bug.information_type)
            found = set(IStore(Bug).find(Bug, shown).values(Bug.id))
            for bug in IStore(Bug).find(Bug):
                with self.subTest(person=name, bug=bug.id):
                    self.assertEqual(bug.id in found, bug.userCanView(person))

    def test_who_can_see_a_bug_is_asked_once(self):
        """A statement, and no more for the same person; none for public bugs."""
        member = self.person("admin")
        private, public = self.private_bugs().any(), IStore(Bug).get(Bug, 62)
        with traced() as statements:
            self.assertTrue(public.userCanView(member))
        self.assertEqual(0, len(statements))
        with traced() as statements:
            self.assertTrue(private.userCanView(member))
            self.assertTrue(private.userCanView(member))
        self.assertEqual(1, len(statements))

    def test_private_teams_are_named_nowhere(self):
        """On no page for nobody, in no export; a member finds them."""
        site = Site()
        for path in PAGES_OF_ALL_KINDS:
            page = site.get(path)
            self.assertFalse("vault" in page.response.text.lower(), path)
        self.assertEqual(404, site.get("/~vault").status)
        self.assertIn("The Vault", site.get("/~vault", "member").text)

    def test_a_reporter_who_is_hidden(self):
        """Is shown as such, and exported as redacted."""
        vault = getUtility(IPersonSet).getByName("vault")
        bug = IStore(Bug).find(Bug, owner_id=vault.id, duplicateof_id=None)
        bug = bug.find(Bug.information_type.is_in(PUBLIC_INFORMATION_TYPES)).any()
        page = Site().get(f"/bugs/{bug.id}")
        self.assertIn("Reported by <hidden> on", page.text)
        self.assertEqual("tag:legacy:redacted", page.cache["bug"]["owner_link"])
