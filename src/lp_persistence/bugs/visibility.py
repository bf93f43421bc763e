"""Who may see a bug or a task, and what that asks of the viewer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lp_persistence.bugs.enums import PUBLIC_TYPES


def sees_bug(bug: Any, viewer: Any) -> bool:
    """Public bugs are seen by everybody; others by those who were granted it,
    or one of its policies, over any number of teams, and by admins."""
    return (
        bug.information_type in PUBLIC_TYPES
        or bool(viewer.admins)
        or any(person.id in viewer.teams for person in bug.grantees)
        or any(policy.id in viewer.policies for policy in bug.policies)
    )


def sees_task(task: Any, viewer: Any) -> bool:
    """A task is seen by those who see its bug."""
    return task.bug is not None and sees_bug(task.bug, viewer)


def policies(viewer: Any) -> Iterator[int]:
    """Ids of the policies granted to the viewer or one of its teams."""
    for team in viewer.participations:
        for policy in team.policies:
            yield policy.id
