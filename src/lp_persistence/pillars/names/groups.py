"""Groups of names of pillars."""

from zope.interface import implementer

from lp_persistence.group import Group
from lp_persistence.pillars.names.interfaces import IPillarNames
from lp_persistence.verbs import follow


@implementer(IPillarNames)
class PillarNames(Group):
    """See ``IPillarNames``."""

    get_distribution = follow("distribution")
    get_product = follow("product")
    get_project_group = follow("project_group")
    get_alias_for = follow("alias_for")
