"""Addresses of what bugs are reported in, and links to it."""

from html import escape

from zope.component import adapter
from zope.interface import implementer

from ...webapp.breadcrumb import Breadcrumb
from ...webapp.interfaces import ICanonicalUrlData
from ...webapp.tales import ObjectFormatterAPI
from ..interfaces.pillar import (
    IDistributionSourcePackage,
    IMilestone,
    IPillar,
    ISeries,
    ISourcePackage,
)


@implementer(ICanonicalUrlData)
class UrlData:
    """Derived for each kind of target."""

    inside = None

    def __init__(self, context):
        self.context = context


@adapter(IPillar)
class PillarUrlData(UrlData):
    """``/NAME``"""

    @property
    def path(self):
        """See ``ICanonicalUrlData``."""
        return self.context.name


@adapter(ISeries)
class SeriesUrlData(PillarUrlData):
    """``/PILLAR/NAME``"""

    @property
    def inside(self):
        """See ``ICanonicalUrlData``."""
        return self.context.parent


class PackageUrlData(UrlData):
    """``…/+source/NAME``"""

    @property
    def path(self):
        """See ``ICanonicalUrlData``."""
        return f"+source/{self.context.name}"


@adapter(IDistributionSourcePackage)
class DistributionSourcePackageUrlData(PackageUrlData):
    """In a distribution."""

    @property
    def inside(self):
        """See ``ICanonicalUrlData``."""
        return self.context.distribution


@adapter(ISourcePackage)
class SourcePackageUrlData(PackageUrlData):
    """In a series."""

    @property
    def inside(self):
        """See ``ICanonicalUrlData``."""
        return self.context.distroseries


@adapter(IMilestone)
class MilestoneUrlData(UrlData):
    """``/PILLAR/+milestone/NAME``"""

    @property
    def inside(self):
        """See ``ICanonicalUrlData``."""
        return self.context.target

    @property
    def path(self):
        """See ``ICanonicalUrlData``."""
        return f"+milestone/{self.context.name}"


class BugTargetFormatterAPI(ObjectFormatterAPI):
    """``bugtask/target/fmt:link``"""

    def text(self):
        """See ``ObjectFormatterAPI``."""
        return self._context.bugtargetdisplayname


class PillarFormatterAPI(BugTargetFormatterAPI):
    """With its icon, if it has one."""

    def link(self):
        """See ``ObjectFormatterAPI``."""
        icon = self._context.icon
        url = None if icon is None else icon.getURL()
        image = "" if url is None else f'<img src="{escape(url)}" alt="" /> '
        return image + super().link()


class MilestoneFormatterAPI(ObjectFormatterAPI):
    """``bugtask/milestone/fmt:link``"""

    def text(self):
        """See ``ObjectFormatterAPI``."""
        return self._context.name


class BugTargetBreadcrumb(Breadcrumb):
    """A pillar, series or package on the way to a page."""

    @property
    def text(self):
        """See ``IBreadcrumb``."""
        return self.context.bugtargetdisplayname
