"""Where paths lead."""

from __future__ import annotations

import unittest

from zope.component import provideAdapter
from zope.interface import Interface, implementer
from zope.publisher.browser import BrowserView
from zope.publisher.interfaces.browser import IBrowserRequest
from zope.security.checker import NamesChecker, defineChecker, undefineChecker

from lp_persistence.branding.interfaces import IFile
from lp_persistence.bugs.elsewhere.interfaces import ICve, ICves
from lp_persistence.bugs.enums import InformationType
from lp_persistence.interfaces import IContext
from lp_persistence.people.interfaces import IPersons
from lp_persistence.pillars.packages.interfaces import (
    IDistributionSourcePackages,
    ISourcePackages,
)
from lp_persistence.pillars.series.interfaces import IDistroSeriesSet, IMilestones
from lp_persistence.publication import IGroupView
from lp_persistence.tracker.frame import Step
from lp_persistence.tracker.pillars.interfaces import ISeriesOfPillars
from lp_persistence.tracker.tests.site import (
    TRACKER,
    hot_bug,
    sign_in,
    statements,
    texts,
)


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
        for name in ("x", "0", "-1", "07", "1.5", "9" * 30, "%D9%A3", "+1"):
            page = self.get(f"/bugs/{name}", 404)
            self.assertEqual(statements(page), 0, name)

    def test_pages_are_found_by_their_names_alone(self):
        """Not as views of a namespace, which would look past the step."""
        self.layer["factory"].distribution(name="ubuntu")
        self.get("/ubuntu/index.html")
        for path in ("/ubuntu/@@index.html", "/nothing/@@index.html"):
            self.get(path, 404)

    def test_another_name_of_a_pillar(self):
        """Leads to its pages, and to what is behind them; links have its own."""
        factory = self.layer["factory"]
        ubuntu = factory.distribution(name="ubuntu", displayname="Ubuntu")
        factory.distro_series(name="warty", distribution=ubuntu)
        factory.alias("buntu", "ubuntu")
        page = self.get("/buntu")
        self.assertEqual(texts(page, "h1"), ["Ubuntu"])
        self.assertIn('href="/ubuntu/+bugs"', page.text)
        page = self.get("/buntu/+series/warty")
        self.assertEqual(texts(page, "h1"), ["Ubuntu warty"])
        self.assertEqual(texts(self.get("/buntu/+bugs"), "h1"), ["Bugs of Ubuntu"])

    def test_another_name_takes_a_statement_more(self):
        """What it stands for is looked up: nine signed in, as the budget says."""
        factory = self.layer["factory"]
        ada = factory.person(icon=factory.make(IFile))
        hot_bug(factory, factory.distribution(name="ubuntu"), subscribers=[ada])
        factory.alias("buntu", "ubuntu")
        sign_in(ada)
        self.assertEqual(
            [8, 9], [statements(self.get(path)) for path in ("/ubuntu", "/buntu")]
        )

    def test_what_is_not_active_is_for_admins(self):
        """By its name, and behind it."""
        factory = self.layer["factory"]
        ada = factory.person()
        factory.team([ada], name="admins")
        cobweb = factory.product(name="cobweb", displayname="Cobweb", active=False)
        factory.product_series(name="trunk", product=cobweb)
        paths = ("/cobweb", "/cobweb/+bugs", "/cobweb/+series/trunk")
        for path in paths:
            self.get(path, 404)
        sign_in(factory.person())
        for path in paths:
            self.get(path, 404)
        sign_in(ada)
        for path in paths:
            self.assertIn("Cobweb", texts(self.get(path), "h1")[0])

    def test_a_name_is_a_pillar_of_whatever_kind(self):
        """Each with what there is to show of its kind."""
        factory = self.layer["factory"]
        group = factory.project(name="gnome", displayname="GNOME")
        factory.product(name="evince", displayname="Evince", project_group=group)
        self.assertEqual(texts(self.get("/evince"), "h1"), ["Evince"])
        self.assertEqual(texts(self.get("/evince"), "h2"), ["Hottest bugs"])
        page = self.get("/gnome")
        self.assertEqual(texts(page, "h2"), ["Products"])
        self.assertEqual(page.click("Evince").html.h1.text, "Evince")


@implementer(IGroupView)
class Told(BrowserView):
    """What a path led to, in a line."""

    def prepare(self, context):
        """Nothing but what comes with every member."""

    def __call__(self):
        return ", ".join(repr(each) for each in self.context)


