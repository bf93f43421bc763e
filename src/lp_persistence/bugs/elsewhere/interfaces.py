"""What is known of bugs elsewhere: vulnerabilities, and other trackers' bugs."""

from zope.interface import taggedValue

from lp_persistence.bugs.elsewhere.enums import BugTrackerType, CveStatus
from lp_persistence.bugs.visibility import SEEN_WITH_BUG
from lp_persistence.fields import (
    Bool,
    Choice,
    Collection,
    Datetime,
    Int,
    LongText,
    Reference,
    Text,
)
from lp_persistence.interfaces import IEntity, IGroup
from lp_persistence.model import ORDERED_BY, VISIBLE_TO


class ICve(IEntity):
    """A vulnerability that the world has a number for."""

    taggedValue(ORDERED_BY, ("sequence",))

    id = Int(title="Id", brief=True)
    sequence = Text(title="Number, such as 1999-8979", brief=True, indexed=True)
    status = Choice(CveStatus, title="How far it is acknowledged")
    date_created = Datetime(title="Recorded")
    date_modified = Datetime(title="Last changed")
    description = LongText(title="Description")

    bugs = Collection("IBug", inverse="cves", title="Bugs that speak of it")


class IBugTracker(IEntity):
    """A place elsewhere that bugs are reported to."""

    taggedValue(ORDERED_BY, ("name",))

    id = Int(title="Id", brief=True)
    name = Text(title="Name", brief=True, indexed=True)
    title = Text(title="Title", brief=True)
    type = Choice(BugTrackerType, title="What it runs on")
    base_url = Text(title="Address")
    active = Bool(title="Is watched")
    date_created = Datetime(title="Registered")
    summary = LongText(title="Summary, if any")

    owner = Reference("IPerson", title="Owner")
    watches = Collection("IBugWatch", inverse="tracker", title="Bugs watched there")


class IBugWatch(IEntity):
    """A bug of another tracker that is the same as one of ours."""

    taggedValue(VISIBLE_TO, SEEN_WITH_BUG)

    id = Int(title="Id", brief=True, hidden=None)
    remote_bug = Text(title="Its number there", brief=True, hidden=None)
    remote_status = Text(title="Its status there, if known")
    remote_importance = Text(title="Its importance there, if known")
    date_created = Datetime(title="Watched since")
    last_changed = Datetime(title="Last changed there, if known")
    last_checked = Datetime(title="Last looked at, if it was")

    bug = Reference("IBug", title="Our bug")
    tracker = Reference("IBugTracker", title="The tracker it is in")
    owner = Reference("IPerson", title="Who has it watched")


class ICves(IGroup):
    """Vulnerabilities."""

    def get_bugs(**tests):
        """The bugs that speak of them."""


class IBugTrackers(IGroup):
    """Bug trackers."""

    def get_owner():
        """Their owners."""

    def get_watches(**tests):
        """The bugs watched there."""


class IBugWatches(IGroup):
    """Watches."""

    def get_bug():
        """Our bugs."""

    def get_tracker():
        """The trackers that theirs are in."""

    def get_owner():
        """Those who have them watched."""
