"""The pages of what pillars are divided into: series, milestones, packages."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from zope.interface import implementer

from lp_persistence.bugs.interfaces import IBugs
from lp_persistence.pillars.series.interfaces import IDistroSeriesSet, IProductSeriesSet
from lp_persistence.publication import IGroupView
from lp_persistence.tracker.frame import IBugRow, Link, Listing, Page
from lp_persistence.tracker.frame.macros import Macros
from lp_persistence.tracker.pillars.interfaces import (
    IMilestoneDetails,
    ISeriesDetails,
)


class PartPage(Page):
    """A page about a part of a pillar, and its bugs.

    The part is found first: bugs of each kind of part have an index of their
    own, and its order.
    """

    part_macros = Macros("parts.pt")
    listing: Listing

    def prepare(self, context: Any) -> None:
        """See ``IPreparer``."""
        self.need_part()
        context.realise()
        for part in self.context:
            bugs = self.bugs_of(part)
            self.listing = Listing(self.request, bugs)
            self.listing.group.need(IBugRow)

    def need_part(self) -> None:
        """Ask for what is shown of the part."""
        self.context.need_url()

    def bugs_of(self, part: Any) -> Any:
        """The group of its bugs: the open ones, hottest first."""
        return self.root(IBugs).open(order="heat", target=part)

    @property
    def part(self) -> Any:
        return next(iter(self.context))

    def pillar(self) -> Any:
        """What it is a part of."""
        raise NotImplementedError(type(self))

    @property
    def crumbs(self) -> list[Link]:  # type: ignore[override]
        pillar = self.pillar()
        return [Link(pillar.displayname, self.address(pillar))]


@implementer(IGroupView)
class SeriesPage(PartPage):
    """``/PILLAR/+series/NAME``: a series with its milestones and open bugs."""

    def need_part(self) -> None:
        """See ``PartPage``."""
        of_distributions: Any = IDistroSeriesSet(self.context)
        of_products: Any = IProductSeriesSet(self.context)
        of_distributions.get_distribution().need_url()
        of_products.get_product().need_url()
        for series in (of_distributions, of_products):
            series.need(ISeriesDetails).get_milestones().need_url()

    def pillar(self) -> Any:
        if self.part in IDistroSeriesSet(self.context):
            return self.part.distribution
        return self.part.product

    @property
    def heading(self) -> str:
        name: str = self.part.name
        return name


@implementer(IGroupView)
class MilestonePage(PartPage):
    """``/PILLAR/+milestone/NAME``: a milestone with the bugs planned for it."""

    def need_part(self) -> None:
        """See ``PartPage``."""
        self.context.need(IMilestoneDetails).need_url()

    def bugs_of(self, part: Any) -> Any:
        """See ``PartPage``: all that are planned for it."""
        bugs = self.root(IBugs).search(milestone=part)
        self.size = bugs.size()
        return bugs

    def pillar(self) -> Any:
        return self.part.product or self.part.distribution

    @property
    def heading(self) -> str:
        return f"Milestone {self.part.name}"


class PackagePage(PartPage):
    """What the pages of packages share."""

    @property
    def heading(self) -> str:
        name: str = self.part.name
        return name


@implementer(IGroupView)
class DistributionPackagePage(PackagePage):
    """``/DISTRIBUTION/+source/NAME``: a package in whichever series."""

    def pillar(self) -> Any:
        return self.part.distribution


@implementer(IGroupView)
class SeriesPackagePage(PackagePage):
    """``/DISTRIBUTION/+series/NAME/+source/NAME``: a package in one series."""

    def pillar(self) -> Any:
        return self.part.distro_series.distribution

    @property
    def crumbs(self) -> list[Link]:  # type: ignore[override]
        return list(self._above())

    def _above(self) -> Iterator[Link]:
        series = self.part.distro_series
        pillar = series.distribution
        yield Link(pillar.displayname, self.address(pillar))
        yield Link(series.name, self.address(series))
