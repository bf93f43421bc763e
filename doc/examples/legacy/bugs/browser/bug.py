"""The page of a bug."""

from zope.browserpage.viewpagetemplatefile import ViewPageTemplateFile

from ...webapp.authorization import check_permission
from ...webapp.view import LegacyView


class BugView(LegacyView):
    """``/bugs/N``"""

    template = ViewPageTemplateFile("templates/bug.pt")

    @property
    def page_title(self):
        """See ``LegacyView``."""
        return f"Bug #{self.context.id}: {self.context.title}"

    @property
    def cache(self):
        """See ``LegacyView``."""
        return {"bug": self.context, "bugtasks": list(self.context.bugtasks)}

    @property
    def duplicates(self):
        """The bugs that are the same, if they may be seen."""
        return self.visible(self.context.duplicates)

    @property
    def subscriptions(self):
        """Who is told, with whether the user may end that."""
        seen = set()
        for subscription in self.context.subscriptions:
            person = subscription.person
            if person.id in seen or not self.visible([person]):
                continue
            seen.add(person.id)
            yield {
                "person": person,
                "by": subscription.display_subscribed_by,
                "can_end": subscription.canBeUnsubscribedByUser(self.user),
            }

    @property
    def also_notified(self):
        """Who is told because they subscribed to a duplicate."""
        return self.visible(self.context.getSubscribersFromDuplicates())

    @property
    def affected(self):
        """Whom it affects."""
        return self.visible(self.context.users_affected)

    @property
    def comments(self):
        """What was said after the description."""
        return [
            message
            for message in self.context.bug_messages
            if message.index > 0 and message.visible
        ]

    def visible(self, objects):
        """Those that the user may see."""
        return [
            obj for obj in objects if check_permission("launchpad.LimitedView", obj)
        ]


class BugSubscribeView(LegacyView):
    """``/bugs/N/+subscribe``: have yourself told, or not any more."""

    page_title = "Subscription"
    template = ViewPageTemplateFile("templates/subscribe.pt")

    def initialize(self):
        """See ``LegacyView``."""
        if "field.actions.subscribe" in self.request.form:
            self.context.subscribe(self.user, self.user)
        elif "field.actions.unsubscribe" in self.request.form:
            self.context.unsubscribe(self.user, self.user)
        else:
            return
        self.redirect(self.context)
