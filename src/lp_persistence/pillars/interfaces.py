"""Pillars: what bugs are reported against and people gather around.

Beside them stands what they are divided into: series, and milestones.
"""

from zope.interface import taggedValue

from lp_persistence.branding.interfaces import IBrandedGroup, IBranding
from lp_persistence.fields import (
    Bool,
    Choice,
    Collection,
    Datetime,
    Embedded,
    Int,
    Key,
    LongText,
    Reference,
    Text,
    Texts,
)
from lp_persistence.interfaces import IEntity, IGroup, IMixedGroup
from lp_persistence.model import (
    ORDERED_BY,
    PERMISSIONS,
    SEARCHED,
    VISIBLE_TO,
    VisibleTo,
)
from lp_persistence.pillars.enums import SeriesStatus
from lp_persistence.pillars.permissions import PILLAR
from lp_persistence.pillars.visibility import sees_name

#: What words are searched in, by name of the test.
_SEARCHED = {"text": ("name", "displayname", "title", "summary")}


class IDistribution(IEntity):
    """A distribution of packages, such as Ubuntu."""

    taggedValue(ORDERED_BY, ("name",))
    taggedValue(PERMISSIONS, PILLAR)
    taggedValue(SEARCHED, _SEARCHED)

    id = Int(title="Id", brief=True)
    name = Text(title="Name", brief=True, indexed=True)
    displayname = Text(title="Name shown", brief=True)
    title = Text(title="Title")
    summary = LongText(title="Summary")
    description = LongText(title="Description")
    official_tags = Texts(title="Tags that are suggested for its bugs")

    owner = Reference("IPerson", title="Owner")
    driver = Reference("IPerson", title="Who plans its releases, if not the owner")
    bug_supervisor = Reference("IPerson", title="Who tends its bugs, if anybody")
    series = Collection("IDistroSeries", inverse="distribution", title="Series")
    milestones = Collection(
        "IMilestone", inverse="distribution", title="Milestones, of its series too"
    )
    tasks = Collection("IBugTask", inverse="distribution", title="Tasks")
    source_package_names = Collection(
        "ISourcePackageName", title="Names of the source packages registered in it"
    )
    source_packages = Collection(
        "IDistributionSourcePackage",
        derived=True,
        title="Source packages registered in it",
    )
    hot_bugs = Collection(
        "IBug",
        ranked=True,
        ordered_by=("-heat",),
        title="Bugs with unresolved tasks, hottest first, then the oldest task",
    )

    icon = Reference("IFile", title="Image of 14 pixels")
    logo = Reference("IFile", title="Image of 64 pixels")
    mugshot = Reference("IFile", title="Image of 192 pixels")
    branding = Embedded(IBranding, of=("icon", "logo", "mugshot"), title="Images")


class IProject(IEntity):
    """A project group: products under one roof, such as GNOME."""

    taggedValue(ORDERED_BY, ("name",))
    taggedValue(SEARCHED, _SEARCHED)

    id = Int(title="Id", brief=True)
    name = Text(title="Name", brief=True, indexed=True)
    displayname = Text(title="Name shown", brief=True)
    title = Text(title="Title")
    summary = LongText(title="Summary")
    description = LongText(title="Description")
    active = Bool(title="Is shown")
    date_created = Datetime(title="Registered")

    owner = Reference("IPerson", title="Owner")
    driver = Reference("IPerson", title="Who plans its releases, if not the owner")
    products = Collection(
        "IProduct", inverse="project_group", title="Products, inactive ones too"
    )

    icon = Reference("IFile", title="Image of 14 pixels")
    logo = Reference("IFile", title="Image of 64 pixels")
    mugshot = Reference("IFile", title="Image of 192 pixels")
    branding = Embedded(IBranding, of=("icon", "logo", "mugshot"), title="Images")


