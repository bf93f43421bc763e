"""Source packages: what they know of themselves."""

from lp_persistence.entity import Entity
from lp_persistence.pillars.packages.interfaces import (
    IDistributionSourcePackage,
    ISourcePackage,
    ISourcePackageName,
)


class SourcePackageName(Entity, implements=ISourcePackageName):
    """See ``ISourcePackageName``."""


class DistributionSourcePackage(Entity, implements=IDistributionSourcePackage):
    """See ``IDistributionSourcePackage``."""


class SourcePackage(Entity, implements=ISourcePackage):
    """See ``ISourcePackage``."""
