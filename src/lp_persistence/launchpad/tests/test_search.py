"""The search, and its lazy name."""

from __future__ import annotations

import unittest
from datetime import UTC, datetime

from zope.component import getUtility
from zope.component.testing import PlacelessSetup
from zope.interface.verify import verifyObject

from lp_persistence import Launchpad
from lp_persistence.context import Context
from lp_persistence.errors import InvalidValue, NotAllowed, NotRegistered, UnknownName
from lp_persistence.launchpad.interfaces import ILaunchpad
from lp_persistence.people.interfaces import IPersons
from lp_persistence.pillars.interfaces import IDistributions, IProducts
from lp_persistence.tests.village import ADA, Village


class SearchTests(Village):
    def test_interface(self):
        """A utility that an application may replace."""
        verifyObject(ILaunchpad, getUtility(ILaunchpad))

    def test_one_kind_of_name(self):
        """Gives that kind's group."""
        context = Context()
        distributions = Launchpad.search(context, distro_name="ubuntu")
        people = Launchpad.search(context, person_name={"ada", "spies", "nobody"})
        context.realise()
        self.assertTrue(IDistributions.providedBy(distributions))
        self.assertTrue(IPersons.providedBy(people))
        self.assertEqual(["ubuntu"], [each.name for each in distributions])
        self.assertEqual(["ada"], [each.name for each in people])

    def test_products(self):
        """By their names alone, inactive ones too."""
        self.factory.product(name="quill", active=False, owner=ADA)
        self.factory.product(name="ubuntu", owner=ADA)
        context = Context()
        products = Launchpad.search(context, product_name={"quill", "debian"})
        context.realise()
        self.assertTrue(IProducts.providedBy(products))
        self.assertEqual(["quill"], [each.name for each in products])

    def test_several_kinds(self):
        """Give a mixed group, which an interface narrows."""
        context = Context()
        found = Launchpad.search(context, distro_name="debian", person_name="ben")
        context.realise()
        self.assertEqual(["debian", "ben"], [each.name for each in found])
        self.assertEqual("ben", IPersons(found).one().name)

    def test_a_mixed_group_is_loaded_where_that_was_said(self):
        """Though it serves to narrow others, part by part; else it is not."""
        context = Context()
        names = {"distro_name": "debian", "person_name": "ben"}
        found = Launchpad.search(context, **names)
        found.used_up()
        self.assertEqual(0, context.plan().statements)
        self.assertIs(found, found.all())
        context.realise()
        self.assertEqual(2, len(found))

    def test_words(self):
        """Bugs, people and pillars that hold them all, newest first."""
        days = [datetime(2027, 1, day, tzinfo=UTC) for day in range(1, 5)]
        ink = {"owner": ADA, "title": "Blue ink"}
        old = self.factory.product(name="quill", date_created=days[0], **ink)
        bug = self.factory.bug(
            reporter=ADA, title="Ink", description="is blue", date_created=days[2]
        )
        self.factory.bug(reporter=ADA, title="Inky blue", date_created=days[3])
        person = self.factory.person(
            name="ink", displayname="Blue", date_created=days[1]
        )
        undated = self.factory.distribution(name="blot", **ink)
        context = Context()
        found = Launchpad.search(context, text="blue INK")
        first = Launchpad.search(context, text="blue ink", limit=2)
        context.realise()
        self.assertEqual([bug, person, old, undated], [each.id for each in found])
        self.assertEqual([bug, person], [each.id for each in first])
        self.assertEqual((4, 2), (len(found), len(first)))
        self.assertEqual([person], [each.id for each in IPersons(found)])

    def test_what_is_refused_leaves_nothing_to_load(self):
        """Whichever argument it was for."""
        context = Context()
        for arguments in (
            {"distro_name": "ubuntu", "person_name": 5},
            {"text": "ink", "limit": -1},
            {"text": 5},
        ):
            with self.subTest(arguments), self.assertRaises(InvalidValue):
                Launchpad.search(context, **arguments)
            self.assertEqual(0, context.plan().statements)

    def test_a_microsecond_is_newer(self):
        """However far away the year."""
        first, second = (
            datetime(9999, 1, 1, microsecond=each, tzinfo=UTC) for each in (6, 7)
        )
        bug = self.factory.bug(reporter=ADA, title="Ink", date_created=first)
        product = self.factory.product(
            id=bug + 1, owner=ADA, title="Ink", date_created=second
        )
        context = Context()
        found = Launchpad.search(context, text="ink")
        context.realise()
        self.assertEqual([product, bug], [each.id for each in found])

    def test_words_and_names(self):
        """Are two searches."""
        context = Context()
        with self.assertRaises(NotAllowed) as caught:
            Launchpad.search(context, distro_name="ubuntu", text="ink")
        self.assertEqual(
            "Launchpad.search() takes a text or names. Filter what has a name by "
            "its words: filter(text=Matching(…)).",
            str(caught.exception),
        )
        self.assertEqual(0, context.plan().statements)

    def test_nothing_to_search_for(self):
        """The text names what can be."""
        with self.assertRaises(NotAllowed) as caught:
            Launchpad.search(Context())
        self.assertEqual(
            "Launchpad.search() needs a name or words: distro_name=… or person_name=… "
            "or product_name=… or text=….",
            str(caught.exception),
        )

    def test_names_that_no_name_can_be(self):
        """Refused by the field, before anything is asked."""
        for name in ("a\0", "\ud800", "x" * 1001, 5, b"ubuntu"):
            with self.subTest(name), self.assertRaises(InvalidValue):
                Launchpad.search(Context(), distro_name=name)

    def test_a_kind_of_name_that_there_is_not(self):
        """The error names those there are."""
        kinds = "distro_name, person_name, product_name"
        text = f"no kind of name 'distro'; there are: {kinds}"
        with self.assertRaisesRegex(UnknownName, text):
            Launchpad.search(Context(), distro="ubuntu")


class LazyTests(PlacelessSetup, unittest.TestCase):
    def test_nothing_registered(self):
        """The text says which ZCML to include."""
        with self.assertRaises(NotRegistered) as caught:
            Launchpad.search(None, distro_name="ubuntu")
        self.assertEqual(
            "Launchpad is not registered. Include its ZCML: <include "
            'package="lp_persistence" />, or run the script by bin/lp-persistence '
            "run.",
            str(caught.exception),
        )

    def test_protocols_of_python(self):
        """Importing and showing it needs no registration."""
        self.assertFalse(hasattr(Launchpad, "__wrapped__"))
        self.assertIn("Launchpad", repr(Launchpad))
