"""The tables of the librarian, which keeps files."""

from storm.properties import Bool, DateTime, Int, Unicode


class LibraryFileAlias:
    __storm_table__ = "libraryfilealias"

    id = Int(primary=True, allow_none=False)
    content_id = Int("content")
    filename = Unicode(allow_none=False)
    mimetype = Unicode(allow_none=False)
    expires = DateTime()
    date_created = DateTime(allow_none=False)
    restricted = Bool(allow_none=False)
    hits = Int(allow_none=False)


class LibraryFileContent:
    __storm_table__ = "libraryfilecontent"

    id = Int(primary=True, allow_none=False)
    datecreated = DateTime(allow_none=False)
    filesize = Int(allow_none=False)
    sha1 = Unicode(allow_none=False)
    md5 = Unicode(allow_none=False)
    sha256 = Unicode(allow_none=False)
