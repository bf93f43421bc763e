"""The page that the tracker begins with."""

from __future__ import annotations

from typing import Any, Final

from zope.interface import implementer

from lp_persistence.pillars.interfaces import IDistributions
from lp_persistence.publication import IGroupView
from lp_persistence.tracker.frame import Listing, Page

#: So many distributions stand on a page.
LISTED: Final = 50


@implementer(IGroupView)
class HomePage(Page):
    """``/``: the distributions, by name."""

    heading = "Distributions"

    def prepare(self, context: Any) -> None:
        """See ``IPreparer``. Raises BadRequest for an ``after`` that none of
        our pages links to."""
        self.listing = Listing(self.request, self.root(IDistributions), size=LISTED)
        self.listing.group.need("title").get_branding()
