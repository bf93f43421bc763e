"""Who may change a bug."""

from __future__ import annotations

from typing import Any, Final

from lp_persistence.model import SEEN, PermittedTo


def edits_bug(bug: Any, viewer: Any) -> bool:
    """Whoever is signed in, of those who see it: everybody is in themselves."""
    return bool(viewer.teams)


BUG: Final = {
    "launchpad.View": SEEN,
    "launchpad.Edit": PermittedTo(edits_bug, ("teams",)),
}
