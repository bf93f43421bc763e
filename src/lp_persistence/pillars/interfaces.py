"""Pillars: what bugs are reported against and people gather around.

``names`` is how they are found, ``series`` and ``packages`` what they are
divided into.
"""

from zope.interface import taggedValue

from lp_persistence.branding.interfaces import IBadge, IBrandedGroup, IBranding
from lp_persistence.fields import (
    Bool,
    Choice,
    Collection,
    Datetime,
    Embedded,
    Int,
    LongText,
    Reference,
    Text,
    Texts,
)
from lp_persistence.interfaces import IEntity
from lp_persistence.model import ORDERED_BY, PERMISSIONS, SEARCHED
from lp_persistence.pillars.enums import BugSharingPolicy
from lp_persistence.pillars.permissions import PILLAR


class IPillar(IEntity):
    """What distributions, products and project groups have in common."""

    taggedValue(ORDERED_BY, ("name",))
    taggedValue(SEARCHED, {"text": ("name", "displayname", "title", "summary")})

    id = Int(title="Id", brief=True)
    name = Text(title="Name", brief=True, indexed=True)
    displayname = Text(title="Name shown", brief=True)
    title = Text(title="Title")
    summary = LongText(title="Summary")
    description = LongText(title="Description; a product may have none")
    date_created = Datetime(title="Registered")

    owner = Reference("IPerson", title="Owner")
    registrant = Reference("IPerson", title="Who registered it")
    driver = Reference("IPerson", title="Who plans its releases, if not the owner")

    icon = Reference("IFile", title="Image of 14 pixels")
    logo = Reference("IFile", title="Image of 64 pixels")
    mugshot = Reference("IFile", title="Image of 192 pixels")
    branding = Embedded(IBranding, of=("icon", "logo", "mugshot"), title="Images")
    badge = Embedded(IBadge, of=("icon",), title="The image beside links to it")


class IPillarWithBugs(IPillar):
    """What bugs are reported against: a distribution or a product."""

    taggedValue(PERMISSIONS, PILLAR)

    official_tags = Texts(title="Tags that are suggested for its bugs")
    bug_sharing_policy = Choice(
        BugSharingPolicy,
        title="Who its bugs may be and are at first for; a product may not say",
    )

    bug_supervisor = Reference("IPerson", title="Who tends its bugs, if anybody")


class IDistribution(IPillarWithBugs):
    """A distribution of packages, such as Ubuntu."""

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


class IProject(IPillar):
    """A project group: products under one roof, such as GNOME."""

    active = Bool(title="Is shown")

    products = Collection(
        "IProduct", inverse="project_group", title="Products, inactive ones too"
    )


class IProduct(IPillarWithBugs):
    """A product: a program, say, with people who make it."""

    active = Bool(title="Is worked on, and shown")

    project_group = Reference("IProject", title="The group it belongs to, if any")
    development_focus = Reference(
        "IProductSeries", title="The series that most work goes into, if any"
    )
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


class IPillarGroup(IBrandedGroup):
    """Pillars of one kind."""

    def get_owner():
        """Their owners."""

    def get_registrant():
        """Those who registered them."""

    def get_driver():
        """Those who plan their releases."""


class IPillarGroupWithBugs(IPillarGroup):
    """Pillars of one kind that bugs are reported against."""

    def get_bug_supervisor():
        """Those who tend their bugs."""

    def get_series(**tests):
        """Their series."""

    def get_milestones(**tests):
        """Their milestones, and those of their series."""

    def get_tasks(**tests):
        """The tasks of their bugs: those in a distribution's packages, too,
        and none of those in series."""

    def hot_bugs(limit=None, each=False, **tests):
        """Their unresolved bugs that are no duplicates, hottest first; none of
        a product that is not active.

        ``limit`` holds in all, or for each of them.
        """


class IDistributions(IPillarGroupWithBugs):
    """Distributions."""

    def get_source_package_names(**tests):
        """The names of the source packages registered in them."""

    def get_source_packages(**tests):
        """The source packages registered in them."""


class IProjects(IPillarGroup):
    """Project groups."""

    def get_products(**tests):
        """Their products."""


class IProducts(IPillarGroupWithBugs):
    """Products."""

    def get_project_group():
        """The groups they belong to."""

    def get_development_focus():
        """The series that most work in them goes into."""
