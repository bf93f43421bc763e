"""The enumerations of pillars, with the values that are stored."""

from lazr.enum import DBItem

from lp_persistence.enumeration import Enumeration


class BugSharingPolicy(Enumeration):
    """Which kinds of information the bugs of a pillar may be, the one that new
    bugs are first."""

    PUBLIC = DBItem(1, "Public")
    PUBLIC_OR_PROPRIETARY = DBItem(2, "Public, can be proprietary")
    PROPRIETARY_OR_PUBLIC = DBItem(3, "Proprietary, can be public")
    PROPRIETARY = DBItem(4, "Proprietary")
    FORBIDDEN = DBItem(5, "Forbidden")
    EMBARGOED_OR_PROPRIETARY = DBItem(6, "Embargoed, can be proprietary")
