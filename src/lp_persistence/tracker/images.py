"""Images that people uploaded, from the file store."""

from __future__ import annotations

import re
from importlib.resources import files
from typing import Any, Final

from zope.component import queryUtility
from zope.interface import implementer
from zope.publisher.browser import BrowserView
from zope.publisher.interfaces import NotFound
from zope.publisher.interfaces.browser import IBrowserPublisher

from lp_persistence.branding.interfaces import IFileStore

_HASH: Final = re.compile(r"[0-9a-f]{64}")
_YEAR: Final = 365 * 24 * 60 * 60
_MINUTE: Final = 60

#: By how contents begin, the types of images that browsers show. Others may hold
#: scripts, whoever uploaded them.
_TYPES: Final = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
)
_MISSING: Final = files(__package__).joinpath("resources/missing.svg").read_bytes()


@implementer(IBrowserPublisher)
class FileImage(BrowserView):
    """``/+file/HASH``: an image, by the hash of its content.

    One hash is always one image, so that browsers may keep it; no store is asked
    whether there is such a file. What is missing, or no image, is shown as such,
    and asked for again soon.
    """

    sha256: str | None = None

    def publishTraverse(self, request: Any, name: str) -> FileImage:
        """Take the hash. Raises NotFound for what is none."""
        if self.sha256 is None and _HASH.fullmatch(name):
            self.sha256 = name
            return self
        raise NotFound(self.context, name, request)

    def __call__(self) -> bytes:
        if self.sha256 is None:
            raise NotFound(self.context, "+file", self.request)
        response = self.request.response
        response.setHeader("X-Content-Type-Options", "nosniff")
        contents = queryUtility(IFileStore)
        content = None if contents is None else contents.get(self.sha256)
        if content is not None:
            for begin, kind in _TYPES:
                if content.startswith(begin):
                    response.setHeader("Content-Type", kind)
                    response.setHeader(
                        "Cache-Control", f"public, max-age={_YEAR}, immutable"
                    )
                    return bytes(content)
        response.setHeader("Content-Type", "image/svg+xml")
        response.setHeader("Cache-Control", f"public, max-age={_MINUTE}")
        return _MISSING
