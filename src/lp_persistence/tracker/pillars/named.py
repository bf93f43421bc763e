"""Series of whatever kind, by their names."""

from __future__ import annotations

from typing import Any

from zope.interface import implementer

from lp_persistence.mixed import MixedGroup
from lp_persistence.pillars.interfaces import IDistributions, IProducts
from lp_persistence.pillars.series.interfaces import IDistroSeriesSet, IProductSeriesSet
from lp_persistence.tracker.pillars.interfaces import ISeriesOfPillars


@implementer(ISeriesOfPillars)
class SeriesOfPillars(MixedGroup):
    """See ``ISeriesOfPillars``."""


def series_named(context: Any, name: str, pillars: Any) -> SeriesOfPillars:
    """The series of that name of ``pillars``, which are not loaded for it."""
    return SeriesOfPillars(
        IDistroSeriesSet(context).filter(
            name=name, distribution=IDistributions(pillars)
        ),
        IProductSeriesSet(context).filter(name=name, product=IProducts(pillars)),
    )
