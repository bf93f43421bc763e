"""Bugs and tasks as the rows of pages, made of texts before they are shown."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final, NamedTuple
from urllib.parse import urlencode

from zope.browserpage.viewpagetemplatefile import ViewPageTemplateFile

from lp_persistence.bugs.enums import BugTaskImportance
from lp_persistence.tracker.bugs.interfaces import IListedBug, ITaskRow
from lp_persistence.tracker.bugs.targets import need_targets, target_link
from lp_persistence.tracker.frame import IPersonLink, Link, Shown

#: So many tasks of a bug stand in a listing; the rest is a number.
TASKS: Final = 5


#: What stands out among importances.
URGENT: Final = frozenset((BugTaskImportance.CRITICAL, BugTaskImportance.HIGH))


class Moment(NamedTuple):
    """A date, for machines and for readers."""

    iso: str
    text: str


class TaskRow(NamedTuple):
    """A task as a page shows it."""

    target: Link
    status: str
    importance: str | None
    is_urgent: bool
    milestone: Link | None
    assignee: Any


class ShowsBugs(Shown):
    """A page with rows of bugs and tasks: ``view/rows/macros/listed``."""

    rows = ViewPageTemplateFile("rows.pt")

    def moment(self, date: datetime | None) -> Moment | None:
        """See ``moment``."""
        return moment(date)

    def tag_address(self, tag: str) -> str:
        """Where the open bugs with a tag are listed."""
        return f"{self.base}/bugs?{urlencode({'tag': tag})}"


class ListedBug(NamedTuple):
    """A bug as a listing shows it."""

    bug: Any
    tags: tuple[str, ...]
    changed: Moment | None
    tasks: list[TaskRow]
    more: int


def moment(date: datetime | None) -> Moment | None:
    """A date in UTC as a page shows it."""
    if date is None:
        return None
    return Moment(f"{date:%Y-%m-%dT%H:%M:%SZ}", f"{date:%Y-%m-%d %H:%M}")


def need_tasks(tasks: Any) -> Any:
    """Ask for what ``task_row`` shows; gives the assignees of the tasks."""
    need_targets(tasks.need(ITaskRow))
    tasks.get_milestone().need_url()
    return tasks.get_assignee().need(IPersonLink)


def need_listed(bugs: Any) -> None:
    """Ask for what ``listed`` shows."""
    need_tasks(bugs.need(IListedBug).get_tasks())


def task_row(page: Shown, task: Any) -> TaskRow:
    """A task with its texts and links."""
    milestone, importance = task.milestone, task.importance
    return TaskRow(
        target_link(page, task.target) or Link("somewhere else", None),
        task.status.title,
        None if importance is None else importance.title,
        importance in URGENT,
        None if milestone is None else Link(milestone.name, page.address(milestone)),
        task.assignee,
    )


def listed(page: Shown, bug: Any) -> ListedBug:
    """A bug with its first tasks."""
    tasks = bug.tasks
    return ListedBug(
        bug,
        bug.tags,
        moment(bug.date_last_updated),
        [task_row(page, task) for task in tasks[:TASKS]],
        max(0, len(tasks) - TASKS),
    )
