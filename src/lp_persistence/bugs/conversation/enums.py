"""The enumerations of what is said about bugs."""

from lazr.enum import DBEnumeratedType, DBItem


class AttachmentType(DBEnumeratedType):
    """What an attachment is."""

    PATCH = DBItem(1, "Patch")
    UNSPECIFIED = DBItem(2, "Unspecified")
