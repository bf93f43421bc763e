"""Groups of comments, attachments and changes."""

from zope.interface import implementer

from lp_persistence.bugs.conversation.interfaces import (
    IAttachments,
    IBugActivities,
    IComments,
)
from lp_persistence.group import Group
from lp_persistence.verbs import follow


@implementer(IComments)
class Comments(Group):
    """See ``IComments``."""

    get_bug = follow("bug")
    get_author = follow("author")
    get_attachments = follow("attachments")


@implementer(IAttachments)
class Attachments(Group):
    """See ``IAttachments``."""

    get_bug = follow("bug")
    get_comment = follow("comment")
    get_file = follow("file")


@implementer(IBugActivities)
class BugActivities(Group):
    """See ``IBugActivities``."""

    get_bug = follow("bug")
    get_person = follow("person")
