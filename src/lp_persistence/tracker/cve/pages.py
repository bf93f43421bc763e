"""The page of a vulnerability."""

from __future__ import annotations

from typing import Any

from zope.interface import implementer

from lp_persistence.bugs.interfaces import IBugs
from lp_persistence.publication import IGroupView
from lp_persistence.tracker.bugs.rows import (
    ListedBug,
    ShowsBugs,
    listed,
    need_listed,
)
from lp_persistence.tracker.cve.interfaces import ICveHeading
from lp_persistence.tracker.frame import Listing, Page


@implementer(IGroupView)
class CvePage(ShowsBugs, Page):
    """``/cve/SEQUENCE``: a vulnerability and the bugs that speak of it, the
    hottest first."""

    def prepare(self, context: Any) -> None:
        """See ``IPreparer``. Raises BadRequest for a foreign ``after``."""
        self.context.need(ICveHeading)
        bugs = self.root(IBugs).filter(cves=self.context).ordered_by("-heat")
        self.size = bugs.size()
        self.listing = Listing(self.request, bugs)
        need_listed(self.listing.group)

    @property
    def cve(self) -> Any:
        return self.context.one()

    @property
    def heading(self) -> str:
        return f"CVE-{self.cve.sequence}"

    @property
    def bugs(self) -> list[ListedBug]:
        """Those on this page."""
        return [listed(self, bug) for bug in self.listing.members]
