"""Files, and the images that stand for people and pillars."""

from zope.interface import Attribute, Interface

from lp_persistence.fields import Int, Text
from lp_persistence.interfaces import IEntity, IGroup


class IFile(IEntity):
    """A file that somebody uploaded; its content is known by its hash."""

    id = Int(title="Id", brief=True)
    sha256 = Text(title="Hash of its content; None once it expired", brief=True)
    filename = Text(title="Name")
    mimetype = Text(title="Media type")


class IFiles(IGroup):
    """Files."""


class IFileStore(Interface):
    """Keeps the contents of files, each known by its hash; a utility.

    It knows nothing of who a file belongs to: a content that several uploaded is
    kept once.
    """

    def put(content):
        """Keep a content, ``bytes``; its SHA-256 as 64 hexadecimal digits."""

    def get(sha256):
        """The content with that hash; None where it is not there."""


class IBadge(Interface):
    """The one of its images that stands beside every link to a person or a pillar:
    its own, else the stock one; an ``Image``."""

    icon = Attribute("14 × 14 pixels.")


class IBranding(IBadge):
    """All the images of a person or a pillar. Each is an ``Image``."""

    logo = Attribute("64 × 64 pixels.")
    mugshot = Attribute("192 × 192 pixels.")


class IBrandedGroup(IGroup):
    """A group of what has images: persons, or pillars of one kind."""

    def get_branding():
        """Their images, as a group of ``IBranding``."""

    def get_icon():
        """The files of their small images."""

    def get_logo():
        """The files of their middle images."""

    def get_mugshot():
        """The files of their large images."""
