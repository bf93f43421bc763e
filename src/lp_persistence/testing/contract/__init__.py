"""What every backend promises, as tests for anybody's backend and entities."""

from lp_persistence.testing.contract.kinds import KINDS
from lp_persistence.testing.contract.suite import Contract

__all__ = ["KINDS", "Contract"]
