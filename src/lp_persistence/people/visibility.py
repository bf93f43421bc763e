"""Who may see a person, and what that asks of the viewer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lp_persistence.people.enums import PersonVisibility


def sees_person(person: Any, viewer: Any) -> bool:
    """Everybody is seen but private teams; these by participants and admins."""
    return (
        person.visibility is not PersonVisibility.PRIVATE
        or bool(viewer.admins)
        or person.id in viewer.teams
    )


def teams(viewer: Any) -> Iterator[int]:
    """Ids of the teams that the viewer participates in, and the viewer's."""
    return (team.id for team in viewer.participations)


def admins(viewer: Any) -> Iterator[int]:
    """The id of the team that may see everything, if the viewer is in it."""
    return (team.id for team in viewer.participations if team.name == "admins")
