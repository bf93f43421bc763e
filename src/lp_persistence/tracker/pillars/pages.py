"""The pages of pillars."""

from __future__ import annotations

from typing import Any, Final

from zope.browserpage.viewpagetemplatefile import ViewPageTemplateFile
from zope.interface import implementer

from lp_persistence.pillars.interfaces import IDistributions, IProducts, IProjects
from lp_persistence.publication import IGroupView
from lp_persistence.tracker.frame import IBugRow, IPersonLink, IPillarLink, Page
from lp_persistence.tracker.pillars.interfaces import IPillarHeading

#: So many of its hottest bugs shows the page of a pillar.
HOT: Final = 20


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
        self.products = projects.get_products(active=True).need(IPillarLink)
        self._bugs = [
            pillars.hot_bugs(limit=HOT).need(IBugRow)
            for pillars in (distributions, products)
        ]
        for bugs in self._bugs:
            people = bugs.get_subscribers()
            people.update(bugs.get_assignees())
            people.update(bugs.get_reporters())
            people.need(IPersonLink)

    @property
    def pillar(self) -> Any:
        return next(iter(self.context))

    @property
    def bugs(self) -> list[Any]:
        """The hottest bugs of it, whatever it is."""
        return [bug for bugs in self._bugs for bug in bugs]

    @property
    def heading(self) -> str:
        name: str = self.pillar.displayname
        return name

    def __call__(self) -> Any:
        if self.pillar in IProjects(self.context):
            return self.project_template()
        return self.pillar_template()
