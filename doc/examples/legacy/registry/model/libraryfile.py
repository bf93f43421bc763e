"""Files, which a service of their own keeps; the database knows their names."""

from storm.properties import Int, Unicode
from storm.references import Reference
from zope.interface import implementer

from ...services.stormbase import StormBase
from ..interfaces.libraryfile import ILibraryFileAlias


class LibraryFileContent(StormBase):
    """The bytes of a file."""

    __storm_table__ = "libraryfilecontent"

    id = Int(primary=True)
    sha256 = Unicode(allow_none=False)


@implementer(ILibraryFileAlias)
class LibraryFileAlias(StormBase):
    """See ``ILibraryFileAlias``."""

    __storm_table__ = "libraryfilealias"

    id = Int(primary=True)
    filename = Unicode(allow_none=False)
    mimetype = Unicode(allow_none=False)
    content_id = Int(name="content")
    content = Reference(content_id, "LibraryFileContent.id")

    def getURL(self):
        """See ``ILibraryFileAlias``; without bytes there is none."""
        if self.content is None:
            return None
        return f"/+file/{self.id}/{self.filename}"
