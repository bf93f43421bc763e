"""Images that stand for uploaded files."""

from __future__ import annotations

import re
from typing import Any, Final

from zope.interface import implementer
from zope.publisher.browser import BrowserView
from zope.publisher.interfaces import NotFound
from zope.publisher.interfaces.browser import IBrowserPublisher

_HASH: Final = re.compile(r"[0-9a-f]{64}")
_ROWS: Final = 5
_YEAR: Final = 365 * 24 * 60 * 60


@implementer(IBrowserPublisher)
class FileImage(BrowserView):
    """``/+file/HASH``: an image made from the hash of a file's content.

    The store keeps hashes and no contents yet. One hash is always one image,
    and two are hardly ever alike; no store is asked whether there is such a
    file.
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
        response.setHeader("Content-Type", "image/svg+xml")
        response.setHeader("Cache-Control", f"public, max-age={_YEAR}, immutable")
        return pattern(self.sha256).encode()


def pattern(sha256: str) -> str:
    """An SVG of five by five squares, the same on the left and on the right."""
    data = bytes.fromhex(sha256)
    hue = int.from_bytes(data[:2], "big") % 360
    squares = "".join(
        f"M{column} {row}h1v1h-1z"
        for row in range(_ROWS)
        for column in range(_ROWS)
        if data[2 + row * 3 + min(column, _ROWS - 1 - column)] % 2
    )
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="-1 -1 7 7">'
        f'<path fill="hsl({hue} 45% 92%)" d="M-1-1h7v7h-7z"/>'
        f'<path fill="hsl({hue} 55% 42%)" d="{squares}"/></svg>\n'
    )
