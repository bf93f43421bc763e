"""What bugs are reported in: distributions, products, and parts of them."""

from zope.interface import Attribute, Interface
from zope.schema import Bool, Datetime, TextLine

from ...webapp.fields import Reference, exported
from .person import IPerson


class IBugTarget(Interface):
    """What a task of a bug can be in."""

    bugtargetname = Attribute("Names it in texts.")
    bugtargetdisplayname = Attribute("Names it in pages.")


class IPillar(IBugTarget):
    """A distribution or product."""

    name = exported(TextLine(title="The name that is its address"))
    displayname = exported(TextLine(title="The name shown"), "display_name")
    title = exported(TextLine(title="What stands above its page"))
    summary = exported(TextLine(title="What it is"))
    owner = exported(Reference(title="Who keeps it", schema=IPerson))
    bug_supervisor = Reference(title="Who keeps its bugs", schema=IPerson)
    icon = Attribute("Its image of 14 × 14 pixels, a LibraryFileAlias or None.")


class IDistribution(IPillar):
    """Packages of many, released together."""

    def getSourcePackage(sourcepackagename):
        """The package of that ``ISourcePackageName``, or name."""

    def getSeries(name):
        """The series of that name, or None."""


class IProduct(IPillar):
    """What is developed by one."""

    active = Bool(title="Whether it is still here")

    def getSeries(name):
        """The series of that name, or None."""


class ISeries(IBugTarget):
    """One line of releases of a pillar."""

    name = exported(TextLine(title="The name in its address"))
    parent = Attribute("The pillar.")


class IDistroSeries(ISeries):
    """A series of a distribution."""

    def getSourcePackage(sourcepackagename):
        """The package of that name in the series."""


class IProductSeries(ISeries):
    """A series of a product."""


class ISourcePackageName(Interface):
    """The name of packages, whatever they are in."""

    name = TextLine(title="The name")


class IDistributionSourcePackage(IBugTarget):
    """A package of a distribution; most are in no table."""

    distribution = Attribute("The distribution.")
    sourcepackagename = Attribute("The name.")
    name = Attribute("Its text.")


class ISourcePackage(IBugTarget):
    """A package in a series of a distribution."""

    distroseries = Attribute("The series.")
    sourcepackagename = Attribute("The name.")
    name = Attribute("Its text.")


class IMilestone(Interface):
    """When something is to be done."""

    name = exported(TextLine(title="The name in its address"))
    target = Attribute("The pillar.")
    dateexpected = exported(Datetime(title="When that will be"), "date_targeted")
    displayname = TextLine(title="The names of the pillar and its own")


class IPillarNameSet(Interface):
    """The names of pillars are one name space."""

    def getByName(name):
        """The distribution or product of a name; None where there is none."""

    def getDistributions():
        """All distributions, by name."""
