"""How paths lead on from pillars and series."""

from __future__ import annotations

from typing import Any

from lp_persistence.interfaces import IContext
from lp_persistence.pillars.interfaces import IDistributions, IProducts
from lp_persistence.pillars.packages.interfaces import (
    IDistributionSourcePackages,
    ISourcePackages,
)
from lp_persistence.pillars.series.interfaces import IDistroSeriesSet, IMilestones
from lp_persistence.tracker.frame import Step
from lp_persistence.tracker.pillars.named import series_named


class SeriesStep(Step):
    """``/PILLAR/+series/NAME``."""

    def find(self, name: str) -> Any:
        """See ``Step``."""
        return series_named(IContext(self.request), name, self.context)


class MilestoneStep(Step):
    """``/PILLAR/+milestone/NAME``."""

    def find(self, name: str) -> Any:
        """See ``Step``."""
        named = IMilestones(IContext(self.request)).filter(name=name)
        milestones = named.filter(distribution=IDistributions(self.context))
        milestones.update(named.filter(product=IProducts(self.context)))
        return milestones


class PackageStep(Step):
    """``/DISTRIBUTION/+source/NAME``."""

    def find(self, name: str) -> Any:
        """See ``Step``."""
        packages = IDistributionSourcePackages(IContext(self.request))
        return packages.filter(name=name, distribution=IDistributions(self.context))


class SeriesPackageStep(Step):
    """``/DISTRIBUTION/+series/NAME/+source/NAME``."""

    def find(self, name: str) -> Any:
        """See ``Step``."""
        packages = ISourcePackages(IContext(self.request))
        return packages.filter(name=name, distro_series=IDistroSeriesSet(self.context))
