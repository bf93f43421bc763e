"""What does not fit on the page of a bug: attachments and duplicates."""

from __future__ import annotations

from typing import Any

from zope.interface import implementer

from lp_persistence.bugs.conversation.interfaces import IAttachments
from lp_persistence.bugs.interfaces import IBugs
from lp_persistence.publication import IGroupView
from lp_persistence.tracker.bugs.conversation import (
    AttachmentRow,
    attachment_row,
    need_attachments,
)
from lp_persistence.tracker.bugs.interfaces import IBugName
from lp_persistence.tracker.bugs.rows import ListedBug, listed, need_listed
from lp_persistence.tracker.bugs.subpage import BugSubpage
from lp_persistence.tracker.frame import Listing


@implementer(IGroupView)
class AttachmentsPage(BugSubpage):
    """``/bugs/N/+attachments``: files and addresses, page by page."""

    title = "Attachments"

    def prepare(self, context: Any) -> None:
        """See ``IPreparer``. Raises BadRequest for a foreign ``after``."""
        bugs = self.context.need(IBugName)
        attachments = self.root(IAttachments).filter(bug=bugs)
        self.size = attachments.size()
        self.listing = Listing(self.request, attachments)
        need_attachments(self.listing.group)

    @property
    def attachments(self) -> list[AttachmentRow]:
        """Those on this page."""
        return [attachment_row(self, each) for each in self.listing.members]


@implementer(IGroupView)
class DuplicatesPage(BugSubpage):
    """``/bugs/N/+duplicates``: the bugs that repeat it, page by page."""

    title = "Duplicates"

    def prepare(self, context: Any) -> None:
        """See ``IPreparer``. Raises BadRequest for a foreign ``after``."""
        bugs = self.context.need(IBugName)
        duplicates = self.root(IBugs).filter(duplicate_of=bugs)
        self.size = duplicates.size()
        self.listing = Listing(self.request, duplicates)
        need_listed(self.listing.group)

    @property
    def bugs(self) -> list[ListedBug]:
        """Those on this page."""
        return [listed(self, bug) for bug in self.listing.members]
