"""The enumerations of pillars, with the values that are stored."""

from lazr.enum import DBItem

from lp_persistence.enumeration import Enumeration


class SeriesStatus(Enumeration):
    """How far a series is."""

    EXPERIMENTAL = DBItem(1, "Experimental")
    DEVELOPMENT = DBItem(2, "Development")
    FROZEN = DBItem(3, "Frozen")
    CURRENT = DBItem(4, "Current")
    SUPPORTED = DBItem(5, "Supported")
    OBSOLETE = DBItem(6, "Obsolete")
    FUTURE = DBItem(7, "Future")
