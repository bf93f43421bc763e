"""Series and milestones: what they know of themselves."""

from lp_persistence.entity import Entity
from lp_persistence.pillars.series.interfaces import (
    IDistroSeries,
    IMilestone,
    IProductSeries,
)


class ProductSeries(Entity, implements=IProductSeries):
    """See ``IProductSeries``."""


class DistroSeries(Entity, implements=IDistroSeries):
    """See ``IDistroSeries``."""


class Milestone(Entity, implements=IMilestone):
    """See ``IMilestone``."""
