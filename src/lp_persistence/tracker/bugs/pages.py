"""The pages of bugs."""

from __future__ import annotations

from typing import Any

from zope.interface import implementer

from lp_persistence.publication import IGroupView
from lp_persistence.tracker.bugs.interfaces import IBugHeading
from lp_persistence.tracker.frame import IPersonLink, Page


@implementer(IGroupView)
class BugPage(Page):
    """``/bugs/N``: a bug."""

    def prepare(self, context: Any) -> None:
        """See ``IPreparer``."""
        self.context.need(IBugHeading)
        self.context.get_reporters().need(IPersonLink)

    @property
    def bug(self) -> Any:
        return self.context.one()

    @property
    def heading(self) -> str:
        return f"Bug #{self.bug.id}"
