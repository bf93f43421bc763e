"""Pillars: what they know of themselves."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lp_persistence.branding.entities import DistributionBranding, ProductBranding
from lp_persistence.entity import Entity
from lp_persistence.pillars.interfaces import IDistribution, IProduct, IProject
from lp_persistence.pillars.packages.entities import DistributionSourcePackage


def _hot_tasks(pillar: Any) -> Iterator[Any]:
    """The tasks that make a bug hot."""
    for task in pillar.tasks:
        if task.is_unresolved and task.bug.duplicate_of is None:
            yield task


class Distribution(Entity, implements=IDistribution):
    """See ``IDistribution``."""

    @property
    def hot_bugs(self) -> Iterator[tuple[Any, int]]:
        """(bug, id of a task that makes it hot)."""
        return ((task.bug, task.id) for task in _hot_tasks(self))

    @property
    def source_packages(self) -> Iterator[Any]:
        for name in self.source_package_names:
            yield DistributionSourcePackage(id=(self.id, name.id))

    branding = property(DistributionBranding)
    badge = branding


class Project(Entity, implements=IProject):
    """See ``IProject``."""

    branding = property(ProductBranding)
    badge = branding


class Product(Entity, implements=IProduct):
    """See ``IProduct``."""

    @property
    def hot_bugs(self) -> Iterator[Any]:
        if self.active:
            for task in _hot_tasks(self):
                yield task.bug

    branding = property(ProductBranding)
    badge = branding
