"""What changed about bugs."""

from datetime import UTC

from storm.properties import DateTime, Int, Unicode
from storm.references import Reference
from zope.interface import implementer

from ...services.constants import UTC_NOW
from ...services.stormbase import StormBase
from ..interfaces.bug import IBugActivity


@implementer(IBugActivity)
class BugActivity(StormBase):
    """See ``IBugActivity``."""

    __storm_table__ = "bugactivity"

    id = Int(primary=True)
    bug_id = Int(name="bug", allow_none=False)
    bug = Reference(bug_id, "Bug.id")
    datechanged = DateTime(
        tzinfo=UTC, allow_none=False, default_factory=lambda: UTC_NOW
    )
    person_id = Int(name="person", allow_none=False)
    person = Reference(person_id, "Person.id")
    whatchanged = Unicode(allow_none=False)
    oldvalue = Unicode()
    newvalue = Unicode()

    def __init__(self, bug, person, whatchanged, oldvalue, newvalue):
        self.bug = bug
        self.person = person
        self.whatchanged = whatchanged
        self.oldvalue = oldvalue
        self.newvalue = newvalue
