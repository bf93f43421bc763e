"""What people call bugs."""

from storm.properties import Int, Unicode
from storm.references import Reference

from ...services.stormbase import StormBase


class BugTag(StormBase):
    """A tag of a bug."""

    __storm_table__ = "bugtag"

    id = Int(primary=True)
    bug_id = Int(name="bug", allow_none=False)
    bug = Reference(bug_id, "Bug.id")
    tag = Unicode(allow_none=False)
