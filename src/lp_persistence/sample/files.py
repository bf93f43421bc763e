"""The files of a generated world: images, three for each who has some, and
what is attached to bugs."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from typing import Any, Final

from lp_persistence.sample.chance import Chance

EXPIRED: Final = 0.06
IMAGES: Final = ("icon.png", "logo.png", "mugshot.jpg")
ATTACHMENTS: Final = ("fix.patch", "screenshot.png", "журнал.txt")
MEDIA_TYPES: Final = {
    "jpg": "image/jpeg",
    "patch": "text/x-patch",
    "png": "image/png",
    "txt": "text/plain; charset=utf-8",
}


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
            names = ATTACHMENTS if file in self._attached else IMAGES
            name = names[(file - 1) % len(names)]
            content = sha256(f"{self._seed}:{file}".encode()).hexdigest()
            yield (
                file,
                None if chance.passes(EXPIRED) else content,
                name,
                MEDIA_TYPES[name.rpartition(".")[2]],
            )


def images_from(first: int) -> tuple[int | None, int | None, int | None]:
    """The ids of icon, logo and mugshot; ``first`` is 0 for none."""
    return (first, first + 1, first + 2) if first else (None, None, None)
