"""How files are kept."""

from lp_persistence.branding.interfaces import IFile
from lp_persistence.branding.tables import LibraryFileAlias, LibraryFileContent
from lp_persistence.storm.records import Records, beside, joined

# Hashes and size of a content that nobody has are not asked for by anybody.
content = beside(
    LibraryFileContent.id,
    LibraryFileAlias.content_id,
    fill={
        LibraryFileContent.filesize: 0,
        LibraryFileContent.sha1: "0" * 40,
        LibraryFileContent.md5: "0" * 32,
    },
)

files = Records(
    IFile,
    {
        "id": LibraryFileAlias.id,
        "sha256": joined(LibraryFileContent.sha256, content),
        "filename": LibraryFileAlias.filename,
        "mimetype": LibraryFileAlias.mimetype,
    },
)
