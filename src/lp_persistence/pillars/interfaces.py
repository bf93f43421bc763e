"""Pillars: what bugs are reported against and people gather around."""

from zope.interface import taggedValue

from lp_persistence.branding.interfaces import IBranding
from lp_persistence.fields import (
    Collection,
    Embedded,
    Int,
    LongText,
    Reference,
    Text,
)
from lp_persistence.interfaces import IEntity, IGroup
from lp_persistence.model import ORDERED_BY


class IDistribution(IEntity):
    """A distribution of packages, such as Ubuntu."""

    taggedValue(ORDERED_BY, ("name",))

    id = Int(title="Id", brief=True)
    name = Text(title="Name", brief=True)
    displayname = Text(title="Name shown", brief=True)
    title = Text(title="Title")
    summary = LongText(title="Summary")
    description = LongText(title="Description")

    owner = Reference("IPerson", title="Owner")
    tasks = Collection("IBugTask", inverse="distribution", title="Tasks")
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


class IDistributions(IGroup):
    """Distributions."""

    def get_branding():
        """Their images, as a group of ``IBranding``."""

    def get_owner():
        """Their owners."""

    def get_tasks(**tests):
        """The tasks of their bugs, packages' included."""

    def hot_bugs(limit=None, each=False, **tests):
        """Their unresolved bugs that are no duplicates, hottest first.

        ``limit`` holds in all, or for each distribution.
        """

    def get_icon():
        """The files of their small images."""

    def get_logo():
        """The files of their middle images."""

    def get_mugshot():
        """The files of their large images."""
