"""The enumerations of people, with the values that are stored."""

from lazr.enum import DBItem

from lp_persistence.enumeration import Enumeration


class PersonVisibility(Enumeration):
    """Who may see a person or team."""

    PUBLIC = DBItem(1, "Public")
    PRIVATE = DBItem(30, "Private")


class AccountStatus(Enumeration):
    """What became of an account."""

    PLACEHOLDER = DBItem(5, "Placeholder")
    NOACCOUNT = DBItem(10, "No account")
    ACTIVE = DBItem(20, "Active")
    DEACTIVATED = DBItem(30, "Deactivated")
    SUSPENDED = DBItem(40, "Suspended")
    CLOSED = DBItem(50, "Closed")
    DECEASED = DBItem(60, "Deceased")


class EmailAddressStatus(Enumeration):
    """What is known of an address."""

    NEW = DBItem(1, "New")
    VALIDATED = DBItem(2, "Validated")
    OLD = DBItem(3, "Old")
    PREFERRED = DBItem(4, "Preferred")
