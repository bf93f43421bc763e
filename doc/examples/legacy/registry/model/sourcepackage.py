"""Packages: pairs of where they are and their name, few of them in a table."""

from storm.properties import Int, Unicode
from zope.interface import implementer
from zope.security.proxy import removeSecurityProxy

from ...services.stormbase import StormBase
from ..interfaces.pillar import (
    IDistributionSourcePackage,
    ISourcePackage,
    ISourcePackageName,
)


@implementer(ISourcePackageName)
class SourcePackageName(StormBase):
    """See ``ISourcePackageName``."""

    __storm_table__ = "sourcepackagename"

    id = Int(primary=True)
    name = Unicode(allow_none=False)


class _Package:
    """A pair; two of the same are equal."""

    def __init__(self, place, sourcepackagename):
        self.place = place
        self.sourcepackagename = sourcepackagename

    def __eq__(self, other):
        other = removeSecurityProxy(other)
        return type(self) is type(other) and self._pair == other._pair

    def __hash__(self):
        return hash(self._pair)

    @property
    def _pair(self):
        return self.place, self.sourcepackagename

    @property
    def name(self):
        """The text of the name."""
        return self.sourcepackagename.name

    @property
    def bugtargetname(self):
        """See ``IBugTarget``."""
        return f"{self.name} ({self.place.bugtargetname})"

    @property
    def bugtargetdisplayname(self):
        """See ``IBugTarget``."""
        return f"{self.name} ({self.place.bugtargetdisplayname})"

    displayname = bugtargetdisplayname


@implementer(IDistributionSourcePackage)
class DistributionSourcePackage(_Package):
    """See ``IDistributionSourcePackage``."""

    @property
    def distribution(self):
        """See ``IDistributionSourcePackage``."""
        return self.place


@implementer(ISourcePackage)
class SourcePackage(_Package):
    """See ``ISourcePackage``."""

    @property
    def distroseries(self):
        """See ``ISourcePackage``."""
        return self.place
