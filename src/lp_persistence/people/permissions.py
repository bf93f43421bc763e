"""Who may change a person or team."""

from __future__ import annotations

from typing import Any, Final

from lp_persistence.model import SEEN, PermittedTo


def edits_person(person: Any, viewer: Any) -> bool:
    """Persons by themselves, teams by their owners or by whoever is in the
    team that owns them; both by admins."""
    by = person if person.team_owner is None else person.team_owner
    return bool(viewer.admins) or by.id in viewer.teams


PERSON: Final = {
    "launchpad.View": SEEN,
    "launchpad.Edit": PermittedTo(edits_person, ("admins", "teams")),
}
