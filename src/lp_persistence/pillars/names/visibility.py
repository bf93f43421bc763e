"""Who may see the name of a pillar."""

from __future__ import annotations

from typing import Any


def sees_name(name: Any, viewer: Any) -> bool:
    """Names of what is not active are for admins."""
    return bool(name.active) or bool(viewer.admins)
