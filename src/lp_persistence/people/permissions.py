"""Who may change a person or team."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from lp_persistence.model import SEEN, PermittedTo
from lp_persistence.people.membership.enums import TeamMembershipStatus


def edits_person(person: Any, viewer: Any) -> bool:
    """Persons by themselves, teams by their owners or by whoever is in the
    team that owns them, and by their administrators; both by admins."""
    by = person if person.team_owner is None else person.team_owner
    return (
        bool(viewer.admins)
        or by.id in viewer.teams
        or person.id in viewer.administrated
    )


def administrated(viewer: Any) -> Iterator[int]:
    """Ids of the teams of which the viewer is an administrator, or is in a team
    that is one."""
    for person in viewer.participations:
        for membership in person.memberships:
            if membership.status is TeamMembershipStatus.ADMIN:
                yield membership.team.id


PERSON: Final = {
    "launchpad.View": SEEN,
    "launchpad.Edit": PermittedTo(edits_person, ("admins", "administrated", "teams")),
}
