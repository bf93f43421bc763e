"""What happens to stores, as events of zope.event."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from zope.interface import implementer

from lp_persistence.command.interfaces import IStoreKept, IWorldMade


@implementer(IStoreKept)
@dataclass(frozen=True, slots=True)
class StoreKept:
    """See ``IStoreKept``."""

    beside: Path


@implementer(IWorldMade)
@dataclass(frozen=True, slots=True)
class WorldMade:
    """See ``IWorldMade``."""
