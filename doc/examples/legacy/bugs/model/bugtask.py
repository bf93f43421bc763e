"""Tasks of bugs."""

from datetime import UTC

from storm.properties import DateTime, Int
from storm.references import Reference
from zope.interface import implementer

from ...services.constants import UTC_NOW
from ...services.enumcol import DBEnum
from ...services.stormbase import StormBase
from ..enums import (
    DB_INCOMPLETE_STATUSES,
    DB_UNRESOLVED_STATUSES,
    BugTaskImportance,
    BugTaskStatus,
    BugTaskStatusSearch,
)
from ..interfaces.bugtask import IBugTask, UserCannotEditBugTaskStatus

#: Given by those alone who keep the bugs of the target.
BUG_SUPERVISOR_STATUSES = (BugTaskStatus.WONTFIX, BugTaskStatus.TRIAGED)


@implementer(IBugTask)
class BugTask(StormBase):
    """See ``IBugTask``."""

    __storm_table__ = "bugtask"

    id = Int(primary=True)
    bug_id = Int(name="bug", allow_none=False)
    bug = Reference(bug_id, "Bug.id")
    product_id = Int(name="product")
    product = Reference(product_id, "Product.id")
    productseries_id = Int(name="productseries")
    productseries = Reference(productseries_id, "ProductSeries.id")
    distribution_id = Int(name="distribution")
    distribution = Reference(distribution_id, "Distribution.id")
    distroseries_id = Int(name="distroseries")
    distroseries = Reference(distroseries_id, "DistroSeries.id")
    sourcepackagename_id = Int(name="sourcepackagename")
    sourcepackagename = Reference(sourcepackagename_id, "SourcePackageName.id")
    milestone_id = Int(name="milestone")
    milestone = Reference(milestone_id, "Milestone.id")
    _status = DBEnum(
        name="status", enum=(BugTaskStatus, BugTaskStatusSearch), allow_none=False
    )
    importance = DBEnum(enum=BugTaskImportance, allow_none=False)
    assignee_id = Int(name="assignee")
    assignee = Reference(assignee_id, "Person.id")
    owner_id = Int(name="owner", allow_none=False)
    owner = Reference(owner_id, "Person.id")
    datecreated = DateTime(tzinfo=UTC)
    date_assigned = DateTime(tzinfo=UTC)
    date_closed = DateTime(tzinfo=UTC)

    def __repr__(self):
        return f"<BugTask {self.id} of bug {self.bug_id}>"

    @property
    def status(self):
        """See ``IBugTaskView``."""
        if self._status in DB_INCOMPLETE_STATUSES:
            return BugTaskStatus.INCOMPLETE
        return self._status

    @property
    def is_complete(self):
        """See ``IBugTaskView``."""
        return self._status not in DB_UNRESOLVED_STATUSES

    @property
    def target(self):
        """See ``IBugTaskView``."""
        if self.product is not None:
            return self.product
        if self.productseries is not None:
            return self.productseries
        place = self.distribution or self.distroseries
        if self.sourcepackagename is not None:
            return place.getSourcePackage(self.sourcepackagename)
        return place

    @property
    def pillar(self):
        """The distribution or product that it is in."""
        series = self.productseries or self.distroseries
        return self.product or self.distribution or series.parent

    @property
    def bugtargetname(self):
        """See ``IBugTaskView``."""
        return self.target.bugtargetname

    @property
    def bugtargetdisplayname(self):
        """See ``IBugTaskView``."""
        return self.target.bugtargetdisplayname

    def userHasBugSupervisorPrivileges(self, user):
        """Whether a person keeps the bugs of the target."""
        pillar = self.pillar
        return user.inTeam(pillar.owner) or user.inTeam(pillar.bug_supervisor)

    def transitionToStatus(self, new_status, user):
        """See ``IBugTaskEdit``."""
        if (
            new_status in BUG_SUPERVISOR_STATUSES
            and not self.userHasBugSupervisorPrivileges(user)
        ):
            raise UserCannotEditBugTaskStatus(new_status.title)
        was_complete = self.is_complete
        self._status = new_status
        if self.is_complete != was_complete:
            self.date_closed = UTC_NOW if self.is_complete else None

    def transitionToAssignee(self, assignee):
        """See ``IBugTaskEdit``."""
        if assignee != self.assignee:
            self.assignee = assignee
            self.date_assigned = None if assignee is None else UTC_NOW
