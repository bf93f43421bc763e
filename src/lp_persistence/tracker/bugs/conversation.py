"""What was said about a bug: comments and attachments, and the page of more."""

from __future__ import annotations

from typing import Any, Final, NamedTuple

from zope.browserpage.viewpagetemplatefile import ViewPageTemplateFile
from zope.interface import implementer

from lp_persistence.conditions import Not
from lp_persistence.publication import IGroupView
from lp_persistence.tracker.bugs.interfaces import (
    IAttachedFile,
    IAttachmentRow,
    IBugName,
    ICommentRow,
)
from lp_persistence.tracker.bugs.rows import Moment, moment
from lp_persistence.tracker.bugs.subpage import BugSubpage
from lp_persistence.tracker.frame import IPersonLink, Link, Listing, Shown

#: So many comments stand on a page of them.
COMMENTS: Final = 40
#: What the address of something elsewhere may begin with: others run scripts.
_WEB: Final = ("http://", "https://")
#: The tracker hands out images, and no other files.
_IMAGE: Final = "image/"


class CommentRow(NamedTuple):
    """A comment as a page shows it."""

    number: int
    subject: str | None
    author: Any
    date: Moment | None
    text: str


class AttachmentRow(NamedTuple):
    """An attachment as a page shows it."""

    link: Link
    is_patch: bool


def comments_of(bugs: Any) -> Any:
    """What was said about bugs, but for their descriptions and for spam."""
    return bugs.get_comments(index=Not(0), visible=True)


def comment_row(comment: Any) -> CommentRow:
    """A comment with its texts."""
    return CommentRow(
        comment.index,
        comment.subject,
        comment.author,
        moment(comment.date_created),
        comment.text,
    )


def need_attachments(attachments: Any) -> None:
    """Ask for what ``attachment_row`` shows."""
    attachments.need(IAttachmentRow).get_file().need(IAttachedFile)


def attachment_row(page: Shown, attachment: Any) -> AttachmentRow:
    """An attachment with the address of what the browser can show of it."""
    file, address = attachment.file, web_address(attachment.url)
    title = attachment.title
    if file is not None and file.sha256 is not None:
        title = f"{title} ({file.filename})"
        if (file.mimetype or "").startswith(_IMAGE):
            address = f"{page.base}/+file/{file.sha256}"
    return AttachmentRow(Link(title, address), attachment.is_patch)


def web_address(url: str | None) -> str | None:
    """An address that somebody gave, if it leads into the web."""
    return url if url is not None and url.startswith(_WEB) else None


@implementer(IGroupView)
class CommentsPage(BugSubpage):
    """``/bugs/N/+comments``: what was said about it, page by page."""

    title = "Comments"
    comment_list = ViewPageTemplateFile("comments.pt")

    def prepare(self, context: Any) -> None:
        """See ``IPreparer``. Raises BadRequest for a foreign ``after``."""
        comments = comments_of(self.context.need(IBugName))
        self.size = comments.size()
        self.listing = Listing(self.request, comments, size=COMMENTS)
        group = self.listing.group.need(ICommentRow)
        group.get_author().need(IPersonLink)

    @property
    def comments(self) -> list[CommentRow]:
        """Those on this page."""
        return [comment_row(comment) for comment in self.listing.members]
