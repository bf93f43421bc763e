"""Source packages, of distributions and of their series."""

from zope.interface import taggedValue

from lp_persistence.fields import Collection, Int, Key, Reference, Text
from lp_persistence.interfaces import IEntity, IGroup
from lp_persistence.model import ORDERED_BY


class ISourcePackageName(IEntity):
    """A name that source packages have, whatever distribution they are in."""

    taggedValue(ORDERED_BY, ("name",))

    id = Int(title="Id", brief=True)
    name = Text(title="Name", brief=True, indexed=True)


class IDistributionSourcePackage(IEntity):
    """A source package in a distribution, in whichever of its series.

    It needs no row of its own: it is there where its distribution and its name
    are.
    """

    taggedValue(ORDERED_BY, ("name",))

    id = Key(of=("distribution", "source_package_name"), title="Id", brief=True)
    name = Text(title="Name", brief=True, along="source_package_name", indexed=True)
    distribution = Reference("IDistribution", title="Distribution")
    source_package_name = Reference("ISourcePackageName", title="Its name")
    tasks = Collection("IBugTask", inverse="source_package", title="Tasks")


class ISourcePackage(IEntity):
    """A source package in one series of a distribution; as the one in a
    distribution, it needs no row of its own."""

    taggedValue(ORDERED_BY, ("name",))

    id = Key(of=("distro_series", "source_package_name"), title="Id", brief=True)
    name = Text(title="Name", brief=True, along="source_package_name", indexed=True)
    distro_series = Reference("IDistroSeries", title="Series")
    source_package_name = Reference("ISourcePackageName", title="Its name")
    tasks = Collection("IBugTask", inverse="series_source_package", title="Tasks")


class ISourcePackageNames(IGroup):
    """Names of source packages."""


class IDistributionSourcePackages(IGroup):
    """Source packages in distributions. ``of`` takes pairs: the id of a
    distribution, and that of a name."""

    def get_distribution():
        """The distributions that they are in."""

    def get_source_package_name():
        """Their names."""

    def get_tasks(**tests):
        """The tasks of the bugs in them, without those of series."""


class ISourcePackages(IGroup):
    """Source packages in series. ``of`` takes pairs: the id of a series, and
    that of a name."""

    def get_distro_series():
        """The series that they are in."""

    def get_source_package_name():
        """Their names."""

    def get_tasks(**tests):
        """The tasks of the bugs in them."""
