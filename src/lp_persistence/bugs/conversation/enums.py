"""The enumerations of what is said about bugs."""

from lazr.enum import DBItem

from lp_persistence.enumeration import Enumeration


class AttachmentType(Enumeration):
    """What an attachment is."""

    PATCH = DBItem(1, "Patch")
    UNSPECIFIED = DBItem(2, "Unspecified")
