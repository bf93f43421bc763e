"""Distributions: what they know of themselves."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lp_persistence.branding.entities import Branding
from lp_persistence.entity import Entity
from lp_persistence.pillars.interfaces import IDistribution


class Distribution(Entity, implements=IDistribution):
    """See ``IDistribution``."""

    @property
    def hot_bugs(self) -> Iterator[tuple[Any, int]]:
        """(bug, id of a task that makes it hot)."""
        for task in self.tasks:
            if task.is_unresolved and task.bug.duplicate_of is None:
                yield task.bug, task.id

    @property
    def branding(self) -> Branding:
        return Branding(self, "distribution")
