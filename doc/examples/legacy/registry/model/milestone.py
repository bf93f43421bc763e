"""Milestones of distributions and products."""

from datetime import UTC

from storm.properties import Bool, DateTime, Int, Unicode
from storm.references import Reference
from zope.interface import implementer

from ...services.stormbase import StormBase
from ..interfaces.pillar import IMilestone


@implementer(IMilestone)
class Milestone(StormBase):
    """See ``IMilestone``."""

    __storm_table__ = "milestone"

    id = Int(primary=True)
    name = Unicode(allow_none=False)
    product_id = Int(name="product")
    product = Reference(product_id, "Product.id")
    distribution_id = Int(name="distribution")
    distribution = Reference(distribution_id, "Distribution.id")
    dateexpected = DateTime(tzinfo=UTC)
    active = Bool(allow_none=False)

    @property
    def target(self):
        """See ``IMilestone``."""
        return self.product or self.distribution

    @property
    def displayname(self):
        """See ``IMilestone``."""
        return f"{self.target.displayname} {self.name}"
