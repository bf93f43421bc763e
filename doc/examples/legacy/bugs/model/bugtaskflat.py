"""A task with what searches need of its bug; triggers of the database keep it so."""

from datetime import UTC

from storm.properties import Bool, DateTime, Int
from storm.references import Reference

from ...services.enumcol import DBEnum
from ...services.stormbase import StormBase
from ..enums import (
    BugTaskImportance,
    BugTaskStatus,
    BugTaskStatusSearch,
    InformationType,
)


class BugTaskFlat(StormBase):
    """Searches read it alone; nobody writes it."""

    __storm_table__ = "bugtaskflat"

    bugtask_id = Int(name="bugtask", primary=True)
    bugtask = Reference(bugtask_id, "BugTask.id")
    bug_id = Int(name="bug", allow_none=False)
    bug = Reference(bug_id, "Bug.id")
    datecreated = DateTime(tzinfo=UTC)
    duplicateof_id = Int(name="duplicateof")
    information_type = DBEnum(enum=InformationType, allow_none=False)
    heat = Int(allow_none=False)
    product_id = Int(name="product")
    productseries_id = Int(name="productseries")
    distribution_id = Int(name="distribution")
    distroseries_id = Int(name="distroseries")
    sourcepackagename_id = Int(name="sourcepackagename")
    status = DBEnum(enum=(BugTaskStatus, BugTaskStatusSearch), allow_none=False)
    importance = DBEnum(enum=BugTaskImportance, allow_none=False)
    assignee_id = Int(name="assignee")
    milestone_id = Int(name="milestone")
    active = Bool(allow_none=False)
