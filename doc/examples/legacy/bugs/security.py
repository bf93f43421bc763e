"""Who may see and change bugs and what belongs to them."""

from zope.component import adapter

from ..webapp.authorization import AuthorizationBase
from .interfaces.bug import (
    IBug,
    IBugActivity,
    IBugAttachment,
    IBugMessage,
    IBugSubscription,
)
from .interfaces.bugtask import IBugTask


@adapter(IBug)
class ViewBug(AuthorizationBase):
    """Who may see it."""

    def checkUnauthenticated(self):
        """See ``IAuthorization``."""
        return self.obj.userCanView(None)

    def checkAuthenticated(self, user):
        """See ``IAuthorization``."""
        return self.obj.userCanView(user.person)


@adapter(IBug)
class LimitedViewBug(ViewBug):
    """That there is a bug is as private as the bug."""


@adapter(IBug)
class EditBug(AuthorizationBase):
    """Everybody who may see it and signed in."""

    def checkAuthenticated(self, user):
        """See ``IAuthorization``."""
        return self.obj.userCanView(user.person)


class WithBug(AuthorizationBase):
    """What belongs to a bug is for those who have the permission on that."""

    permission = "launchpad.View"

    def checkUnauthenticated(self):
        """See ``IAuthorization``."""
        return self.forwardCheck(self.obj.bug, self.permission, None)

    def checkAuthenticated(self, user):
        """See ``IAuthorization``."""
        return self.forwardCheck(self.obj.bug, self.permission, user)


@adapter(IBugTask)
class ViewBugTask(WithBug):
    """A task."""


@adapter(IBugTask)
class EditBugTask(WithBug):
    """Changing one."""

    permission = "launchpad.Edit"


@adapter(IBugSubscription)
class ViewBugSubscription(WithBug):
    """Who is told of it."""


@adapter(IBugMessage)
class ViewBugMessage(WithBug):
    """What was said."""


@adapter(IBugAttachment)
class ViewBugAttachment(WithBug):
    """What was attached."""


@adapter(IBugActivity)
class ViewBugActivity(WithBug):
    """What changed."""
