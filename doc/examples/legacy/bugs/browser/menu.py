"""What can be done with a bug."""

from ...webapp.authorization import check_permission
from ...webapp.menu import ContextMenu, Link
from ...webapp.url import canonical_url


class BugContextMenu(ContextMenu):
    """Stands beside the page of a bug."""

    links = ("subscription", "duplicate_of", "affects")

    def subscription(self):
        """``+subscribe``"""
        enabled = check_permission("launchpad.Edit", self.context)
        if not self.context.isSubscribed(self.user):
            return Link("+subscribe", "Subscribe", enabled)
        text = "Unsubscribe"
        if self.context.isMuted(self.user):
            text = "Unsubscribe (muted)"
        return Link("+subscribe", text, enabled)

    def duplicate_of(self):
        """The other bug, where this is the same."""
        other = self.context.duplicateof
        if other is None or not check_permission("launchpad.View", other):
            return Link("", "", enabled=False)
        return Link(canonical_url(other), f"Duplicate of #{other.id}")

    def affects(self):
        """Who else has it."""
        count = self.context.users_affected.count()
        text = f"Affects {count} people"
        if self.context.isUserAffected(self.user):
            text = f"Affects you and {count - 1} other people"
        return Link("#affected", text, count > 0)
