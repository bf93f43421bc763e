"""Who may see a person, and what that asks of the viewer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from lp_persistence.model import VisibleTo
from lp_persistence.people.enums import PersonVisibility


def sees_person(person: Any, viewer: Any) -> bool:
    """Everybody is seen but private teams; these by participants and admins."""
    return (
        person.visibility is not PersonVisibility.PRIVATE
        or bool(viewer.admins)
        or person.id in viewer.teams
    )


def sees_part(part: Any, viewer: Any) -> bool:
    """What belongs to a person or team is seen by those who see these."""
    return part.person is not None and sees_person(part.person, viewer)


def sees_membership(membership: Any, viewer: Any) -> bool:
    """Seen by those who see the team and who is in it: a public team's members
    are left out that are private teams, and so are their memberships."""
    team = membership.team
    return (
        team is not None and sees_person(team, viewer) and sees_part(membership, viewer)
    )


#: What the rules ask of the viewer.
FACTS: Final = ("admins", "teams")
#: The rule of persons, and those of what belongs to one and to two of them.
SEEN: Final = VisibleTo(sees_person, FACTS)
SEEN_WITH_PERSON: Final = VisibleTo(sees_part, FACTS, through="person")
SEEN_WITH_BOTH: Final = VisibleTo(sees_membership, FACTS)


def person(viewer: Any) -> Iterator[int]:
    """The viewer's own id."""
    return iter((viewer.id,))


def teams(viewer: Any) -> Iterator[int]:
    """Ids of the teams that the viewer participates in, and the viewer's."""
    return (team.id for team in viewer.participations)


def admins(viewer: Any) -> Iterator[int]:
    """The id of the team that may see everything, if the viewer is in it."""
    return (team.id for team in viewer.participations if team.name == "admins")
