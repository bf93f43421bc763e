"""Groups of source packages."""

from zope.interface import implementer

from lp_persistence.group import Group
from lp_persistence.pillars.packages.interfaces import (
    IDistributionSourcePackages,
    ISourcePackageNames,
    ISourcePackages,
)
from lp_persistence.verbs import follow


@implementer(ISourcePackageNames)
class SourcePackageNames(Group):
    """See ``ISourcePackageNames``."""


@implementer(IDistributionSourcePackages)
class DistributionSourcePackages(Group):
    """See ``IDistributionSourcePackages``."""

    get_distribution = follow("distribution")
    get_source_package_name = follow("source_package_name")
    get_tasks = follow("tasks")


@implementer(ISourcePackages)
class SourcePackages(Group):
    """See ``ISourcePackages``."""

    get_distro_series = follow("distro_series")
    get_source_package_name = follow("source_package_name")
    get_tasks = follow("tasks")
