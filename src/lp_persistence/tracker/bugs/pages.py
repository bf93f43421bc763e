"""The page of a bug."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final
from urllib.parse import urlencode

from zope.browserpage.viewpagetemplatefile import ViewPageTemplateFile
from zope.interface import implementer

from lp_persistence.publication import IGroupView
from lp_persistence.tracker.bugs.conversation import (
    COMMENTS,
    AttachmentRow,
    CommentRow,
    attachment_row,
    comment_row,
    comments_of,
    need_attachments,
)
from lp_persistence.tracker.bugs.elsewhere import (
    WatchRow,
    cve_link,
    need_elsewhere,
    watch_row,
)
from lp_persistence.tracker.bugs.interfaces import IBugHeading, ICommentRow
from lp_persistence.tracker.bugs.people import KINDS, PeopleList
from lp_persistence.tracker.bugs.rows import TaskRow, need_tasks, task_row
from lp_persistence.tracker.bugs.subpage import BugSubpage
from lp_persistence.tracker.frame import IPersonLink, Link
from lp_persistence.tracker.frame.shown import People

#: So many of each long list beside the comments are shown.
BESIDE: Final = 20


@implementer(IGroupView)
class BugPage(BugSubpage):
    """``/bugs/N``: a bug, what was said about it, what is known of it elsewhere,
    and whom it concerns."""

    comment_list = ViewPageTemplateFile("comments.pt")

    def prepare(self, context: Any) -> None:
        """See ``IPreparer``."""
        bugs = self.context.need(IBugHeading)
        people = need_tasks(bugs.get_tasks())
        # One more than is shown tells whether there is another page.
        self._comments = comments_of(bugs).limit(COMMENTS + 1).need(ICommentRow)
        people.update(self._comments.get_author())
        people.update(bugs.get_reporters())
        few: dict[str, Any] = {"limit": BESIDE, "each": True}
        self._concerned = {
            "subscribers": bugs.get_subscribers(**few),
            "duplicates": bugs.get_duplicate_subscribers(**few),
            "affected": bugs.get_affected(**few),
        }
        for persons in self._concerned.values():
            people.update(persons)
        people.need(IPersonLink)
        self._team = bugs.get_subscribers(team=True, limit=1, each=True)
        self._attachments = bugs.get_attachments(**few)
        need_attachments(self._attachments)
        bugs.get_duplicate_of()
        self.duplicates = bugs.get_duplicates(**few)
        need_elsewhere(bugs)

    @property
    def heading(self) -> str:
        return f"Bug #{self.bug.id}"

    @property
    def crumbs(self) -> Sequence[Link]:  # type: ignore[override]
        """See ``Page``."""
        return super().crumbs[:1]

    @property
    def tasks(self) -> list[TaskRow]:
        """Its tasks."""
        return [task_row(self, task) for task in self.bug.tasks]

    @property
    def comments(self) -> list[CommentRow]:
        """The first of its comments."""
        return [comment_row(each) for each in tuple(self._comments)[:COMMENTS]]

    @property
    def more_comments(self) -> str | None:
        """Where the comments behind these are, if there are more."""
        if len(self._comments) <= COMMENTS:
            return None
        last = tuple(self._comments)[COMMENTS - 1]
        after = urlencode({"after": self._comments.key(last)})
        return f"{self.behind('+comments')}?{after}"

    @property
    def attachments(self) -> list[AttachmentRow]:
        """The first of its attachments."""
        return [attachment_row(self, each) for each in self._attachments]

    @property
    def cves(self) -> list[Link]:
        """Its vulnerabilities."""
        return [cve_link(self, cve) for cve in self.bug.cves]

    @property
    def watches(self) -> list[WatchRow]:
        """The same bug in other trackers."""
        return [watch_row(watch) for watch in self.bug.watches]

    def more(self, count: int, name: str) -> str | None:
        """The address of the page behind that shows all of so many, if this one
        does not."""
        return self.behind(name) if count > BESIDE else None

    @property
    def lists(self) -> list[PeopleList]:
        """Whom it concerns, by why."""
        bug = self.bug
        return [
            self._list("subscribers", bug.subscriber_count),
            self._list("duplicates", bug.duplicate_subscriber_count),
            self._list("affected", bug.affected_count),
        ]

    @property
    def teams_address(self) -> str | None:
        """Where the members of teams are that are subscribed, if any is."""
        return self._address("teams") if len(self._team) else None

    def _address(self, kind: str) -> str:
        return f"{self.behind('+people')}?{urlencode({'of': kind})}"

    def _list(self, kind: str, count: int) -> PeopleList:
        return PeopleList(
            f"{KINDS[kind]} ({count:,})",
            People(tuple(self._concerned[kind]), max(0, count - BESIDE)),
            self._address(kind) if count > BESIDE else None,
        )
