"""What pillars are divided into: series, and milestones."""

from zope.interface import taggedValue

from lp_persistence.fields import (
    Bool,
    Choice,
    Collection,
    Datetime,
    Int,
    LongText,
    Reference,
    Text,
)
from lp_persistence.interfaces import IEntity, IGroup
from lp_persistence.model import ORDERED_BY
from lp_persistence.pillars.series.enums import SeriesStatus


class ISeries(IEntity):
    """What the series of products and those of distributions have in common."""

    taggedValue(ORDERED_BY, ("name",))

    id = Int(title="Id", brief=True)
    name = Text(title="Name", brief=True)
    summary = LongText(title="Summary")
    status = Choice(SeriesStatus, title="How far it is")
    date_created = Datetime(title="Registered")

    driver = Reference("IPerson", title="Who plans its releases, if not the owner")


class IProductSeries(ISeries):
    """A line of development of a product, such as its trunk."""

    product = Reference("IProduct", title="Product")
    owner = Reference("IPerson", title="Owner")
    milestones = Collection("IMilestone", inverse="product_series", title="Milestones")
    tasks = Collection("IBugTask", inverse="product_series", title="Tasks")


class IDistroSeries(ISeries):
    """A release of a distribution, or what is to become one."""

    taggedValue(ORDERED_BY, ("version",))

    displayname = Text(title="Name shown", brief=True)
    title = Text(title="Title")
    description = LongText(title="Description")
    version = Text(title="Version")
    date_released = Datetime(title="Released, if it was")

    distribution = Reference("IDistribution", title="Distribution")
    registrant = Reference("IPerson", title="Who registered it")
    milestones = Collection("IMilestone", inverse="distro_series", title="Milestones")
    tasks = Collection("IBugTask", inverse="distro_series", title="Tasks")


class IMilestone(IEntity):
    """A point that a product or a distribution works towards.

    It is one of either; it may be of one of the series of that, too.
    """

    taggedValue(ORDERED_BY, ("-date_expected", "-name"))

    id = Int(title="Id", brief=True)
    name = Text(title="Name", brief=True, indexed=True)
    codename = Text(title="Code name, if any")
    summary = LongText(title="Summary, if any")
    date_expected = Datetime(title="Expected, if that is known")
    active = Bool(title="Can still be worked towards")

    product = Reference("IProduct", title="Product, if it is one's")
    product_series = Reference("IProductSeries", title="Series of the product, if any")
    distribution = Reference("IDistribution", title="Distribution, if it is one's")
    distro_series = Reference(
        "IDistroSeries", title="Series of the distribution, if any"
    )
    tasks = Collection("IBugTask", inverse="milestone", title="Tasks planned for it")


class ISeriesSet(IGroup):
    """Series of one kind of pillar."""

    def get_driver():
        """Those who plan their releases."""

    def get_milestones(**tests):
        """Their milestones."""

    def get_tasks(**tests):
        """The tasks of the bugs in them, packages' included."""


class IProductSeriesSet(ISeriesSet):
    """Series of products."""

    def get_product():
        """Their products."""

    def get_owner():
        """Their owners."""


class IDistroSeriesSet(ISeriesSet):
    """Series of distributions."""

    def get_distribution():
        """Their distributions."""

    def get_registrant():
        """Those who registered them."""


class IMilestones(IGroup):
    """Milestones."""

    def get_product():
        """The products among whose they are."""

    def get_product_series():
        """The series of products among whose they are."""

    def get_distribution():
        """The distributions among whose they are."""

    def get_distro_series():
        """The series of distributions among whose they are."""

    def get_tasks(**tests):
        """The tasks planned for them."""
