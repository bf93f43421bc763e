"""Canonical URLs are asked for, and told from what was realised."""

from __future__ import annotations

import unittest

from plone.testing import zca
from zope.configuration import xmlconfig
from zope.security.proxy import ProxyFactory

from lp_persistence import Context
from lp_persistence.bugs.elsewhere.entities import Cve
from lp_persistence.bugs.interfaces import IBugs, IBugTasks
from lp_persistence.canonical import canonical_path
from lp_persistence.errors import Conflict, NotAllowed, NotRequested, UnknownName
from lp_persistence.people.entities import Person
from lp_persistence.people.enums import PersonVisibility
from lp_persistence.people.interfaces import IEmailAddresses, IPersons
from lp_persistence.pillars.packages.interfaces import (
    IDistributionSourcePackages,
    ISourcePackageName,
)
from lp_persistence.pillars.series.interfaces import (
    IDistroSeriesSet,
    IMilestones,
    IProductSeriesSet,
)
from lp_persistence.testing.layers import MEMORY
from lp_persistence.testing.tracker_factory import TrackerFactory


class TestCanonicalURLs(unittest.TestCase):
    layer = MEMORY

    def setUp(self) -> None:
        self.backend = self.layer["backend"]
        self.factory = TrackerFactory(self.backend)
        self.context = Context()

    def paths(self, *groups):
        for group in groups:
            group.need_url()
        self.context.realise()
        return [canonical_path(member) for group in groups for member in group]

    def test_of_every_kind(self):
        """Of its own name, and below what it belongs to."""
        ubuntu = self.factory.distribution(name="ubuntu")
        product = self.factory.product(name="firefox")
        series = self.factory.distro_series(name="hoary", distribution=ubuntu)
        trunk = self.factory.product_series(name="trunk", product=product)
        milestone = self.factory.milestone(name="1.0", distribution=ubuntu)
        self.backend.load(ISourcePackageName, [(5, "c++")])
        bug = self.factory.bug()
        context = self.context
        self.assertEqual(
            [
                f"bugs/{bug}",
                "ubuntu/+series/hoary",
                "firefox/+series/trunk",
                "ubuntu/+milestone/1.0",
                "ubuntu/+source/c++",
            ],
            self.paths(
                IBugs(context).of([bug]),
                IDistroSeriesSet(context).of([series]),
                IProductSeriesSet(context).of([trunk]),
                IMilestones(context).of([milestone]),
                IDistributionSourcePackages(context).of([(ubuntu, 5)]),
            ),
        )

    def test_of_several_kinds_at_once(self):
        """Each part of a mixed group is asked."""
        firefox = self.factory.product(name="firefox")
        trunk = self.factory.product_series(name="trunk", product=firefox)
        self.factory.task(product=firefox)
        self.factory.task(product_series=trunk)
        tasks = IBugTasks(self.context).all().filter(unresolved=True)
        self.assertEqual(
            ["firefox", "firefox/+series/trunk"], self.paths(tasks.get_target())
        )

    def test_cost_no_statement_of_their_own(self):
        """What a milestone is below rides in with it."""
        milestone = self.factory.milestone(distribution=self.factory.distribution())
        IMilestones(self.context).of([milestone]).need_url()
        self.assertEqual(1, self.context.plan().statements)

    def test_names_are_quoted(self):
        """Whatever is in them is one step of the path."""
        person = self.factory.person(name="a/b?c é")
        self.assertEqual(
            ["~a%2Fb%3Fc%20%C3%A9"], self.paths(IPersons(self.context).of([person]))
        )

    def test_of_who_is_hidden(self):
        """There is none: it would tell a name."""
        vault = self.factory.team([], visibility=PersonVisibility.PRIVATE)
        bugs = IBugs(self.context).of([self.factory.bug(reporter=vault)])
        bugs.get_reporters().need_url()
        self.context.realise()
        self.assertIsNone(canonical_path(ProxyFactory(bugs.one().reporter)))

    def test_not_asked_for(self):
        """The call to add is named, and whose URL it was."""
        distribution = self.factory.distribution()
        self.factory.milestone(distribution=distribution)
        milestones = IMilestones(self.context).all()
        self.context.realise()
        with self.assertRaises(NotRequested) as caught:
            canonical_path(milestones.first())
        self.assertIn(
            "Milestone.url was not asked for. Add .need_url() to the group built at ",
            str(caught.exception),
        )
        milestones.need_url()
        with self.assertRaises(NotRequested) as caught:
            canonical_path(milestones.first())
        self.context.realise()
        self.assertIsNotNone(canonical_path(milestones.first()))

    def test_parts_that_were_asked_for_do(self):
        """Whatever way what it is made of came, by whatever branch."""
        self.factory.milestone(name="1", distribution=self.factory.distribution())
        milestones = IMilestones(self.context).all()
        milestones.get_distribution()
        self.context.realise()
        with self.assertRaises(NotRequested):
            canonical_path(milestones.first())
        milestones.get_product()
        self.context.realise()
        self.assertIsNotNone(canonical_path(milestones.first()))

    def test_built_by_hand(self):
        """An entity of a test has one as well."""
        self.assertEqual("~ada", canonical_path(Person(name="ada")))
        self.assertEqual("cve/1999-8979", canonical_path(Cve(sequence="1999-8979")))

    def test_what_has_none(self):
        """Is refused when it is asked for, with the way out."""
        with self.assertRaises(NotAllowed) as caught:
            IEmailAddresses(self.context).need_url()
        self.assertEqual(
            "IEmailAddress has no URL. Register one: <persistence:url "
            "for=…IEmailAddress path=…/>.",
            str(caught.exception),
        )