class Both(Told, Step):
    """A page about a person, and a step to the teams that they are in."""

    def find(self, name):
        """See ``Step``."""
        return IPersons(IContext(self.request)).filter(name=name, members=self.context)


class TestSteps(unittest.TestCase):
    """Where steps lead, whatever page stands there."""

    layer = TRACKER

    def setUp(self):
        for groups in (
            IDistroSeriesSet,
            IMilestones,
            IDistributionSourcePackages,
            ISourcePackages,
            ISeriesOfPillars,
            ICves,
        ):
            provideAdapter(Told, (groups, IBrowserRequest), Interface, "index.html")
        defineChecker(Told, NamesChecker(["__call__"]))
        self.addCleanup(undefineChecker, Told)
        factory = self.layer["factory"]
        self.ubuntu = factory.distribution(name="ubuntu")
        evince = factory.product(name="evince")
        self.trunk = factory.distro_series(name="trunk", distribution=self.ubuntu)
        self.other = factory.product_series(name="trunk", product=evince)
        self.milestone = factory.milestone(name="1.0", distribution=self.ubuntu)
        self.elsewhere = factory.milestone(name="1.0", product=evince)
        self.vim = factory.package_name(name="vim")
        factory.make(ICve, sequence="1999-8979")
        factory.done()

    def found(self, path):
        """What a path leads to, and in how many statements."""
        page = self.layer["app"].get(path)
        return page.text, statements(page)

    def test_series(self):
        """Of a distribution, and one of that name of a product."""
        self.assertEqual(
            self.found("/ubuntu/+series/trunk"), (f"<DistroSeries {self.trunk}>", 2)
        )
        self.assertEqual(
            self.found("/evince/+series/trunk"), (f"<ProductSeries {self.other}>", 2)
        )

    def test_milestones(self):
        """Of a distribution, and one of that name of a product."""
        for pillar, milestone in (
            ("ubuntu", self.milestone),
            ("evince", self.elsewhere),
        ):
            self.assertEqual(
                self.found(f"/{pillar}/+milestone/1.0"), (f"<Milestone {milestone}>", 2)
            )

    def test_source_packages(self):
        """Of a distribution, and of one of its series."""
        self.assertEqual(
            self.found("/ubuntu/+source/vim"),
            (f"<DistributionSourcePackage ({self.ubuntu}, {self.vim})>", 1),
        )
        self.assertEqual(
            self.found("/ubuntu/+series/trunk/+source/vim"),
            (f"<SourcePackage ({self.trunk}, {self.vim})>", 1),
        )

    def test_a_page_may_be_a_step(self):
        """Where the path ends there it needs what led to it."""
        provideAdapter(Both, (IPersons, IBrowserRequest), Interface, "+both")
        defineChecker(
            Both, NamesChecker(["__call__", "publishTraverse", "browserDefault"])
        )
        self.addCleanup(undefineChecker, Both)
        factory = self.layer["factory"]
        ada = factory.person(name="ada", displayname="Ada")
        factory.team([ada], name="crew", displayname="Crew")
        factory.done()
        self.assertEqual(self.found("/~ada/+both"), (f"<Person {ada}>", 1))
        self.layer["app"].get("/~zoe/+both", status=404)
        page = self.layer["app"].get("/~ada/+both/crew")
        self.assertEqual(texts(page, "h1"), ["Crew"])
        self.layer["app"].get("/~zoe/+both/crew", status=404)

    def test_vulnerabilities(self):
        """By their numbers."""
        self.assertEqual(self.found("/cve/1999-8979")[1], 1)

    def test_what_is_not_there_is_not_found_at_any_step(self):
        """The pillar, what is behind it, and a step that leads nowhere."""
        for path in (
            "/nothing/+series/trunk",
            "/ubuntu/+series/nothing",
            "/ubuntu/+series",
            "/ubuntu/+milestone/2.0",
            "/evince/+source/vim",
            "/ubuntu/+series/trunk/+series/trunk",
            "/ubuntu/+series/nothing/+source/vim",
            "/cve",
            "/cve/1999-1",
            "/bugs/1/+series/trunk",
        ):
            self.layer["app"].get(path, status=404)


class TestViewer(unittest.TestCase):
    layer = TRACKER

    def test_nobody_has_no_name_to_show(self):
        """But a way in."""
        page = self.layer["app"].get("/")
        self.assertEqual(texts(page, ".viewer"), ["Sign in"])

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
        page = self.layer["app"].get("/")
        self.assertEqual(texts(page, ".viewer"), ["Sign in"])
