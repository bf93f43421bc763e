"""The files of a generated world: images, three for each who has some, and
what is attached to bugs."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from typing import Any, Final

from lp_persistence.sample.chance import Chance
from lp_persistence.sample.images import png

EXPIRED: Final = 0.06
IMAGES: Final = ("icon.png", "logo.png", "mugshot.png")
ATTACHMENTS: Final = ("fix.patch", "screenshot.png", "журнал.txt")
MEDIA_TYPES: Final = {
    "patch": "text/x-patch",
    "png": "image/png",
    "txt": "text/plain; charset=utf-8",
}
#: How many pixels images have on each side.
SIDES: Final = {
    "icon.png": 14,
    "logo.png": 64,
    "mugshot.png": 192,
    "screenshot.png": 320,
}
#: How many contents there are of a name: of many who upload, some choose the same.
DESIGNS: Final = 500


class Files:
    """What was uploaded; ``count`` grows as images are given away."""

    def __init__(self, seed: int):
        self._seed = seed
        self.count = 0
        #: Ids of what was attached to bugs; all others are images.
        self._attached: set[int] = set()

    def images(self) -> int:
        """The id of a new icon; the next two are logo and mugshot."""
        first = self.count + 1
        self.count += len(IMAGES)
        return first

    def attachment(self) -> int:
        """The id of a new file that is attached to a bug."""
        self.count += 1
        self._attached.add(self.count)
        return self.count

    def rows(self) -> Iterator[tuple[Any, ...]]:
        """(id, sha256, filename, mimetype)"""
        chance = Chance(self._seed, "file rows")
        for file in range(1, self.count + 1):
            name, design = self._content_of(file)
            yield (
                file,
                None if chance.passes(EXPIRED) else _hash(name, design),
                name,
                MEDIA_TYPES[name.rpartition(".")[2]],
            )

    def contents(self) -> Iterator[bytes]:
        """What the files hold, each content once."""
        files = range(1, self.count + 1)
        for name, design in dict.fromkeys(map(self._content_of, files)):
            yield content(name, design)

    def _content_of(self, file: int) -> tuple[str, int]:
        names = ATTACHMENTS if file in self._attached else IMAGES
        number, kind = divmod(file - 1, len(names))
        return names[kind], number % DESIGNS


def content(name: str, design: int) -> bytes:
    """What a file of that name holds."""
    if name in SIDES:
        return png(SIDES[name], design)
    return f"{name}, {design}\n".encode()


@cache
def _hash(name: str, design: int) -> str:
    return sha256(content(name, design)).hexdigest()


def images_from(first: int) -> tuple[int | None, int | None, int | None]:
    """The ids of icon, logo and mugshot; ``first`` is 0 for none."""
    return (first, first + 1, first + 2) if first else (None, None, None)
