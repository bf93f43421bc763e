"""Who may change a pillar."""

from __future__ import annotations

from typing import Any, Final

from lp_persistence.model import SEEN, PermittedTo


def edits_pillar(pillar: Any, viewer: Any) -> bool:
    """Its owner, whoever is in the team that owns it, and admins."""
    return bool(viewer.admins) or (
        pillar.owner is not None and pillar.owner.id in viewer.teams
    )


PILLAR: Final = {
    "launchpad.View": SEEN,
    "launchpad.Edit": PermittedTo(edits_pillar, ("admins", "teams")),
}
