"""The enumerations of bugs, with the values that are stored."""

from lazr.enum import DBItem

from lp_persistence.enumeration import Enumeration


class InformationType(Enumeration):
    """Who may know of something."""

    PUBLIC = DBItem(1, "Public")
    PUBLICSECURITY = DBItem(2, "Public Security")
    PRIVATESECURITY = DBItem(3, "Private Security")
    USERDATA = DBItem(4, "Private")
    PROPRIETARY = DBItem(5, "Proprietary")
    EMBARGOED = DBItem(6, "Embargoed")


#: What everybody may know of.
PUBLIC_TYPES = frozenset({InformationType.PUBLIC, InformationType.PUBLICSECURITY})


class BugTaskStatus(Enumeration):
    """How far the work on a task is."""

    NEW = DBItem(10, "New")
    INCOMPLETE_WITH_RESPONSE = DBItem(13, "Incomplete (with response)")
    INCOMPLETE_WITHOUT_RESPONSE = DBItem(14, "Incomplete (without response)")
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


#: What still asks for work. UNKNOWN is neither unresolved nor resolved.
UNRESOLVED = frozenset(
    {
        BugTaskStatus.NEW,
        BugTaskStatus.INCOMPLETE_WITH_RESPONSE,
        BugTaskStatus.INCOMPLETE_WITHOUT_RESPONSE,
        BugTaskStatus.INCOMPLETE,
        BugTaskStatus.CONFIRMED,
        BugTaskStatus.TRIAGED,
        BugTaskStatus.INPROGRESS,
        BugTaskStatus.DEFERRED,
        BugTaskStatus.FIXCOMMITTED,
    }
)


class NominationStatus(Enumeration):
    """What became of a proposal to fix a bug in a series, too."""

    PROPOSED = DBItem(10, "Nominated")
    APPROVED = DBItem(20, "Approved")
    DECLINED = DBItem(30, "Declined")


class BugTaskImportance(Enumeration):
    """How much a task matters."""

    UNKNOWN = DBItem(999, "Unknown")
    CRITICAL = DBItem(50, "Critical")
    HIGH = DBItem(40, "High")
    MEDIUM = DBItem(30, "Medium")
    LOW = DBItem(20, "Low")
    WISHLIST = DBItem(10, "Wishlist")
    UNDECIDED = DBItem(5, "Undecided")