class TestOverrides(unittest.TestCase):
    layer = MEMORY

    def setUp(self) -> None:
        zca.pushGlobalRegistry()
        self.addCleanup(zca.popGlobalRegistry)

    def register(self, interface: str, path: str, parent: str) -> None:
        """As an application does."""
        xmlconfig.string(
            f"""
            <configure
                xmlns:persistence="http://namespaces.lp-persistence.org/persistence"
                xmlns="http://namespaces.zope.org/zope">
              <include package="lp_persistence" file="meta.zcml" />
              <persistence:url for="lp_persistence.{interface}" path="{path}"
                  parent="{parent}" />
            </configure>
            """
        )

    def test_below_itself(self):
        """A path that would never end is refused when it is asked for."""
        self.register("people.interfaces.IPerson", "{name}", "team_owner")
        with self.assertRaises(Conflict) as caught:
            IPersons(Context()).need_url()
        self.assertEqual(
            "The URL of IPerson below IPerson would never end: see <persistence:url/>.",
            str(caught.exception),
        )

    def test_registered_later(self):
        """A path that was asked for is looked at again where another takes its
        place."""
        self.register("people.interfaces.IPerson", "{name}", "")
        IPersons(Context()).need_url()
        self.register("people.interfaces.IPerson", "{name}", "team_owner")
        with self.assertRaises(Conflict):
            IPersons(Context()).need_url()

    def test_below_what_is_hidden(self):
        """There is none: it would begin with a name, or lead somewhere else."""
        self.register("bugs.interfaces.IBugTask", "+task/{id}", "assignee")
        factory = TrackerFactory(self.layer["backend"])
        vault = factory.team([], visibility=PersonVisibility.PRIVATE)
        ada = factory.person(name="ada")
        hidden, seen, free = (
            factory.task(assignee=assignee) for assignee in (vault, ada, None)
        )
        context = Context()
        tasks = IBugTasks(context).of([hidden, seen, free]).need_url()
        context.realise()
        self.assertEqual(
            [None, f"~ada/+task/{seen}", f"+task/{free}"],
            [canonical_path(tasks[task]) for task in (hidden, seen, free)],
        )

    def test_made_of_what_is_not_there(self):
        """There is none: nothing is called None."""
        self.register("people.interfaces.IPerson", "{homepage}", "")
        grace = IPersons(context := Context()).of(
            [TrackerFactory(self.layer["backend"]).person(homepage=None)]
        )
        grace.need_url()
        context.realise()
        self.assertIsNone(canonical_path(grace.one()))

    def test_refused_as_a_whole(self):
        """Where a parent is no reference nothing is asked for."""
        self.register("bugs.interfaces.IBugTask", "+task/{id}", "status")
        tasks = IBugTasks(Context()).of([1])
        with self.assertRaises(UnknownName) as caught:
            tasks.need_url()
        self.assertIn("IBugTask has no reference 'status'", str(caught.exception))
        self.assertEqual({}, tasks.node.asked)
