"""Adoption: groups inside an application that has Storm classes of its own.

``doc/adopting.rst`` tells how an attribute is converted.
"""

from lp_persistence.adoption.delegation import delegated, realised_property
from lp_persistence.adoption.interfaces import IStormObject
from lp_persistence.adoption.prefilling import prefill

__all__ = ["IStormObject", "delegated", "prefill", "realised_property"]
