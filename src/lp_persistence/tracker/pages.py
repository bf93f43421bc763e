"""The pages of the tracker."""

from __future__ import annotations

from typing import Any, Final
from urllib.parse import urlencode

from zope.interface import implementer
from zope.publisher.interfaces import BadRequest
from zope.security.proxy import ProxyFactory

from lp_persistence.errors import InvalidKey
from lp_persistence.pillars.interfaces import IDistributions
from lp_persistence.publication import IGroupView
from lp_persistence.tracker.interfaces import IBugRow, IDistributionHeading
from lp_persistence.tracker.page import Page

#: So many of its hottest bugs shows the page of a distribution.
HOT: Final = 20
#: So many distributions stand on a page of the index.
LISTED: Final = 50


@implementer(IGroupView)
class IndexPage(Page):
    """``/``: the distributions, by name."""

    heading = "Distributions"

    def prepare(self, context: Any) -> None:
        """See ``IPreparer``. Raises BadRequest for an ``after`` that none of
        our pages links to."""
        distributions = IDistributions(context)
        after = self.request.form.get("after")
        if after is not None:
            distributions = self._behind(distributions, after)
        # One more than is shown tells whether there is a next page.
        distributions = distributions.limit(LISTED + 1)
        distributions.need("title").get_branding()
        self._found = ProxyFactory(distributions)

    def _behind(self, distributions: Any, after: object) -> Any:
        try:
            if isinstance(after, str):
                return distributions.after(after)
        except InvalidKey:
            pass
        raise BadRequest(
            "What follows “after” in the address is not what the tracker put "
            "there. Begin with the first page."
        )

    @property
    def distributions(self) -> tuple[Any, ...]:
        return tuple(self._found)[:LISTED]

    @property
    def next_address(self) -> str | None:
        """The address of the page behind this one, if there is one."""
        if len(self._found) <= LISTED:
            return None
        key = self._found.key(self.distributions[-1])
        return f"{self.base}/?{urlencode({'after': key})}"


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
        people.get_branding()
        self.bugs = bugs

    @property
    def distribution(self) -> Any:
        return self.context.one()

    @property
    def heading(self) -> str:
        name: str = self.distribution.displayname
        return name
