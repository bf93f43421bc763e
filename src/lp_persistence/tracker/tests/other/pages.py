"""Pages of the other package."""

from __future__ import annotations

from lp_persistence.tracker.bugs.pages import BugPage


class LoudBugPage(BugPage):
    """``/bugs/N``, told loudly."""
