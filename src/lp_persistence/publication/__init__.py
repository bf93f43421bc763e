"""Hooks into zope.publisher: views declare, the publication fetches and locks."""

from lp_persistence.publication.interfaces import (
    IBudget,
    ICosts,
    IDeadline,
    IFlush,
    IGroupView,
    ILockPolicy,
    IPreparer,
    IPublicationFactory,
    IViewer,
)
from lp_persistence.publication.mixin import PersistencePublicationMixin
from lp_persistence.publication.modes import LOG, OFF, RAISE
from lp_persistence.publication.phases import rendering
from lp_persistence.publication.request import required
from lp_persistence.publication.threads import in_request
from lp_persistence.publication.unlocked import UNLOCKED, dangerously_unlocked

__all__ = [
    "LOG",
    "OFF",
    "RAISE",
    "UNLOCKED",
    "IBudget",
    "ICosts",
    "IDeadline",
    "IFlush",
    "IGroupView",
    "ILockPolicy",
    "IPreparer",
    "IPublicationFactory",
    "IViewer",
    "PersistencePublicationMixin",
    "dangerously_unlocked",
    "in_request",
    "rendering",
    "required",
]
