"""Distributions and their series."""

from storm.properties import Int, Unicode
from storm.references import Reference
from zope.interface import implementer

from ...services.enumcol import DBEnum
from ...services.interfaces import IStore
from ...services.stormbase import StormBase
from ..enums import SeriesStatus
from ..interfaces.pillar import IDistribution, IDistroSeries
from .sourcepackage import (
    DistributionSourcePackage,
    SourcePackage,
    SourcePackageName,
)
from .target import HasDisplayname


def _source_package_name(named):
    """A ``SourcePackageName``, or the one of that text; None where there is none."""
    if isinstance(named, str):
        return IStore(SourcePackageName).find(SourcePackageName, name=named).one()
    return named


@implementer(IDistribution)
class Distribution(HasDisplayname, StormBase):
    """See ``IDistribution``."""

    __storm_table__ = "distribution"

    id = Int(primary=True)
    name = Unicode(allow_none=False)
    displayname = Unicode(allow_none=False)
    title = Unicode(allow_none=False)
    summary = Unicode(allow_none=False)
    owner_id = Int(name="owner", allow_none=False)
    owner = Reference(owner_id, "Person.id")
    bug_supervisor_id = Int(name="bug_supervisor")
    bug_supervisor = Reference(bug_supervisor_id, "Person.id")
    icon_id = Int(name="icon")
    icon = Reference(icon_id, "LibraryFileAlias.id")

    def getSourcePackage(self, sourcepackagename):
        """See ``IDistribution``."""
        name = _source_package_name(sourcepackagename)
        return None if name is None else DistributionSourcePackage(self, name)

    def getSeries(self, name):
        """See ``IDistribution``."""
        return (
            IStore(DistroSeries).find(DistroSeries, distribution=self, name=name).one()
        )


@implementer(IDistroSeries)
class DistroSeries(StormBase):
    """See ``IDistroSeries``."""

    __storm_table__ = "distroseries"

    id = Int(primary=True)
    name = Unicode(allow_none=False)
    displayname = Unicode(allow_none=False)
    distribution_id = Int(name="distribution", allow_none=False)
    distribution = Reference(distribution_id, "Distribution.id")
    status = DBEnum(name="releasestatus", enum=SeriesStatus, allow_none=False)

    @property
    def parent(self):
        """See ``ISeries``."""
        return self.distribution

    @property
    def bugtargetname(self):
        """See ``IBugTarget``."""
        return f"{self.distribution.name}/{self.name}"

    @property
    def bugtargetdisplayname(self):
        """See ``IBugTarget``."""
        return f"{self.distribution.displayname} {self.displayname}"

    def getSourcePackage(self, sourcepackagename):
        """See ``IDistroSeries``."""
        name = _source_package_name(sourcepackagename)
        return None if name is None else SourcePackage(self, name)
