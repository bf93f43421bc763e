"""The pages of pillars."""

from __future__ import annotations

from typing import Any, Final

from zope.interface import implementer

from lp_persistence.publication import IGroupView
from lp_persistence.tracker.frame import IBugRow, IPersonLink, Page
from lp_persistence.tracker.pillars.interfaces import IDistributionHeading

#: So many of its hottest bugs shows the page of a distribution.
HOT: Final = 20


@implementer(IGroupView)
class DistributionPage(Page):
    """``/NAME``: a distribution, its hottest bugs and their people."""

    def prepare(self, context: Any) -> None:
        """See ``IPreparer``."""
        self.context.need(IDistributionHeading)
        bugs = self.context.hot_bugs(limit=HOT).need(IBugRow)
        people = bugs.get_subscribers()
        people.update(bugs.get_assignees())
        people.update(bugs.get_reporters())
        people.need(IPersonLink)
        self.bugs = bugs

    @property
    def distribution(self) -> Any:
        return self.context.one()

    @property
    def heading(self) -> str:
        name: str = self.distribution.displayname
        return name
