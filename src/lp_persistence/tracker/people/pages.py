"""The pages of persons and teams."""

from __future__ import annotations

from typing import Any, Final

from zope.interface import implementer

from lp_persistence.bugs.interfaces import IBugs
from lp_persistence.people.interfaces import IPersons
from lp_persistence.publication import IGroupView
from lp_persistence.tracker.frame import (
    COUNTED,
    Form,
    IBugRow,
    IPersonLink,
    Link,
    Listing,
    Page,
    Words,
    size_so_far,
)
from lp_persistence.tracker.frame.macros import Macros
from lp_persistence.tracker.frame.menu import MenuEntry
from lp_persistence.tracker.people.interfaces import IPersonDetails, IPersonHeading

#: So many of the teams that somebody joined are named.
TEAMS: Final = 20
#: So many persons stand on a page of many.
LISTED: Final = 50


MENU: Final = MenuEntry("People", "people", 30)


class PeopleShown(Page):
    """A page that shows persons; its templates share macros."""

    person_macros = Macros("macros.pt")


class OfPerson(PeopleShown):
    """A page about the person or team that the path led to."""

    def prepare(self, context: Any) -> None:
        """See ``IPreparer``."""
        self.context.need(IPersonHeading)

    @property
    def person(self) -> Any:
        return self.context.one()


@implementer(IGroupView)
class PersonPage(OfPerson):
    """``/~NAME``: a person or team, its teams, and its hottest open bugs."""

    def prepare(self, context: Any) -> None:
        """See ``IPreparer``."""
        super().prepare(context)
        self.context.need(IPersonDetails).get_team_owner().need(IPersonLink)
        # One more than is shown tells whether there are more.
        self._teams = self.context.get_teams(limit=TEAMS + 1).need(IPersonLink)
        bugs = self.root(IBugs).of_person(self.context, order="heat", unresolved=True)
        self.listing = Listing(self.request, bugs)
        self.listing.group.need(IBugRow)

    @property
    def teams(self) -> tuple[Any, ...]:
        return tuple(self._teams)[:TEAMS]

    @property
    def has_more_teams(self) -> bool:
        return len(self._teams) > TEAMS

    @property
    def heading(self) -> str:
        name: str = self.person.displayname
        return name


@implementer(IGroupView)
class MembersPage(OfPerson):
    """``/~NAME/+members``: who joined a team, by name."""

    heading = "Members"

    def prepare(self, context: Any) -> None:
        """See ``IPreparer``."""
        super().prepare(context)
        members = self.root(IPersons).members_of(self.context)
        self.size = members.size()
        self.listing = Listing(self.request, members, size=LISTED)
        self.listing.group.need(IPersonLink)

    @property
    def crumbs(self) -> list[Link]:  # type: ignore[override]
        return [Link(self.person.displayname, self.address(self.person))]


@implementer(IGroupView)
class PeoplePage(PeopleShown):
    """``/people?name=``: persons and teams by what they are called."""

    FORM = Form(Words("name", "Name"))
    heading = "People"

    def prepare(self, context: Any) -> None:
        """See ``IPreparer``."""
        self.given = self.FORM.read(self.request)
        name = self.given.get("name", "")
        found = self.root(IPersons).search(text=name)
        self._most = None if name else COUNTED
        self.size = found.size() if name else size_so_far(found)
        self.listing = Listing(self.request, found, self.given, LISTED)
        self.listing.group.need(IPersonLink)

    @property
    def found_text(self) -> str:
        """How many were found, as a sentence's part."""
        number = int(self.size)
        if self._most is not None and number > self._most:
            return f"more than {self._most:,} found"
        return f"{number:,} found"
