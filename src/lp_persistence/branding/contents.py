"""Where the contents of files are kept, by their hash."""

from __future__ import annotations

import re
from hashlib import sha256
from pathlib import Path
from typing import Final
from uuid import uuid4

from zope.interface import implementer

from lp_persistence.branding.interfaces import IFileStore

#: Where the folder is that nobody said a place of.
FOLDER: Final = Path("var") / "files"
_HASH: Final = re.compile(r"[0-9a-f]{64}")


@implementer(IFileStore)
class ContentsInMemory:
    """See ``IFileStore``: for the time of a process."""

    def __init__(self) -> None:
        self._contents: dict[str, bytes] = {}

    def put(self, content: bytes) -> str:
        found = sha256(content).hexdigest()
        self._contents[found] = content
        return found

    def get(self, sha256: str) -> bytes | None:
        return self._contents.get(sha256)


@implementer(IFileStore)
class ContentsInFolder:
    """See ``IFileStore``: a file for each, in ``folder``, which is made when it is
    needed. The first two digits of a hash are a folder of their own.

    A file is there whole or not at all, whoever else writes the same.
    """

    def __init__(self, folder: Path = FOLDER) -> None:
        self.folder = folder

    def put(self, content: bytes) -> str:
        found = sha256(content).hexdigest()
        path = self._path(found)
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            unfinished = path.with_name(f"{found}.{uuid4().hex}")
            try:
                unfinished.write_bytes(content)
                unfinished.replace(path)
            finally:
                unfinished.unlink(missing_ok=True)
        return found

    def get(self, sha256: str) -> bytes | None:
        # What is no hash could be a path to anywhere.
        if not _HASH.fullmatch(sha256):
            return None
        try:
            return self._path(sha256).read_bytes()
        except FileNotFoundError:
            return None

    def _path(self, sha256: str) -> Path:
        return self.folder / sha256[:2] / sha256
