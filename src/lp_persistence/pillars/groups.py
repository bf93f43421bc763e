"""Groups of pillars."""

from zope.interface import implementer

from lp_persistence.group import Group
from lp_persistence.pillars.interfaces import IDistributions
from lp_persistence.verbs import follow


@implementer(IDistributions)
class Distributions(Group):
    """See ``IDistributions``."""

    get_branding = follow("branding")
    get_owner = follow("owner")
    get_tasks = follow("tasks")
    hot_bugs = follow("hot_bugs")
    get_icon = follow("icon")
    get_logo = follow("logo")
    get_mugshot = follow("mugshot")
