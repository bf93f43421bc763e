"""Groups of pillars, series and milestones."""

from zope.interface import implementer

from lp_persistence.group import Group
from lp_persistence.pillars.interfaces import (
    IDistributions,
    IDistroSeriesSet,
    IMilestones,
    IProducts,
    IProductSeriesSet,
    IProjects,
)
from lp_persistence.verbs import follow


@implementer(IDistributions)
class Distributions(Group):
    """See ``IDistributions``."""

    get_branding = follow("branding")
    get_owner = follow("owner")
    get_series = follow("series")
    get_milestones = follow("milestones")
    get_tasks = follow("tasks")
    hot_bugs = follow("hot_bugs")
    get_icon = follow("icon")
    get_logo = follow("logo")
    get_mugshot = follow("mugshot")


@implementer(IProjects)
class Projects(Group):
    """See ``IProjects``."""

    get_branding = follow("branding")
    get_owner = follow("owner")
    get_products = follow("products")
    get_icon = follow("icon")
    get_logo = follow("logo")
    get_mugshot = follow("mugshot")


@implementer(IProducts)
class Products(Group):
    """See ``IProducts``."""

    get_branding = follow("branding")
    get_owner = follow("owner")
    get_project_group = follow("project_group")
    get_series = follow("series")
    get_milestones = follow("milestones")
    get_tasks = follow("tasks")
    hot_bugs = follow("hot_bugs")
    get_icon = follow("icon")
    get_logo = follow("logo")
    get_mugshot = follow("mugshot")


@implementer(IProductSeriesSet)
class ProductSeriesSet(Group):
    """See ``IProductSeriesSet``."""

    get_product = follow("product")
    get_owner = follow("owner")
    get_milestones = follow("milestones")
    get_tasks = follow("tasks")


@implementer(IDistroSeriesSet)
class DistroSeriesSet(Group):
    """See ``IDistroSeriesSet``."""

    get_distribution = follow("distribution")
    get_milestones = follow("milestones")
    get_tasks = follow("tasks")


@implementer(IMilestones)
class Milestones(Group):
    """See ``IMilestones``."""

    get_product = follow("product")
    get_product_series = follow("product_series")
    get_distribution = follow("distribution")
    get_distro_series = follow("distro_series")
    get_tasks = follow("tasks")
