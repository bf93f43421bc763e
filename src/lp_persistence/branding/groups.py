"""The group of files."""

from zope.interface import implementer

from lp_persistence.branding.interfaces import IFiles
from lp_persistence.group import Group


@implementer(IFiles)
class Files(Group):
    """See ``IFiles``."""
