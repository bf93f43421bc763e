"""The pages of pillars."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from zope.browserpage.viewpagetemplatefile import ViewPageTemplateFile
from zope.interface import implementer

from lp_persistence.bugs.interfaces import IBugs
from lp_persistence.pillars.interfaces import IDistributions, IProducts, IProjects
from lp_persistence.publication import IGroupView
from lp_persistence.tracker.frame import IPersonLink, IPillarLink, Page
from lp_persistence.tracker.frame.shown import NAMED, People
from lp_persistence.tracker.pillars.interfaces import IHotBug, IPillarHeading

#: So many of its hottest bugs shows the page of a pillar.
HOT: Final = 20
#: And so many of its series.
SERIES: Final = 40


@implementer(IGroupView)
class PillarPage(Page):
    """``/NAME``: a distribution or product with its hottest bugs and their
    people, or a project group with the products that are worked on."""

    pillar_template = ViewPageTemplateFile("pillar.pt")
    project_template = ViewPageTemplateFile("project.pt")

    def prepare(self, context: Any) -> None:
        """See ``IPreparer``."""
        distributions: Any = IDistributions(self.context)
        products: Any = IProducts(self.context)
        projects: Any = IProjects(self.context)
        for pillars in (distributions, products, projects):
            pillars.need(IPillarHeading)
        # The viewer is asked once: for the name's rule, and for that of bugs.
        self.root(IBugs).of(()).all()
        context.realise()
        self.products: Any = ()
        self.bugs: Any = ()
        if len(projects):
            self.products = projects.get_products(active=True).need(IPillarLink)
        for pillars in (distributions, products):
            if len(pillars):
                self._need_bugs(pillars.hot_bugs(limit=HOT))
                # One more than is shown tells whether there are more.
                self._series = pillars.get_series(limit=SERIES + 1, each=True)
                self._series.need_url()

    def _need_bugs(self, bugs: Any) -> None:
        self.bugs = bugs.need(IHotBug)
        self._subscribers = bugs.get_subscribers(limit=NAMED, each=True)
        people = bugs.get_assignees()
        people.update(self._subscribers)
        people.update(bugs.get_reporters())
        people.need(IPersonLink)

    @property
    def series(self) -> Sequence[Any]:
        """The first of its series."""
        return tuple(self._series)[:SERIES]

    @property
    def has_more_series(self) -> bool:
        return len(self._series) > SERIES

    def subscribers(self, bug: Any) -> People:
        """The first of those who are subscribed to a bug."""
        return self.people(self._subscribers.reached_from(bug), bug.subscriber_count)

    @property
    def pillar(self) -> Any:
        return next(iter(self.context))

    @property
    def heading(self) -> str:
        name: str = self.pillar.displayname
        return name

    def __call__(self) -> Any:
        if self.pillar in IProjects(self.context):
            return self.project_template()
        return self.pillar_template()
