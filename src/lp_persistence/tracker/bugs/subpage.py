"""What the page of a bug and the pages behind it share."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from lp_persistence.tracker.bugs.rows import ShowsBugs
from lp_persistence.tracker.frame import Link, Page


class BugSubpage(ShowsBugs, Page):
    """A page about one bug."""

    #: What it shows of the bug.
    title: ClassVar[str]

    @property
    def bug(self) -> Any:
        return self.context.one()

    @property
    def crumbs(self) -> Sequence[Link]:  # type: ignore[override]
        """See ``Page``."""
        bug = self.bug
        return (
            Link("Bugs", f"{self.base}/bugs"),
            Link(f"Bug #{bug.id}", self.address(bug)),
        )

    @property
    def heading(self) -> str:
        return f"{self.title} of bug #{self.bug.id}"

    def behind(self, name: str) -> str:
        """The address of a page behind that of the bug."""
        return f"{self.address(self.bug)}/{name}"

    def bug_link(self, bug: Any) -> Link:
        """A link to another bug."""
        address = self.address(bug)
        if address is None:
            return Link("a bug that you can't see", None)
        return Link(f"#{bug.id} {bug.title}", address)
