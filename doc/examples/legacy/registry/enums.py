"""Enumerations of persons and teams, by the integers that are stored."""

from lazr.enum import DBEnumeratedType, DBItem


class AccountStatus(DBEnumeratedType):
    """What became of an account."""

    PLACEHOLDER = DBItem(5, "Placeholder")
    NOACCOUNT = DBItem(10, "Unactivated account")
    ACTIVE = DBItem(20, "Active account")
    DEACTIVATED = DBItem(30, "Deactivated account")
    SUSPENDED = DBItem(40, "Suspended account")
    CLOSED = DBItem(50, "Closed account")
    DECEASED = DBItem(60, "Deceased account")


class EmailAddressStatus(DBEnumeratedType):
    """What is known of an address."""

    NEW = DBItem(1, "New Email Address")
    VALIDATED = DBItem(2, "Validated Email Address")
    OLD = DBItem(3, "Old Email Address")
    PREFERRED = DBItem(4, "Preferred Email Address")


class PersonVisibility(DBEnumeratedType):
    """Who may see a team."""

    PUBLIC = DBItem(1, "Public")
    PRIVATE = DBItem(30, "Private")


class TeamMembershipPolicy(DBEnumeratedType):
    """Who may become a member."""

    MODERATED = DBItem(1, "Moderated Team")
    OPEN = DBItem(2, "Open Team")
    RESTRICTED = DBItem(3, "Restricted Team")
    DELEGATED = DBItem(4, "Delegated Team")


class TeamMembershipStatus(DBEnumeratedType):
    """How far a membership is."""

    PROPOSED = DBItem(1, "Proposed")
    APPROVED = DBItem(2, "Approved")
    ADMIN = DBItem(3, "Administrator")
    DEACTIVATED = DBItem(4, "Deactivated")
    EXPIRED = DBItem(5, "Expired")
    DECLINED = DBItem(6, "Declined")
    INVITED = DBItem(7, "Invited")
    INVITATION_DECLINED = DBItem(8, "Invitation declined")


class SeriesStatus(DBEnumeratedType):
    """How far a series is."""

    EXPERIMENTAL = DBItem(1, "Experimental")
    DEVELOPMENT = DBItem(2, "Active Development")
    FROZEN = DBItem(3, "Pre-release Freeze")
    CURRENT = DBItem(4, "Current Stable Release")
    SUPPORTED = DBItem(5, "Supported")
    OBSOLETE = DBItem(6, "Obsolete")
    FUTURE = DBItem(7, "Future")
