"""How comments, attachments and changes are kept."""

from typing import Any

from storm.expr import Cast, Eq, Select

from lp_persistence.bugs.conversation.enums import AttachmentType
from lp_persistence.bugs.conversation.interfaces import (
    IAttachment,
    IBugActivity,
    IComment,
)
from lp_persistence.bugs.conversation.tables import (
    BugActivity,
    BugAttachment,
    BugMessage,
    Message,
    MessageChunk,
)
from lp_persistence.bugs.records import shown_with_bug
from lp_persistence.storm.records import (
    Records,
    beside,
    fact,
    joined,
    looked_up,
    pieced,
)

_message = beside(
    Message.id,
    BugMessage.message_id,
    fill={
        Message.owner_id: BugMessage.owner_id,
        # It was no mail, so that there is nobody who knows its id.
        Message.rfc822msgid: Cast(BugMessage.id, "text"),
    },
)
_chunk = beside(
    MessageChunk.message_id, BugMessage.message_id, fill={MessageChunk.sequence: 1}
)

comments = Records(
    IComment,
    {
        "id": BugMessage.id,
        "index": BugMessage.index,
        "subject": joined(Message.subject, _message),
        "date_created": joined(Message.datecreated, _message),
        "visible": joined(Message.visible, _message),
        "text": pieced(MessageChunk.content, _chunk, MessageChunk.sequence),
        "bug": BugMessage.bug_id,
        "author": BugMessage.owner_id,
    },
    visible_to=shown_with_bug(BugMessage.bug_id),
    loose=(BugMessage.owner_id,),
)

_comment = beside(
    BugMessage.message_id,
    BugAttachment.message_id,
    where=Eq(BugMessage.bug_id, BugAttachment.bug_id),
)


def _its_message(comment: Any) -> Any:
    message = Select(
        BugMessage.message_id, Eq(BugMessage.id, comment), tables=BugMessage
    )
    return {BugAttachment.message_id: message}


attachments = Records(
    IAttachment,
    {
        "id": BugAttachment.id,
        "title": BugAttachment.title,
        "type": BugAttachment.type,
        "url": BugAttachment.url,
        "is_patch": fact(BugAttachment.type == AttachmentType.PATCH.value),
        "bug": BugAttachment.bug_id,
        "comment": looked_up(BugMessage.id, _comment, _its_message),
        "file": BugAttachment.libraryfile_id,
    },
    visible_to=shown_with_bug(BugAttachment.bug_id),
)

activities = Records(
    IBugActivity,
    {
        "id": BugActivity.id,
        "what_changed": BugActivity.whatchanged,
        "date_changed": BugActivity.datechanged,
        "old_value": BugActivity.oldvalue,
        "new_value": BugActivity.newvalue,
        "message": BugActivity.message,
        "bug": BugActivity.bug_id,
        "person": BugActivity.person_id,
    },
    visible_to=shown_with_bug(BugActivity.bug_id),
)
