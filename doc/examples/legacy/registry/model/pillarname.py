"""The name space of distributions and products."""

from storm.properties import Bool, Int, Unicode
from storm.references import Reference
from zope.interface import implementer

from ...services.interfaces import IStore
from ...services.stormbase import StormBase
from ..interfaces.pillar import IPillarNameSet
from .distribution import Distribution


class PillarName(StormBase):
    """A name, of one of the two, or of a name that it is another for."""

    __storm_table__ = "pillarname"

    id = Int(primary=True)
    name = Unicode(allow_none=False)
    product_id = Int(name="product")
    product = Reference(product_id, "Product.id")
    distribution_id = Int(name="distribution")
    distribution = Reference(distribution_id, "Distribution.id")
    active = Bool(allow_none=False)
    alias_for_id = Int(name="alias_for")
    alias_for = Reference(alias_for_id, "PillarName.id")

    @property
    def pillar(self):
        """What it names."""
        if self.alias_for is not None:
            return self.alias_for.pillar
        return self.distribution or self.product


@implementer(IPillarNameSet)
class PillarNameSet:
    """See ``IPillarNameSet``."""

    def getByName(self, name):
        """See ``IPillarNameSet``."""
        found = IStore(PillarName).find(PillarName, name=name, active=True).one()
        return None if found is None else found.pillar

    def getDistributions(self):
        """See ``IPillarNameSet``."""
        return IStore(Distribution).find(Distribution).order_by(Distribution.name)