class IProduct(IEntity):
    """A product: a program, say, with people who make it."""

    taggedValue(ORDERED_BY, ("name",))
    taggedValue(PERMISSIONS, PILLAR)
    taggedValue(SEARCHED, _SEARCHED)

    id = Int(title="Id", brief=True)
    name = Text(title="Name", brief=True, indexed=True)
    displayname = Text(title="Name shown", brief=True)
    title = Text(title="Title")
    summary = LongText(title="Summary")
    description = LongText(title="Description, if any")
    active = Bool(title="Is worked on, and shown")
    date_created = Datetime(title="Registered")
    official_tags = Texts(title="Tags that are suggested for its bugs")

    owner = Reference("IPerson", title="Owner")
    driver = Reference("IPerson", title="Who plans its releases, if not the owner")
    bug_supervisor = Reference("IPerson", title="Who tends its bugs, if anybody")
    project_group = Reference("IProject", title="The group it belongs to, if any")
    series = Collection("IProductSeries", inverse="product", title="Series")
    milestones = Collection(
        "IMilestone", inverse="product", title="Milestones, of its series too"
    )
    tasks = Collection("IBugTask", inverse="product", title="Tasks")
    hot_bugs = Collection(
        "IBug",
        derived=True,
        ordered_by=("-heat",),
        title="Bugs with an unresolved task, hottest first; none while inactive",
    )

    icon = Reference("IFile", title="Image of 14 pixels")
    logo = Reference("IFile", title="Image of 64 pixels")
    mugshot = Reference("IFile", title="Image of 192 pixels")
    branding = Embedded(IBranding, of=("icon", "logo", "mugshot"), title="Images")


class IPillarName(IEntity):
    """A name of a pillar: products, project groups and distributions have
    names of one space.

    It is of one of the three, or another name for one that is. Names of what
    is not active are shown to admins alone.
    """

    taggedValue(ORDERED_BY, ("name",))
    taggedValue(VISIBLE_TO, VisibleTo(sees_name, ("admins",)))

    id = Int(title="Id", brief=True, hidden=None)
    name = Text(title="Name", brief=True, indexed=True, hidden="<hidden>")
    active = Bool(title="Is of what is shown")

    distribution = Reference("IDistribution", title="Distribution, if it is one's")
    product = Reference("IProduct", title="Product, if it is one's")
    project_group = Reference("IProject", title="Project group, if it is one's")
    alias_for = Reference("IPillarName", title="Name that it stands for, if any")


class IProductSeries(IEntity):
    """A line of development of a product, such as its trunk."""

    taggedValue(ORDERED_BY, ("name",))

    id = Int(title="Id", brief=True)
    name = Text(title="Name", brief=True)
    summary = LongText(title="Summary")
    status = Choice(SeriesStatus, title="How far it is")
    date_created = Datetime(title="Registered")

    product = Reference("IProduct", title="Product")
    owner = Reference("IPerson", title="Owner")
    driver = Reference("IPerson", title="Who plans its releases, if not the owner")
    milestones = Collection("IMilestone", inverse="product_series", title="Milestones")
    tasks = Collection("IBugTask", inverse="product_series", title="Tasks")


class IDistroSeries(IEntity):
    """A release of a distribution, or what is to become one."""

    taggedValue(ORDERED_BY, ("version",))

    id = Int(title="Id", brief=True)
    name = Text(title="Name", brief=True)
    displayname = Text(title="Name shown", brief=True)
    title = Text(title="Title")
    summary = LongText(title="Summary")
    description = LongText(title="Description")
    version = Text(title="Version")
    status = Choice(SeriesStatus, title="How far it is")
    date_created = Datetime(title="Registered")
    date_released = Datetime(title="Released, if it was")

    distribution = Reference("IDistribution", title="Distribution")
    driver = Reference("IPerson", title="Who plans its releases, if not the owner")
    milestones = Collection("IMilestone", inverse="distro_series", title="Milestones")
    tasks = Collection("IBugTask", inverse="distro_series", title="Tasks")


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


