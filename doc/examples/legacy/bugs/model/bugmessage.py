"""What is said about bugs, and what is attached to it."""

from datetime import UTC

from storm.properties import Bool, DateTime, Int, Unicode
from storm.references import Reference, ReferenceSet
from zope.interface import implementer

from ...services.enumcol import DBEnum
from ...services.propertycache import cachedproperty
from ...services.stormbase import StormBase
from ..enums import BugAttachmentType
from ..interfaces.bug import IBugAttachment, IBugMessage


class Message(StormBase):
    """Something that somebody said, in chunks."""

    __storm_table__ = "message"

    id = Int(primary=True)
    subject = Unicode()
    owner_id = Int(name="owner")
    owner = Reference(owner_id, "Person.id")
    datecreated = DateTime(tzinfo=UTC, allow_none=False)
    visible = Bool(allow_none=False, default=True)
    chunks = ReferenceSet(
        "id", "MessageChunk.message_id", order_by="MessageChunk.sequence"
    )

    @cachedproperty
    def text_contents(self):
        """The text of all chunks."""
        return "\n\n".join(chunk.content for chunk in self.chunks if chunk.content)


class MessageChunk(StormBase):
    """A part of a message."""

    __storm_table__ = "messagechunk"

    id = Int(primary=True)
    message_id = Int(name="message", allow_none=False)
    message = Reference(message_id, "Message.id")
    sequence = Int(allow_none=False)
    content = Unicode()


@implementer(IBugMessage)
class BugMessage(StormBase):
    """See ``IBugMessage``."""

    __storm_table__ = "bugmessage"

    id = Int(primary=True)
    bug_id = Int(name="bug", allow_none=False)
    bug = Reference(bug_id, "Bug.id")
    message_id = Int(name="message", allow_none=False)
    message = Reference(message_id, "Message.id")
    index = Int(allow_none=False)
    owner_id = Int(name="owner", allow_none=False)
    owner = Reference(owner_id, "Person.id")

    @property
    def text_contents(self):
        """See ``IBugMessage``."""
        return self.message.text_contents

    @property
    def datecreated(self):
        """See ``IBugMessage``."""
        return self.message.datecreated

    @property
    def visible(self):
        """See ``IBugMessage``."""
        return self.message.visible


@implementer(IBugAttachment)
class BugAttachment(StormBase):
    """See ``IBugAttachment``."""

    __storm_table__ = "bugattachment"

    id = Int(primary=True)
    bug_id = Int(name="bug", allow_none=False)
    bug = Reference(bug_id, "Bug.id")
    title = Unicode(allow_none=False)
    type = DBEnum(enum=BugAttachmentType, allow_none=False)
    libraryfile_id = Int(name="libraryfile")
    libraryfile = Reference(libraryfile_id, "LibraryFileAlias.id")

    @property
    def is_patch(self):
        """See ``IBugAttachment``."""
        return self.type == BugAttachmentType.PATCH
