"""Groups of pillars, series and milestones."""

from zope.interface import implementer

from lp_persistence.branding.groups import BrandedGroup
from lp_persistence.group import Group
from lp_persistence.pillars.interfaces import (
    IDistributions,
    IDistributionSourcePackages,
    IDistroSeriesSet,
    IMilestones,
    IPillarNames,
    IProducts,
    IProductSeriesSet,
    IProjects,
    ISourcePackageNames,
    ISourcePackages,
)
from lp_persistence.verbs import follow


@implementer(IDistributions)
class Distributions(BrandedGroup):
    """See ``IDistributions``."""

    get_owner = follow("owner")
    get_driver = follow("driver")
    get_bug_supervisor = follow("bug_supervisor")
    get_series = follow("series")
    get_milestones = follow("milestones")
    get_tasks = follow("tasks")
    get_source_package_names = follow("source_package_names")
    get_source_packages = follow("source_packages")
    hot_bugs = follow("hot_bugs")


@implementer(IProjects)
class Projects(BrandedGroup):
    """See ``IProjects``."""

    get_owner = follow("owner")
    get_driver = follow("driver")
    get_products = follow("products")


@implementer(IProducts)
class Products(BrandedGroup):
    """See ``IProducts``."""

    get_owner = follow("owner")
    get_driver = follow("driver")
    get_bug_supervisor = follow("bug_supervisor")
    get_project_group = follow("project_group")
    get_series = follow("series")
    get_milestones = follow("milestones")
    get_tasks = follow("tasks")
    hot_bugs = follow("hot_bugs")


@implementer(IPillarNames)
class PillarNames(Group):
    """See ``IPillarNames``."""

    get_distribution = follow("distribution")
    get_product = follow("product")
    get_project_group = follow("project_group")
    get_alias_for = follow("alias_for")


@implementer(IProductSeriesSet)
class ProductSeriesSet(Group):
    """See ``IProductSeriesSet``."""

    get_product = follow("product")
    get_owner = follow("owner")
    get_driver = follow("driver")
    get_milestones = follow("milestones")
    get_tasks = follow("tasks")


@implementer(IDistroSeriesSet)
class DistroSeriesSet(Group):
    """See ``IDistroSeriesSet``."""

    get_distribution = follow("distribution")
    get_driver = follow("driver")
    get_milestones = follow("milestones")
    get_tasks = follow("tasks")


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


@implementer(IMilestones)
class Milestones(Group):
    """See ``IMilestones``."""

    get_product = follow("product")
    get_product_series = follow("product_series")
    get_distribution = follow("distribution")
    get_distro_series = follow("distro_series")
    get_tasks = follow("tasks")
