"""Listings of bugs."""

from zope.browserpage.viewpagetemplatefile import ViewPageTemplateFile
from zope.component import getUtility

from ...registry.interfaces.pillar import IBugTarget
from ...webapp.batching import BatchNavigator
from ...webapp.url import canonical_url
from ...webapp.view import LegacyView
from ..interfaces.bugtask import IBugTaskSet
from ..model.bugtasksearch import ORDERS, BugTaskSearchParams


class BugListingItem:
    """A row of a listing; templates read it as ``item``."""

    def __init__(self, bugtask):
        self.bugtask = bugtask
        self.bug = bugtask.bug

    @property
    def tags(self):
        """What people call the bug, with addresses of others called so."""
        pillar = canonical_url(self.bugtask.target)
        return [
            {"name": tag, "url": f"{pillar}/+bugs?field.tag={tag}"}
            for tag in self.bug.tags
        ]

    @property
    def badges(self):
        """What there is to know at a glance."""
        badges = []
        if self.bug.private:
            badges.append("private")
        if self.bug.latest_patch_uploaded is not None:
            badges.append("patch")
        if len(self.bug.bugtasks) > 1:
            badges.append("elsewhere")
        return badges


class BugListingView(LegacyView):
    """``/+bugs``, ``…/+bugs``: open bugs, the hottest first."""

    template = ViewPageTemplateFile("templates/listing.pt")

    @property
    def target(self):
        """Where they are to be solved; None for all places."""
        return self.context if IBugTarget.providedBy(self.context) else None

    @property
    def page_title(self):
        """See ``LegacyView``."""
        if self.target is None:
            return "Bugs"
        return f"Bugs in {self.target.bugtargetdisplayname}"

    def initialize(self):
        """See ``LegacyView``."""
        orderby = self.request.form.get("orderby")
        params = BugTaskSearchParams(
            self.user,
            target=self.target,
            tag=self.request.form.get("field.tag"),
            orderby=orderby if orderby in ORDERS else "-heat",
        )
        found = getUtility(IBugTaskSet).search(params)
        self.batchnav = BatchNavigator(found, self.request)

    @property
    def items(self):
        """The rows of the batch."""
        return [BugListingItem(bugtask) for bugtask in self.batchnav.currentBatch()]

    @property
    def cache(self):
        """See ``LegacyView``."""
        return {
            "bugtasks": [item.bugtask for item in self.items],
            "bugs": [item.bug for item in self.items],
        }
