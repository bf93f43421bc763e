"""What is known of a bug elsewhere: vulnerabilities, and others' trackers."""

from __future__ import annotations

from typing import Any, NamedTuple

from zope.interface import implementer

from lp_persistence.publication import IGroupView
from lp_persistence.tracker.bugs.conversation import web_address
from lp_persistence.tracker.bugs.interfaces import (
    IBugName,
    IWatchedTracker,
    IWatchRow,
)
from lp_persistence.tracker.bugs.rows import Moment, moment
from lp_persistence.tracker.bugs.subpage import BugSubpage
from lp_persistence.tracker.frame import Link


class WatchRow(NamedTuple):
    """A bug of another tracker as a page shows it."""

    tracker: Link
    remote_bug: str
    status: str | None
    importance: str | None
    checked: Moment | None


@implementer(IGroupView)
class ElsewherePage(BugSubpage):
    """``/bugs/N/+elsewhere``: its vulnerabilities, and the same bug in other
    trackers."""

    title = "Elsewhere"

    def prepare(self, context: Any) -> None:
        """See ``IPreparer``."""
        bugs = self.context.need(IBugName)
        bugs.get_cves()
        watches = bugs.get_watches().need(IWatchRow)
        watches.get_tracker().need(IWatchedTracker)

    @property
    def cves(self) -> list[Link]:
        """Its vulnerabilities."""
        return [Link(f"CVE-{cve.sequence}", self.address(cve)) for cve in self.bug.cves]

    @property
    def watches(self) -> list[WatchRow]:
        """The same bug in other trackers."""
        return [watch_row(watch) for watch in self.bug.watches]


def watch_row(watch: Any) -> WatchRow:
    """A watch with its texts, and a link to the tracker."""
    tracker = watch.tracker
    return WatchRow(
        Link(tracker.title, web_address(tracker.base_url)),
        watch.remote_bug,
        watch.remote_status,
        watch.remote_importance,
        moment(watch.last_checked),
    )
