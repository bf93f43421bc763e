"""What is known of a bug elsewhere: vulnerabilities, and others' trackers."""

from __future__ import annotations

from typing import Any, NamedTuple

from lp_persistence.tracker.bugs.conversation import web_address
from lp_persistence.tracker.bugs.interfaces import IWatchedTracker, IWatchRow
from lp_persistence.tracker.bugs.rows import Moment, moment
from lp_persistence.tracker.frame import Link, Shown


class WatchRow(NamedTuple):
    """A bug of another tracker as a page shows it."""

    tracker: Link
    remote_bug: str
    status: str | None
    importance: str | None
    checked: Moment | None


def need_elsewhere(bugs: Any) -> None:
    """Ask for what ``cve_link`` and ``watch_row`` show of bugs."""
    bugs.get_cves()
    bugs.get_watches().need(IWatchRow).get_tracker().need(IWatchedTracker)


def cve_link(page: Shown, cve: Any) -> Link:
    """A link to a vulnerability."""
    return Link(f"CVE-{cve.sequence}", page.address(cve))


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
