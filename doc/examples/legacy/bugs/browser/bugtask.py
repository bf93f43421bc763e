"""The form that changes a task."""

from lazr.lifecycle.event import ObjectModifiedEvent
from lazr.lifecycle.snapshot import Snapshot
from zope.browserpage.viewpagetemplatefile import ViewPageTemplateFile
from zope.component import getUtility
from zope.event import notify
from zope.interface import providedBy
from zope.publisher.browser import BrowserView

from ...registry.interfaces.person import IPersonSet
from ...webapp.authorization import check_permission
from ...webapp.url import canonical_url
from ...webapp.view import LegacyView
from ..enums import BugTaskStatus
from ..interfaces.bugtask import UserCannotEditBugTaskStatus


class BugTaskRedirectView(BrowserView):
    """``…/+bug/N``: a task is shown on the page of its bug."""

    def __call__(self):
        self.request.response.redirect(canonical_url(self.context.bug))
        return ""


class BugTaskEditView(LegacyView):
    """``…/+bug/N/+editstatus``: another status or assignee."""

    page_title = "Change a task"
    template = ViewPageTemplateFile("templates/editstatus.pt")
    statuses = [item for item in BugTaskStatus.items if item != BugTaskStatus.UNKNOWN]

    def initialize(self):
        """See ``LegacyView``."""
        self.errors = []
        if "field.actions.save" not in self.request.form:
            return
        status, assignee = self.read_form()
        if not self.errors:
            self.save(status, assignee)
        if not self.errors:
            self.redirect(self.context.bug)

    def read_form(self):
        """The status and assignee that the form names."""
        form = self.request.form
        status = assignee = None
        try:
            status = BugTaskStatus.getTermByToken(form.get("field.status", "")).value
        except LookupError:
            self.errors.append("There is no such status.")
        name = form.get("field.assignee", "").strip()
        if name:
            assignee = getUtility(IPersonSet).getByName(name)
            if assignee is None or not check_permission("launchpad.View", assignee):
                self.errors.append(f"There is nobody called {name}.")
        return status, assignee

    def save(self, status, assignee):
        """Change the task, and tell what has changed."""
        bugtask = self.context
        before = Snapshot(bugtask, providing=providedBy(bugtask))
        try:
            bugtask.transitionToStatus(status, self.user)
        except UserCannotEditBugTaskStatus as error:
            self.errors.append(f"Only the bug supervisor can say {error}.")
            return
        bugtask.transitionToAssignee(assignee)
        notify(ObjectModifiedEvent(bugtask, before, ["status", "assignee"]))
