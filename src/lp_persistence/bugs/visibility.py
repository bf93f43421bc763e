"""Who may see a bug and what belongs to it, and what that asks of the viewer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from lp_persistence.bugs.enums import PUBLIC_TYPES
from lp_persistence.model import VisibleTo


def sees_bug(bug: Any, viewer: Any) -> bool:
    """Public bugs are seen by everybody; others by those who were granted it,
    or one of its policies, over any number of teams, and by admins."""
    return (
        bug.information_type in PUBLIC_TYPES
        or bool(viewer.admins)
        or any(person.id in viewer.teams for person in bug.grantees)
        or any(policy.id in viewer.policies for policy in bug.policies)
    )


def sees_part(part: Any, viewer: Any) -> bool:
    """What belongs to a bug is seen by those who see the bug."""
    return part.bug is not None and sees_bug(part.bug, viewer)


#: What the rule asks of the viewer.
FACTS: Final = ("admins", "policies", "teams")
#: The rule of bugs, and that of what belongs to one.
SEEN: Final = VisibleTo(sees_bug, FACTS)
SEEN_WITH_BUG: Final = VisibleTo(sees_part, FACTS, through="bug")


def policies(viewer: Any) -> Iterator[int]:
    """Ids of the policies granted to the viewer or one of its teams."""
    for team in viewer.participations:
        for policy in team.policies:
            yield policy.id
