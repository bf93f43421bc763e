"""What became of a bug: the log of its changes, and its nominations."""

from __future__ import annotations

from typing import Any, Final, NamedTuple

from zope.interface import implementer

from lp_persistence.bugs.conversation.interfaces import IBugActivities
from lp_persistence.publication import IGroupView
from lp_persistence.tracker.bugs.interfaces import (
    IBugName,
    IChangeRow,
    INominationRow,
)
from lp_persistence.tracker.bugs.rows import Moment, moment
from lp_persistence.tracker.bugs.subpage import BugSubpage
from lp_persistence.tracker.bugs.targets import target_link
from lp_persistence.tracker.frame import IPersonLink, Link, Listing

#: So many changes stand on a page of them.
CHANGES: Final = 50


class ChangeRow(NamedTuple):
    """A change as a page shows it."""

    date: Moment | None
    person: Any
    what: str
    old: str | None
    new: str | None
    message: str | None


class NominationRow(NamedTuple):
    """A nomination as a page shows it."""

    series: Link | None
    status: str
    date: Moment | None
    owner: Any
    decided: Moment | None
    decider: Any


@implementer(IGroupView)
class ActivityPage(BugSubpage):
    """``/bugs/N/+activity``: changes and nominations."""

    title = "Activity"

    def prepare(self, context: Any) -> None:
        """See ``IPreparer``. Raises BadRequest for a foreign ``after``."""
        bugs = self.context.need(IBugName)
        changes = self.root(IBugActivities).filter(bug=bugs)
        self.size = changes.size()
        self.listing = Listing(self.request, changes, size=CHANGES)
        people = self.listing.group.need(IChangeRow).get_person()
        nominations = bugs.get_nominations().need(INominationRow)
        nominations.get_product_series().need_url()
        nominations.get_distro_series().need_url()
        people.update(nominations.get_owner())
        people.update(nominations.get_decider())
        people.need(IPersonLink)

    @property
    def changes(self) -> list[ChangeRow]:
        """Those on this page, the first first."""
        return [
            ChangeRow(
                moment(change.date_changed),
                change.person,
                change.what_changed,
                change.old_value,
                change.new_value,
                change.message,
            )
            for change in self.listing.members
        ]

    @property
    def nominations(self) -> list[NominationRow]:
        """All of them."""
        return [
            NominationRow(
                target_link(self, each.product_series or each.distro_series),
                each.status.title,
                moment(each.date_created),
                each.owner,
                moment(each.date_decided),
                each.decider,
            )
            for each in self.bug.nominations
        ]