class IDistributions(IBrandedGroup):
    """Distributions."""

    def get_owner():
        """Their owners."""

    def get_driver():
        """Those who plan their releases."""

    def get_bug_supervisor():
        """Those who tend their bugs."""

    def get_series(**tests):
        """Their series."""

    def get_milestones(**tests):
        """Their milestones, and those of their series."""

    def get_tasks(**tests):
        """The tasks of their bugs, packages' included."""

    def get_source_package_names(**tests):
        """The names of the source packages registered in them."""

    def get_source_packages(**tests):
        """The source packages registered in them."""

    def hot_bugs(limit=None, each=False, **tests):
        """Their unresolved bugs that are no duplicates, hottest first.

        ``limit`` holds in all, or for each distribution.
        """


class IProjects(IBrandedGroup):
    """Project groups."""

    def get_owner():
        """Their owners."""

    def get_driver():
        """Those who plan their releases."""

    def get_products(**tests):
        """Their products."""


class IProducts(IBrandedGroup):
    """Products."""

    def get_owner():
        """Their owners."""

    def get_driver():
        """Those who plan their releases."""

    def get_bug_supervisor():
        """Those who tend their bugs."""

    def get_project_group():
        """The groups they belong to."""

    def get_series(**tests):
        """Their series."""

    def get_milestones(**tests):
        """Their milestones, and those of their series."""

    def get_tasks(**tests):
        """The tasks of their bugs, without those of their series."""

    def hot_bugs(limit=None, each=False, **tests):
        """Unresolved bugs of the active among them that are no duplicates,
        hottest first.

        ``limit`` holds in all, or for each product.
        """


class IPillarNames(IGroup):
    """Names of pillars."""

    def get_distribution():
        """The distributions whose they are."""

    def get_product():
        """The products whose they are."""

    def get_project_group():
        """The project groups whose they are."""

    def get_alias_for():
        """The names that they stand for."""


class IPillars(IMixedGroup):
    """Distributions, products and project groups, found by their names.

    ``IPillars(context)`` holds all, as other roots do, ``IProducts(pillars)``
    the products among them. Their names are read by one statement, which
    brings the pillars along; that of an alias by one more.
    """

    def filter(**tests):
        """Those whose name passes every test; an alias stands for its pillar.

        The tests are those of ``IPillarNames``: ``filter(name='ubuntu')``.
        Raises as ``IGroup.filter`` does.
        """

    def ordered_by(*names):
        """The same in another order of their names; see ``IGroup``."""

    def limit(count):
        """The first ``count`` names; see ``IGroup``."""

    def after(key):
        """Those whose names come after the one with this ``key``."""

    def key(pillar):
        """The text that ``after`` takes to go on behind ``pillar``; see
        ``IGroup``."""

    def all():
        """Have all of them loaded. Returns the group."""

    def need_url():
        """Ask for their canonical URLs. Returns the group."""

    def get_branding():
        """Their images, as a group of ``IBranding``."""

    def get_owner():
        """Their owners, as one group of persons."""

    def get_driver():
        """Those who plan their releases, as one group of persons."""

    def one():
        """The only pillar; NotOne where there are none or several."""

    def first():
        """The first pillar, or None."""


class IProductSeriesSet(IGroup):
    """Series of products."""

    def get_product():
        """Their products."""

    def get_owner():
        """Their owners."""

    def get_driver():
        """Those who plan their releases."""

    def get_milestones(**tests):
        """Their milestones."""

    def get_tasks(**tests):
        """The tasks of the bugs in them."""


class IDistroSeriesSet(IGroup):
    """Series of distributions."""

    def get_distribution():
        """Their distributions."""

    def get_driver():
        """Those who plan their releases."""

    def get_milestones(**tests):
        """Their milestones."""

    def get_tasks(**tests):
        """The tasks of the bugs in them, packages' included."""


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
