"""Comments, attachments and changes: what they know of themselves."""

from lp_persistence.bugs.conversation.enums import AttachmentType
from lp_persistence.bugs.conversation.interfaces import (
    IAttachment,
    IBugActivity,
    IComment,
)
from lp_persistence.entity import Entity


class Comment(Entity, implements=IComment):
    """See ``IComment``."""


class Attachment(Entity, implements=IAttachment):
    """See ``IAttachment``."""

    @property
    def is_patch(self) -> bool:
        return self.type is AttachmentType.PATCH


class BugActivity(Entity, implements=IBugActivity):
    """See ``IBugActivity``."""
