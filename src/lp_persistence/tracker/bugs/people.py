"""Whom a bug concerns, thousands of them page by page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, NamedTuple

from zope.interface import implementer

from lp_persistence.conditions import Not
from lp_persistence.people.interfaces import IPersons
from lp_persistence.publication import IGroupView
from lp_persistence.tracker.bugs.interfaces import IBugName
from lp_persistence.tracker.bugs.subpage import BugSubpage
from lp_persistence.tracker.frame import Choice, Form, IPersonLink, Listing
from lp_persistence.tracker.frame.shown import People

#: So many people stand on a page of them.
LISTED: Final = 100


class PeopleList(NamedTuple):
    """Some people that a bug concerns, and where all of them are."""

    title: str
    persons: People
    address: str | None


#: Who they are by their name in the address, and what they are called.
KINDS: Final = {
    "subscribers": "Subscribers",
    "duplicates": "Subscribers of its duplicates",
    "teams": "Members of teams that are subscribed",
    "affected": "People that it affects",
}
SUBSCRIBERS: Final = "subscribers"

#: A test that all pass: an edge that is asked for without one is loaded whole,
#: whatever a page shows of it.
EVERYBODY: Final = {"name": Not(None)}

FORM: Final = Form(
    Choice(
        "of",
        "Kind of people",
        {kind: (kind, text) for kind, text in KINDS.items()},
        default=SUBSCRIBERS,
    )
)


@implementer(IGroupView)
class PeoplePage(BugSubpage):
    """``/bugs/N/+people``: one kind of people that it concerns."""

    def prepare(self, context: Any) -> None:
        """See ``IPreparer``. Raises BadRequest for kinds that there are not."""
        self.given = FORM.read(self.request)
        self.kind: str = self.given.get("of", SUBSCRIBERS)
        self.context.need(IBugName)
        people = _PEOPLE[self.kind](self)
        self.size = people.size()
        self.listing = Listing(self.request, people, self.given, LISTED)
        self.listing.group.need(IPersonLink)

    def members_of_teams(self) -> Any:
        """Whoever is in a team that is subscribed, over any number of teams."""
        teams = self.context.get_subscribers(team=True)
        return self.root(IPersons).participants_of(teams).filter(team=False)

    @property
    def title(self) -> str:  # type: ignore[override]
        """See ``BugSubpage``."""
        return KINDS[self.kind]


_PEOPLE: Final[dict[str, Callable[[PeoplePage], Any]]] = {
    "subscribers": lambda page: page.context.get_subscribers(**EVERYBODY),
    "duplicates": lambda page: page.context.get_duplicate_subscribers(**EVERYBODY),
    "teams": PeoplePage.members_of_teams,
    "affected": lambda page: page.context.get_affected(**EVERYBODY),
}
