"""Groups of series and milestones."""

from zope.interface import implementer

from lp_persistence.group import Group
from lp_persistence.pillars.series.interfaces import (
    IDistroSeriesSet,
    IMilestones,
    IProductSeriesSet,
    ISeriesSet,
)
from lp_persistence.verbs import follow


@implementer(ISeriesSet)
class SeriesSet(Group):
    """See ``ISeriesSet``."""

    get_driver = follow("driver")
    get_milestones = follow("milestones")
    get_tasks = follow("tasks")


@implementer(IProductSeriesSet)
class ProductSeriesSet(SeriesSet):
    """See ``IProductSeriesSet``."""

    get_product = follow("product")
    get_owner = follow("owner")


@implementer(IDistroSeriesSet)
class DistroSeriesSet(SeriesSet):
    """See ``IDistroSeriesSet``."""

    get_distribution = follow("distribution")
    get_registrant = follow("registrant")


@implementer(IMilestones)
class Milestones(Group):
    """See ``IMilestones``."""

    get_product = follow("product")
    get_product_series = follow("product_series")
    get_distribution = follow("distribution")
    get_distro_series = follow("distro_series")
    get_tasks = follow("tasks")
