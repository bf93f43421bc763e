"""Names of pillars: what they know of themselves."""

from lp_persistence.entity import Entity
from lp_persistence.pillars.names.interfaces import IPillarName


class PillarName(Entity, implements=IPillarName):
    """See ``IPillarName``."""
