"""Pillars and series of whatever kind, by their names."""

from __future__ import annotations

from typing import Any

from zope.interface import implementer

from lp_persistence.mixed import MixedGroup
from lp_persistence.pillars.interfaces import IDistributions, IProducts, IProjects
from lp_persistence.pillars.series.interfaces import IDistroSeriesSet, IProductSeriesSet
from lp_persistence.tracker.pillars.interfaces import IPillars, ISeriesOfPillars


@implementer(IPillars)
class Pillars(MixedGroup):
    """See ``IPillars``."""


@implementer(ISeriesOfPillars)
class SeriesOfPillars(MixedGroup):
    """See ``ISeriesOfPillars``."""


def pillars_named(context: Any, name: str) -> Pillars:
    """The pillar of that name: no two kinds of them share one."""
    return Pillars(
        IDistributions(context).filter(name=name),
        IProducts(context).filter(name=name),
        IProjects(context).filter(name=name),
    )


def series_named(context: Any, name: str, pillars: Any) -> SeriesOfPillars:
    """The series of that name of ``pillars``, which are not loaded for it."""
    return SeriesOfPillars(
        IDistroSeriesSet(context).filter(
            name=name, distribution=IDistributions(pillars)
        ),
        IProductSeriesSet(context).filter(name=name, product=IProducts(pillars)),
    )
