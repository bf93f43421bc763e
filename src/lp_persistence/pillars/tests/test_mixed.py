"""Pillars of all kinds by the names that they share, on every backend."""

from __future__ import annotations

import unittest
from typing import Any

from zope.component import getUtility
from zope.interface.verify import verifyObject

from lp_persistence import ALL_SEEING, Context
from lp_persistence.canonical import canonical_path
from lp_persistence.errors import (
    NoSuchMember,
    NotAllowed,
    NotOne,
    NotRealised,
    Unbounded,
    UnknownName,
)
from lp_persistence.people.entities import Person
from lp_persistence.people.interfaces import IPersons
from lp_persistence.pillars.interfaces import IDistributions, IProducts, IProjects
from lp_persistence.pillars.names.interfaces import IPillars
from lp_persistence.pillars.series.interfaces import IProductSeriesSet
from lp_persistence.testing.layers import MEMORY
from lp_persistence.testing.storm_layers import POSTGRESQL, SQLITE
from lp_persistence.testing.tracker_factory import TrackerFactory

ADA, ADMIN = 1, 2


class PillarsMixin:
    """A pillar of each kind, a retired product, and other names of two."""

    layer: Any

    def setUp(self: Any) -> None:
        self.factory = factory = TrackerFactory(self.layer["backend"])
        factory.person(id=ADA, name="ada", displayname="Ada")
        factory.person(id=ADMIN, name="boss", displayname="Boss")
        factory.team(name="admins", members=[ADMIN], team_owner=ADMIN)
        factory.distribution(name="ubuntu", title="Ubuntu Linux", owner=ADA)
        factory.product(name="firefox", title="Firefox", owner=ADMIN, driver=ADA)
        factory.project(name="gnome", title="GNOME", owner=ADA)
        factory.product(name="cobweb", active=False, owner=ADA)
        factory.alias("buntu", "ubuntu")
        factory.product_series(name="trunk", product=1)
        factory.alias("web", "cobweb")
        factory.done()

    def names(self, pillars: Any) -> list[str]:
        return [pillar.name for pillar in pillars]

    def test_interface(self: Any) -> None:
        """It does all that it says."""
        verifyObject(IPillars, IPillars(Context()))

    def test_a_name_of_unknown_kind(self: Any) -> None:
        """One statement tells what it is of, and brings that along."""
        for name, title in (
            ("ubuntu", "Ubuntu Linux"),
            ("firefox", "Firefox"),
            ("gnome", "GNOME"),
        ):
            with self.subTest(name):
                context = Context()
                pillars = IPillars(context).filter(name=name).need("title")
                self.assertEqual(2, context.plan().statements)
                done = context.realise()
                self.assertEqual(1, done.statements)
                self.assertEqual(title, pillars.one().title)

    def test_an_alias(self: Any) -> None:
        """Leads to the pillar, by one statement more."""
        context = Context()
        pillars = IPillars(context).filter(name="buntu").need("title")
        done = context.realise()
        self.assertEqual(2, done.statements)
        self.assertEqual("Ubuntu Linux", pillars.one().title)

    def test_a_name_that_there_is_not(self: Any) -> None:
        """Is nobody's."""
        context = Context()
        pillars = IPillars(context).filter(name="debian")
        context.realise()
        self.assertIsNone(pillars.first())
        with self.assertRaises(NotOne) as caught:
            pillars.one()
        self.assertEqual(
            "<pillars of <IPillarNames.filter(…)>> has 0 members, not one.",
            str(caught.exception),
        )

    def test_inactive_pillars(self: Any) -> None:
        """Are found by admins alone, by whatever name."""
        for viewer, found in (
            (None, []),
            (Person(id=ADA), []),
            (Person(id=ADMIN), ["cobweb"]),
            (ALL_SEEING, ["cobweb"]),
        ):
            for name in ("cobweb", "web"):
                context = Context(viewer=viewer)
                pillars = IPillars(context).filter(name=name)
                context.realise()
                self.assertEqual(found, self.names(pillars))

    def test_parts(self: Any) -> None:
        """Are of one kind each, and can be asked for more."""
        context = Context()
        pillars = IPillars(context).filter(name={"ubuntu", "firefox", "gnome"})
        products = IProducts(pillars).need("summary")
        few = IProducts(pillars).filter(name="none")
        context.realise()
        self.assertEqual("summary-1", products.one().summary)
        self.assertEqual(0, len(few))
        self.assertEqual("ubuntu", IDistributions(pillars).one().name)
        self.assertEqual("gnome", IProjects(pillars).one().name)
        self.assertIn(products.one(), pillars)
        with self.assertRaisesRegex(NotAllowed, "holds no IPersons"):
            IPersons(pillars)

    def test_what_all_kinds_have(self: Any) -> None:
        """Is asked of all of them at once."""
        context = Context()
        pillars = IPillars(context).filter(name={"ubuntu", "firefox", "buntu"})
        owners, drivers = pillars.get_owner(), pillars.get_driver()
        branding = pillars.need_url().get_branding()
        size = pillars.size()
        context.realise()
        self.assertEqual(["ada", "boss"], self.names(owners))
        self.assertEqual(["ada"], self.names(drivers))
        # Who has several names stands where the first of them does: buntu.
        self.assertEqual("ada", pillars.first().owner.name)
        self.assertIsNone(pillars.first().driver)
        self.assertEqual(2, len(list(branding)))
        self.assertEqual(["ubuntu", "firefox"], [*map(canonical_path, pillars)])
        self.assertEqual(2, len(pillars))
        self.assertEqual(2, size)

    def test_whether_it_is_read_does_not_depend_on_who_is_found(self: Any) -> None:
        """What was only made use of can't be read, not even where it is empty."""
        for name in ("ubuntu", "debian"):
            context = Context()
            pillars = IPillars(context).filter(name=name).limit(2)
            pillars.limit(1)
            context.realise()
            with self.subTest(name), self.assertRaises(NotRealised):
                len(pillars)

    def test_pages(self: Any) -> None:
        """Go by name through all kinds; what is narrowed further is not loaded."""
        context = Context()
        once = IPillars(context).filter(alias_for=None).limit(1)
        context.realise()
        key = once.key(once.first())
        context = Context()
        first = IPillars(context).filter(alias_for=None).limit(2)
        second = IPillars(context).filter(alias_for=None).after(key).limit(5)
        backwards = IPillars(context).filter(alias_for=None).ordered_by("-name")
        backwards = backwards.limit(9)
        context.realise()
        self.assertEqual(["firefox", "gnome"], self.names(first))
        self.assertEqual(["gnome", "ubuntu"], self.names(second))
        self.assertEqual(["ubuntu", "gnome", "firefox"], self.names(backwards))
        with self.assertRaisesRegex(NoSuchMember, "has no member <Distribution"):
            first.key(backwards.first())

    def test_narrowing_costs_nothing(self: Any) -> None:
        """What was narrowed on the way is not loaded."""
        context = Context()
        IPillars(context).filter(name="ubuntu").filter(active=True).limit(1)
        self.assertEqual(2, context.plan().statements)

    def test_a_filter(self: Any) -> None:
        """Holds them by kind, and loads none."""
        context = Context()
        pillars = IPillars(context).filter(name="firefox")
        series = IProductSeriesSet(context).filter(product=IProducts(pillars))
        pillars.used_up()
        self.assertEqual(1, context.plan().statements)
        context.realise()
        self.assertEqual(["trunk"], self.names(series))
        pillars.all()
        context.realise()
        self.assertEqual(["firefox"], self.names(pillars))

    def test_everything(self: Any) -> None:
        """Is said; else the group is to be narrowed."""
        context = Context()
        pillars = IPillars(context).all()
        context.realise()
        self.assertEqual(["ubuntu", "firefox", "gnome"], self.names(pillars))
        context = Context()
        IPillars(context).get_owner()
        with self.assertRaises(Unbounded):
            context.realise()

    def test_a_root_alone(self: Any) -> None:
        """Loads nothing."""
        context = Context()
        IPillars(context)
        self.assertEqual(0, context.plan().statements)

    def test_union(self: Any) -> None:
        """Holds the names of both."""
        context = Context()
        pillars = IPillars(context).filter(name="ubuntu")
        pillars.update(IPillars(context).filter(name="firefox"))
        context.realise()
        self.assertEqual(["firefox", "ubuntu"], self.names(pillars))

    def test_the_unbound_root(self: Any) -> None:
        """Takes the context first."""
        context = Context()
        pillars = getUtility(IPillars).filter(context, name="gnome")
        context.realise()
        self.assertEqual("gnome", pillars.one().name)

    def test_what_names_do_not_know(self: Any) -> None:
        """The error tells what they do."""
        with self.assertRaisesRegex(UnknownName, "IPillarName"):
            IPillars(Context()).filter(owner=None)


class MemoryTests(PillarsMixin, unittest.TestCase):
    layer = MEMORY


class SqliteTests(PillarsMixin, unittest.TestCase):
    layer = SQLITE


class PostgresqlTests(PillarsMixin, unittest.TestCase):
    layer = POSTGRESQL
