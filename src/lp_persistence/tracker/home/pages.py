"""The page that the tracker begins with."""

from __future__ import annotations

from typing import Any, Final, NamedTuple

from zope.interface import implementer

from lp_persistence.bugs.interfaces import IBugs
from lp_persistence.pillars.interfaces import IDistributions, IProducts, IProjects
from lp_persistence.publication import IGroupView
from lp_persistence.tracker.bugs.rows import (
    ListedBug,
    ShowsBugs,
    listed,
    need_listed,
)
from lp_persistence.tracker.frame import Page
from lp_persistence.tracker.home.interfaces import IListedPillar

#: So many of the hottest bugs are shown.
HOT: Final = 10
#: So many pillars of each kind.
PILLARS: Final = 20


class PillarList(NamedTuple):
    """The first pillars of a kind, and whether there are more."""

    name: str
    title: str
    pillars: tuple[Any, ...]
    is_part: bool


@implementer(IGroupView)
class HomePage(ShowsBugs, Page):
    """``/``: the hottest bugs, and pillars by name."""

    heading = "Bugs and who fixes them"

    def prepare(self, context: Any) -> None:
        """See ``IPreparer``."""
        self._hot = self.root(IBugs).open(order="heat").limit(HOT)
        need_listed(self._hot)
        self._pillars = [
            (title, pillars.limit(PILLARS + 1).need(IListedPillar))
            for title, pillars in (
                ("Distributions", self.root(IDistributions)),
                ("Project groups", self.root(IProjects).filter(active=True)),
                ("Products", self.root(IProducts).filter(active=True)),
            )
        ]

    @property
    def bugs(self) -> list[ListedBug]:
        """The hottest open ones."""
        return [listed(self, bug) for bug in self._hot]

    @property
    def lists(self) -> list[PillarList]:
        """The pillars, a list for each kind that there are any of."""
        return [
            PillarList(
                title.lower().replace(" ", "-"),
                title,
                tuple(found)[:PILLARS],
                len(found) > PILLARS,
            )
            for title, found in self._pillars
            if len(found)
        ]
