"""Files that people bring."""

from zope.interface import Attribute, Interface
from zope.schema import TextLine


class ILibraryFileAlias(Interface):
    """A file by the name that somebody gave it."""

    filename = TextLine(title="The name")
    mimetype = TextLine(title="What kind of file it is")
    content = Attribute("Its bytes, which others may share.")

    def getURL():
        """Its address."""
