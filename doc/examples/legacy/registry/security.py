"""Who may see persons and teams."""

from zope.component import adapter

from ..webapp.authorization import AuthorizationBase
from .interfaces.person import IPersonLimitedView, IPersonView
from .interfaces.pillar import IBugTarget, IMilestone


@adapter(IPersonView)
class ViewPersonOrTeam(AuthorizationBase):
    """Everybody, but a private team: who is in it, and administrators."""

    def checkUnauthenticated(self):
        """See ``IAuthorization``."""
        return not self.obj.private

    def checkAuthenticated(self, user):
        """See ``IAuthorization``."""
        return not self.obj.private or user.inTeam(self.obj) or user.in_admin


@adapter(IPersonLimitedView)
class LimitedViewPersonOrTeam(ViewPersonOrTeam):
    """As above: there is no public place where private teams are named."""


class Public(AuthorizationBase):
    """Everybody."""

    def checkUnauthenticated(self):
        """See ``IAuthorization``."""
        return True

    def checkAuthenticated(self, user):
        """See ``IAuthorization``."""
        return True


@adapter(IBugTarget)
class LimitedViewBugTarget(Public):
    """What bugs are reported in is public."""


@adapter(IMilestone)
class LimitedViewMilestone(Public):
    """And so is when they are to be solved."""
