"""Enumerations of bugs, by the integers that are stored."""

from lazr.enum import DBEnumeratedType, DBItem, use_template


class InformationType(DBEnumeratedType):
    """Who may know of something."""

    PUBLIC = DBItem(1, "Public")
    PUBLICSECURITY = DBItem(2, "Public Security")
    PRIVATESECURITY = DBItem(3, "Private Security")
    USERDATA = DBItem(4, "Private")
    PROPRIETARY = DBItem(5, "Proprietary")
    EMBARGOED = DBItem(6, "Embargoed")


PUBLIC_INFORMATION_TYPES = (
    InformationType.PUBLIC,
    InformationType.PUBLICSECURITY,
)


class BugTaskStatus(DBEnumeratedType):
    """How far the work is; what people choose from."""

    NEW = DBItem(10, "New")
    INCOMPLETE = DBItem(15, "Incomplete")
    OPINION = DBItem(16, "Opinion")
    INVALID = DBItem(17, "Invalid")
    WONTFIX = DBItem(18, "Won't Fix")
    EXPIRED = DBItem(19, "Expired")
    CONFIRMED = DBItem(20, "Confirmed")
    TRIAGED = DBItem(21, "Triaged")
    INPROGRESS = DBItem(22, "In Progress")
    DEFERRED = DBItem(23, "Deferred")
    FIXCOMMITTED = DBItem(25, "Fix Committed")
    FIXRELEASED = DBItem(30, "Fix Released")
    DOESNOTEXIST = DBItem(35, "Does Not Exist")
    UNKNOWN = DBItem(999, "Unknown")


class BugTaskStatusSearch(DBEnumeratedType):
    """How far the work is; what rows hold beside the above."""

    use_template(BugTaskStatus, exclude=("INCOMPLETE",))

    INCOMPLETE_WITH_RESPONSE = DBItem(13, "Incomplete (with response)")
    INCOMPLETE_WITHOUT_RESPONSE = DBItem(14, "Incomplete (without response)")


#: Of which people only see that a task is incomplete.
DB_INCOMPLETE_STATUSES = (
    BugTaskStatusSearch.INCOMPLETE_WITH_RESPONSE,
    BugTaskStatusSearch.INCOMPLETE_WITHOUT_RESPONSE,
)
#: What still asks for work.
DB_UNRESOLVED_STATUSES = (
    BugTaskStatus.NEW,
    BugTaskStatus.INCOMPLETE,
    *DB_INCOMPLETE_STATUSES,
    BugTaskStatus.CONFIRMED,
    BugTaskStatus.TRIAGED,
    BugTaskStatus.INPROGRESS,
    BugTaskStatus.DEFERRED,
    BugTaskStatus.FIXCOMMITTED,
)


class BugTaskImportance(DBEnumeratedType):
    """How much a task matters."""

    UNKNOWN = DBItem(999, "Unknown")
    CRITICAL = DBItem(50, "Critical")
    HIGH = DBItem(40, "High")
    MEDIUM = DBItem(30, "Medium")
    LOW = DBItem(20, "Low")
    WISHLIST = DBItem(10, "Wishlist")
    UNDECIDED = DBItem(5, "Undecided")


class BugNotificationLevel(DBEnumeratedType):
    """Of what a subscriber is told."""

    LIFECYCLE = DBItem(20, "Lifecycle")
    METADATA = DBItem(30, "Details")
    COMMENTS = DBItem(40, "Discussion")


class BugAttachmentType(DBEnumeratedType):
    """What a file is for."""

    PATCH = DBItem(1, "Patch")
    UNSPECIFIED = DBItem(2, "Unspecified")
