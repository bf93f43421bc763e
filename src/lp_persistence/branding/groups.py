"""Groups of files, and of what has images."""

from zope.interface import implementer

from lp_persistence.branding.interfaces import IBrandedGroup, IFiles
from lp_persistence.group import Group
from lp_persistence.verbs import follow


@implementer(IFiles)
class Files(Group):
    """See ``IFiles``."""


@implementer(IBrandedGroup)
class BrandedGroup(Group):
    """See ``IBrandedGroup``."""

    get_branding = follow("branding")
    get_icon = follow("icon")
    get_logo = follow("logo")
    get_mugshot = follow("mugshot")
