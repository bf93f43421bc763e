"""Groups of pillars."""

from zope.interface import implementer

from lp_persistence.branding.groups import BrandedGroup
from lp_persistence.pillars.interfaces import (
    IDistributions,
    IPillarGroup,
    IPillarGroupWithBugs,
    IProducts,
    IProjects,
)
from lp_persistence.verbs import follow


@implementer(IPillarGroup)
class PillarGroup(BrandedGroup):
    """See ``IPillarGroup``."""

    get_owner = follow("owner")
    get_registrant = follow("registrant")
    get_driver = follow("driver")


@implementer(IPillarGroupWithBugs)
class PillarGroupWithBugs(PillarGroup):
    """See ``IPillarGroupWithBugs``."""

    get_bug_supervisor = follow("bug_supervisor")
    get_series = follow("series")
    get_milestones = follow("milestones")
    get_tasks = follow("tasks")
    hot_bugs = follow("hot_bugs")


@implementer(IDistributions)
class Distributions(PillarGroupWithBugs):
    """See ``IDistributions``."""

    get_source_package_names = follow("source_package_names")
    get_source_packages = follow("source_packages")


@implementer(IProjects)
class Projects(PillarGroup):
    """See ``IProjects``."""

    get_products = follow("products")


@implementer(IProducts)
class Products(PillarGroupWithBugs):
    """See ``IProducts``."""

    get_project_group = follow("project_group")
    get_development_focus = follow("development_focus")
