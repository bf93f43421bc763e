"""What persons have to do with bugs: told of them, silent, affected."""

from datetime import UTC

from storm.properties import Bool, DateTime, Int
from storm.references import Reference
from zope.interface import implementer

from ...services.constants import UTC_NOW
from ...services.enumcol import DBEnum
from ...services.stormbase import StormBase
from ..enums import BugNotificationLevel
from ..interfaces.bug import IBugSubscription


@implementer(IBugSubscription)
class BugSubscription(StormBase):
    """See ``IBugSubscription``; there may be two of the same."""

    __storm_table__ = "bugsubscription"

    id = Int(primary=True)
    bug_id = Int(name="bug", allow_none=False)
    bug = Reference(bug_id, "Bug.id")
    person_id = Int(name="person", allow_none=False)
    person = Reference(person_id, "Person.id")
    subscribed_by_id = Int(name="subscribed_by", allow_none=False)
    subscribed_by = Reference(subscribed_by_id, "Person.id")
    bug_notification_level = DBEnum(
        enum=BugNotificationLevel,
        allow_none=False,
        default=BugNotificationLevel.COMMENTS,
    )
    date_created = DateTime(
        tzinfo=UTC, allow_none=False, default_factory=lambda: UTC_NOW
    )

    def __init__(self, bug, person, subscribed_by):
        self.bug = bug
        self.person = person
        self.subscribed_by = subscribed_by

    @property
    def display_subscribed_by(self):
        """See ``IBugSubscription``."""
        if self.person == self.subscribed_by:
            return "Self-subscribed"
        return f"Subscribed by {self.subscribed_by.displayname}"

    def canBeUnsubscribedByUser(self, user):
        """See ``IBugSubscription``."""
        if user is None:
            return False
        return user.inTeam(self.person) or user == self.subscribed_by


class BugMute(StormBase):
    """A person wants to hear no more of a bug."""

    __storm_table__ = "bugmute"
    __storm_primary__ = ("person_id", "bug_id")

    person_id = Int(name="person", allow_none=False)
    person = Reference(person_id, "Person.id")
    bug_id = Int(name="bug", allow_none=False)
    bug = Reference(bug_id, "Bug.id")


class BugAffectsPerson(StormBase):
    """A person said whether a bug affects them."""

    __storm_table__ = "bugaffectsperson"

    id = Int(primary=True)
    bug_id = Int(name="bug", allow_none=False)
    bug = Reference(bug_id, "Bug.id")
    person_id = Int(name="person", allow_none=False)
    person = Reference(person_id, "Person.id")
    affected = Bool(allow_none=False, default=True)
