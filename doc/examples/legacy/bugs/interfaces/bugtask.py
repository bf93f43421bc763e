"""Tasks: what is to be done about a bug, and where."""

from lazr.lifecycle.snapshot import doNotSnapshot
from zope.interface import Attribute, Interface
from zope.schema import Bool, Choice, Datetime, Int, TextLine

from ...registry.interfaces.person import IPerson
from ...registry.interfaces.pillar import IBugTarget, IMilestone
from ...webapp.fields import Reference, exported
from ..enums import BugTaskImportance, BugTaskStatus
from .bug import IBug


class IBugTaskView(Interface):
    """What those may ask who see the bug."""

    id = Int(title="Id")
    bug = exported(Reference(title="The bug", schema=IBug))
    target = exported(Reference(title="Where it is to be solved", schema=IBugTarget))
    status = exported(Choice(title="How far the work is", vocabulary=BugTaskStatus))
    importance = exported(
        Choice(title="How much it matters", vocabulary=BugTaskImportance)
    )
    assignee = exported(Reference(title="Who does it", schema=IPerson))
    milestone = exported(Reference(title="When it is to be done", schema=IMilestone))
    owner = exported(Reference(title="Who asked for it", schema=IPerson))
    datecreated = exported(Datetime(title="When that was"), "date_created")
    bugtargetname = Attribute("Names the target in texts.")
    bugtargetdisplayname = exported(
        doNotSnapshot(TextLine(title="Names the target in pages")),
        "bug_target_display_name",
    )
    is_complete = exported(doNotSnapshot(Bool(title="Whether the work is over")))


class IBugTaskEdit(Interface):
    """What those may do who see the bug and signed in."""

    def transitionToStatus(new_status, user):
        """Have another status, since now. Raises UserCannotEditBugTaskStatus."""

    def transitionToAssignee(assignee):
        """Have somebody do it, or nobody."""


class IBugTask(IBugTaskView, IBugTaskEdit):
    """A task of a bug."""


class UserCannotEditBugTaskStatus(Exception):
    """This status is given by those alone who keep the bugs of the target."""


class IBugTaskSet(Interface):
    """All tasks."""

    def search(params):
        """The tasks that ``BugTaskSearchParams`` ask for and their user may see."""
