"""What is said about bugs: comments, attachments, and the log of changes."""

from zope.interface import taggedValue

from lp_persistence.bugs.conversation.enums import AttachmentType
from lp_persistence.bugs.visibility import SEEN_WITH_BUG
from lp_persistence.fields import (
    Bool,
    Choice,
    Collection,
    Datetime,
    Int,
    LongText,
    Reference,
    Text,
)
from lp_persistence.interfaces import IEntity, IGroup
from lp_persistence.model import ORDERED_BY, VISIBLE_TO


class IComment(IEntity):
    """What somebody said about a bug; number 0 is its description."""

    taggedValue(ORDERED_BY, ("index",))
    taggedValue(VISIBLE_TO, SEEN_WITH_BUG)

    id = Int(title="Id", brief=True, hidden=None)
    index = Int(title="Number among the bug's, from 0", brief=True, hidden=None)
    subject = Text(title="Subject, if any")
    date_created = Datetime(title="Said")
    visible = Bool(title="Is shown; what is spam is not")
    text = LongText(title="What was said")

    bug = Reference("IBug", title="Bug")
    author = Reference("IPerson", title="Who said it")
    attachments = Collection(
        "IAttachment", inverse="comment", title="What came along with it"
    )


class IAttachment(IEntity):
    """A file that somebody attached to a bug, or the address of one."""

    taggedValue(VISIBLE_TO, SEEN_WITH_BUG)

    id = Int(title="Id", brief=True, hidden=None)
    title = Text(title="Title", brief=True, hidden=None)
    type = Choice(AttachmentType, title="What it is")
    url = Text(title="Address of what was not uploaded")
    is_patch = Bool(title="Is a patch", reads=("type",))

    bug = Reference("IBug", title="Bug")
    comment = Reference("IComment", title="The comment it came with")
    file = Reference("IFile", title="File, if it was uploaded")


class IBugActivity(IEntity):
    """One change of a bug, as its log tells."""

    taggedValue(ORDERED_BY, ("date_changed",))
    taggedValue(VISIBLE_TO, SEEN_WITH_BUG)

    id = Int(title="Id", brief=True, hidden=None)
    what_changed = Text(title="What was changed", brief=True, hidden=None)
    date_changed = Datetime(title="Changed")
    old_value = LongText(title="What it was, if anything")
    new_value = LongText(title="What it became, if anything")
    message = LongText(title="What was said about it, if anything")

    bug = Reference("IBug", title="Bug")
    person = Reference("IPerson", title="Who changed it")


class IComments(IGroup):
    """Comments."""

    def get_bug():
        """Their bugs."""

    def get_author():
        """Those who said them."""

    def get_attachments(**tests):
        """What came along with them."""


class IAttachments(IGroup):
    """Attachments."""

    def get_bug():
        """Their bugs."""

    def get_comment():
        """The comments they came with."""

    def get_file():
        """The files of those that were uploaded."""


class IBugActivities(IGroup):
    """Changes of bugs."""

    def get_bug():
        """The bugs changed."""

    def get_person():
        """Those who changed them."""
