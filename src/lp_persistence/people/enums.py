"""The enumerations of people, with the values that are stored."""

from typing import Final

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


#: An address with one of these was proven to be whose it is.
VALIDATED: Final = (EmailAddressStatus.VALIDATED, EmailAddressStatus.PREFERRED)


class TeamMembershipPolicy(Enumeration):
    """Who gets into a team, and who lets them."""

    MODERATED = DBItem(1, "Moderated")
    OPEN = DBItem(2, "Open")
    RESTRICTED = DBItem(3, "Restricted")
    DELEGATED = DBItem(4, "Delegated")


class PersonCreationRationale(Enumeration):
    """Why a person came to be known."""

    UNKNOWN = DBItem(1, "Unknown")
    BUGIMPORT = DBItem(2, "Imported with bugs of another tracker")
    SOURCEPACKAGEIMPORT = DBItem(3, "Named by a source package that was imported")
    POFILEIMPORT = DBItem(4, "Named by a translation that was imported")
    KEYRINGTRUSTANALYZER = DBItem(5, "Named by a ring of keys")
    FROMEMAILMESSAGE = DBItem(6, "Sent a message")
    SOURCEPACKAGEUPLOAD = DBItem(7, "Named by a source package that was uploaded")
    OWNER_CREATED_LAUNCHPAD = DBItem(8, "Registered")
    OWNER_CREATED_SHIPIT = DBItem(9, "Registered to have disks sent")
    OWNER_CREATED_UBUNTU_WIKI = DBItem(10, "Registered for the Ubuntu wiki")
    USER_CREATED = DBItem(11, "Registered by somebody else")
    OWNER_CREATED_UBUNTU_SHOP = DBItem(12, "Registered for the Ubuntu shop")
    OWNER_CREATED_UNKNOWN_TRUSTROOT = DBItem(13, "Registered for another site")
    OWNER_SUBMITTED_HARDWARE_TEST = DBItem(14, "Sent a test of hardware")
    BUGWATCH = DBItem(15, "Named by a bug that is watched")
    SOFTWARE_CENTER_PURCHASE = DBItem(16, "Bought software")
    USERNAME_PLACEHOLDER = DBItem(17, "Keeps a name for somebody")
