"""Where a store's files have their contents: in a folder beside it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from zope.component import getUtility, queryUtility

from lp_persistence.branding.contents import ContentsInFolder
from lp_persistence.branding.interfaces import IFileStore
from lp_persistence.sample.generator import World

SUFFIX: Final = ".files"


def keep_contents_beside(path: Path) -> None:
    """Have contents kept beside a store at ``path``; where the site keeps them
    elsewhere than in a folder, they stay there."""
    contents = queryUtility(IFileStore)
    if isinstance(contents, ContentsInFolder):
        contents.folder = path.with_name(path.name + SUFFIX)


def put_contents(world: World) -> None:
    """Put what a world's files hold into the file store."""
    contents = getUtility(IFileStore)
    for content in world.files.contents():
        contents.put(content)


@contextmanager
def contents_of(world: World) -> Iterator[None]:
    """The same for a block; a folder that was made for it goes again where that
    fails."""
    contents = getUtility(IFileStore)
    new: list[Path] = []
    if isinstance(contents, ContentsInFolder) and not contents.folder.exists():
        new.append(contents.folder)
    try:
        put_contents(world)
        yield
    except BaseException:
        for folder in new:
            shutil.rmtree(folder, ignore_errors=True)
        raise
