"""What every page costs who has signed in, asked for by its address."""

from __future__ import annotations

import unittest
from typing import Any, Final

from zope.component import getGlobalSiteManager, provideHandler
from zope.publisher.interfaces import IEndRequestEvent

from lp_persistence.branding.interfaces import IFile
from lp_persistence.bugs.conversation.interfaces import (
    IAttachment,
    IBugActivity,
    IComment,
)
from lp_persistence.bugs.elsewhere.interfaces import IBugTracker, IBugWatch, ICve
from lp_persistence.bugs.enums import BugTaskStatus
from lp_persistence.bugs.interfaces import IBug, INomination
from lp_persistence.pillars.packages.interfaces import ISourcePackageName
from lp_persistence.publication.budgets import budget_of
from lp_persistence.publication.request import state_of
from lp_persistence.testing.pages import registered_pages
from lp_persistence.testing.tracker_factory import TrackerFactory
from lp_persistence.tracker.tests.site import TRACKER, sign_in, statements

#: By address the statements, the frame's among them. Each page that is registered
#: stands here, where it has all to show that it can; of several addresses the dearest
#: is what its budget says.
TABLE: Final = {
    "/": 8,
    "/bugs": 6,
    "/bugs?order=heat": 6,
    "/bugs?text=engine": 6,
    "/bugs?tag=crash": 6,
    "/bugs/1": 10,
    "/bugs/1/+comments": 6,
    "/bugs/1/+people": 6,
    "/bugs/1/+people?of=duplicates": 6,
    "/bugs/1/+people?of=teams": 6,
    "/bugs/1/+people?of=affected": 6,
    "/bugs/1/+activity": 7,
    "/bugs/1/+attachments": 6,
    "/bugs/1/+duplicates": 7,
    "/moz": 6,
    "/moz/+bugs": 7,
    "/fox": 8,
    "/fox/+bugs": 7,
    "/fox/+series/trunk": 8,
    "/fox/+series/trunk/+bugs": 8,
    "/fox/+milestone/1.0": 8,
    "/ubuntu": 8,
    "/buntu": 9,
    "/ubuntu/+bugs": 7,
    "/buntu/+bugs": 8,
    "/ubuntu/+series/hoary": 8,
    "/ubuntu/+series/hoary/+bugs": 8,
    "/ubuntu/+milestone/h1": 8,
    "/ubuntu/+source/evo": 6,
    "/ubuntu/+source/evo/+bugs": 7,
    "/ubuntu/+series/hoary/+source/evo": 6,
    "/ubuntu/+series/hoary/+source/evo/+bugs": 7,
    "/~ada": 6,
    "/~ada/+bugs": 8,
    "/~crew": 6,
    "/~crew/+bugs": 7,
    "/~crew/+members": 6,
    "/people": 5,
    "/people?name=ada": 5,
    "/search": 3,
    "/search?text=engine": 8,
    "/cve/1999-1": 7,
    "/+sign-in": 3,
}
PACKAGE: Final = 9


class TestTable(unittest.TestCase):
    layer = TRACKER

    def setUp(self) -> None:
        self.factory: TrackerFactory = self.layer["factory"]
        self.budgets: dict[str, Any] = {}
        provideHandler(self.note, (IEndRequestEvent,))
        self.addCleanup(
            getGlobalSiteManager().unregisterHandler, self.note, (IEndRequestEvent,)
        )

    def note(self, event: Any) -> None:
        """Keep the budget of the page that was asked for."""
        view = state_of(event.request).view
        self.budget = None if view is None else budget_of(view, event.request)

    def costs(self) -> dict[str, int]:
        """By address what each page costs now; notes their budgets."""
        self.factory.done()
        found = {}
        for address in TABLE:
            found[address] = statements(self.layer["app"].get(address))
            self.budgets[address] = self.budget
        return found

    def make_world(self) -> None:
        """One of everything."""
        factory = self.factory
        self.icon = factory.make(IFile)
        self.ada = factory.person(name="ada", displayname="Ada", icon=self.icon)
        self.crew = factory.team([self.ada], name="crew", team_owner=self.ada)
        sign_in(self.ada)
        self.ubuntu = factory.distribution(name="ubuntu")
        factory.alias("buntu", "ubuntu")
        self.hoary = factory.distro_series(name="hoary", distribution=self.ubuntu)
        factory.milestone(name="h1", distribution=self.ubuntu, distro_series=self.hoary)
        moz = factory.project(name="moz")
        self.fox = factory.product(name="fox", project_group=moz)
        self.trunk = factory.product_series(name="trunk", product=self.fox)
        self.milestone = factory.milestone(
            name="1.0", product=self.fox, product_series=self.trunk
        )
        self.layer["backend"].load(ISourcePackageName, [(PACKAGE, "evo")])
        self.cve = factory.make(ICve, sequence="1999-1")
        self.tracker = factory.make(IBugTracker, owner=self.ada)
        self.bug = factory.bug(id=1, title="engine", reporter=self.ada)
        self.grow(1)

    def grow(self, count: int) -> None:
        """So many more of all that pages list."""
        make, link, bug = self.factory.make, self.factory.link, self.bug
        index = make(IComment, bug=bug, index=0, author=self.ada)
        for _ in range(count):
            person = self.factory.person(displayname="engine", icon=self.icon)
            self.factory.join(self.crew, person)
            self.factory.team([self.ada], icon=self.icon, team_owner=self.ada)
            for edge in ("subscribers", "affected"):
                link(IBug[edge], bug, person)
            index += 1
            comment = make(
                IComment, bug=bug, index=index, author=person, visible=True, text="x"
            )
            file = make(IFile)
            make(IAttachment, bug=bug, comment=comment, file=file)
            make(IBugActivity, bug=bug, person=person)
            make(INomination, bug=bug, owner=person, distro_series=self.hoary)
            make(IBugWatch, bug=bug, tracker=self.tracker, owner=self.ada)
            link(IBug["cves"], bug, make(ICve))
            self.factory.bug(duplicate_of=bug, subscribers=[person])
            other = self.factory.bug(
                title="engine", reporter=self.ada, tags=("crash",), subscribers=[person]
            )
            link(IBug["cves"], other, self.cve)
            self.tasks(other, person)
        self.tasks(bug, self.ada)

    def tasks(self, bug: int, assignee: int) -> None:
        """A bug's tasks: one in each kind of place."""
        evo = {"source_package_name": PACKAGE}
        for place in (
            {"distribution": self.ubuntu},
            {"distribution": self.ubuntu, **evo},
            {"distro_series": self.hoary},
            {"distro_series": self.hoary, **evo},
            {"product": self.fox, "milestone": self.milestone},
            {"product_series": self.trunk},
        ):
            self.factory.task(
                bug=bug, assignee=assignee, status=BugTaskStatus.NEW, **place
            )

    def test_each_page_costs_what_stands_here(self):
        """With one of everything, and with a thousand."""
        self.make_world()
        found = [self.costs()]
        self.grow(1000)
        found.append(self.costs())
        self.assertEqual([TABLE, TABLE], found)
        dearest: dict[Any, int] = {}
        for address, number in TABLE.items():
            budget = self.budgets[address]
            dearest[budget] = max(number, dearest.get(budget, 0))
        self.assertEqual(
            {
                budget: budget.statements
                for page in registered_pages()
                if (budget := page.budget) is not None
            },
            dearest,
        )

    def test_no_page_takes_more_than_ten(self):
        """The middle one takes eight at most."""
        costs = sorted(TABLE.values())
        self.assertLessEqual(costs[-1], 10)
        self.assertLessEqual(costs[len(costs) // 2], 8)
