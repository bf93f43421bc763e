"""Bugs, tasks, nominations and policies: what they know of themselves."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lp_persistence.bugs import heat
from lp_persistence.bugs.enums import PUBLIC_TYPES, UNRESOLVED
from lp_persistence.bugs.interfaces import (
    IAccessPolicy,
    IBug,
    IBugTask,
    INomination,
)
from lp_persistence.entity import Entity


class Bug(Entity, implements=IBug):
    """See ``IBug``."""

    @property
    def is_private(self) -> bool:
        return self.information_type not in PUBLIC_TYPES

    @property
    def is_duplicate(self) -> bool:
        return self.duplicate_of is not None

    def is_mine(self, viewer: Any) -> bool:
        return self.reporter is not None and self.reporter.id in viewer.person

    def is_subscribed(self, viewer: Any) -> bool:
        return any(person.id in viewer.person for person in self.subscribers)

    def affects_me(self, viewer: Any) -> bool:
        return any(person.id in viewer.person for person in self.affected)

    @property
    def computed_heat(self) -> int:
        people = {person.id for person in self.subscribers}
        for duplicate in self.duplicates:
            people.update(person.id for person in duplicate.subscribers)
        return (
            heat.OF_TYPE.get(self.information_type, heat.OF_PRIVATE)
            + heat.OF_DUPLICATE * len(self.duplicates)
            + heat.OF_AFFECTED * len(self.affected)
            + heat.OF_SUBSCRIBER * len(people)
        )

    @property
    def assignees(self) -> Iterator[Any]:
        return (task.assignee for task in self.tasks if task.assignee is not None)


class BugTask(Entity, implements=IBugTask):
    """See ``IBugTask``."""

    @property
    def is_unresolved(self) -> bool:
        return self.status in UNRESOLVED


class Nomination(Entity, implements=INomination):
    """See ``INomination``."""


class AccessPolicy(Entity, implements=IAccessPolicy):
    """See ``IAccessPolicy``."""
