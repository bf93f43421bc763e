"""Hooks into zope.publisher: views declare, the publication fetches and locks."""

from lp_persistence.publication.interfaces import (
    ICosts,
    IFlush,
    IGroupView,
    IPreparer,
    IViewer,
)
from lp_persistence.publication.mixin import PersistencePublicationMixin
from lp_persistence.publication.request import required

__all__ = [
    "ICosts",
    "IFlush",
    "IGroupView",
    "IPreparer",
    "IViewer",
    "PersistencePublicationMixin",
    "required",
]
