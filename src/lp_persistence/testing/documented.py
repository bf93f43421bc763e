"""Packages that a page of the documentation holds whole.

A block of code with a caption that is a path is a file of it; a block whose
language is ``diff`` is a change of them, known by its caption.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from textwrap import dedent
from typing import Final

_BLOCK: Final = re.compile(
    r"^\.\. code-block:: (?P<language>\w+)\n"
    r"   :caption: (?P<caption>.+)\n\n"
    r"(?P<text>(?:(?:   .*)?\n)+)",
    re.MULTILINE,
)


class DoesNotFit(AssertionError):
    """A change speaks of lines that are not there."""


@dataclass
class Page:
    """What a page holds: files by path, changes by caption."""

    files: dict[str, str] = field(default_factory=dict)
    changes: dict[str, str] = field(default_factory=dict)

    def changed(self, *captions: str) -> Page:
        """The page with these changes made; DoesNotFit for one that can't be."""
        files = dict(self.files)
        for caption in captions:
            for path, hunks in _hunks(self.changes[caption]):
                for before, after in hunks:
                    if files[path].count(before) != 1:
                        raise DoesNotFit(f"{caption}: {path} has not once\n{before}")
                    files[path] = files[path].replace(before, after)
        return Page(files, self.changes)

    def write(self, folder: Path) -> None:
        """Write the files, and make a package of each folder."""
        for path, text in self.files.items():
            file = folder / path
            file.parent.mkdir(parents=True, exist_ok=True)
            (file.parent / "__init__.py").touch()
            file.write_text(text, "utf-8")

    def apply(self, folder: Path) -> None:
        """Write the files in a folder that has others, and make all changes there;
        DoesNotFit for one that can't be."""
        files = dict(self.files)
        for change in self.changes.values():
            for path, _ in _hunks(change):
                files.setdefault(path, (folder / path).read_text("utf-8"))
        changed = Page(files, self.changes).changed(*self.changes)
        for path, text in changed.files.items():
            (folder / path).write_text(text, "utf-8")

    def added(self, caption: str) -> int:
        """How many lines a change adds; those that it takes away count too."""
        return sum(
            line.startswith(("+", "-")) and line[:3] not in ("+++", "---")
            for line in self.changes[caption].splitlines()
        )


def read_page(path: Path) -> Page:
    """The blocks of a page that have a caption."""
    return page_of(path.read_text("utf-8"))


def page_of(source: str) -> Page:
    """The same of the source of a page, or of a part of one."""
    page = Page()
    for block in _BLOCK.finditer(source):
        text = dedent(block["text"]).rstrip("\n") + "\n"
        kept = page.changes if block["language"] == "diff" else page.files
        kept[block["caption"]] = text
    return page


def _hunks(change: str) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """By path the texts before and after of each hunk of a change."""
    for of_file in re.split(r"^--- ", change, flags=re.MULTILINE)[1:]:
        head, *hunks = re.split(r"^@@\n", of_file, flags=re.MULTILINE)
        yield head.split()[0], [(_side(hunk, "+"), _side(hunk, "-")) for hunk in hunks]


def _side(hunk: str, without: str) -> str:
    lines = (line for line in hunk.splitlines() if line[:1] != without)
    return "".join(f"{line[1:]}\n" for line in lines)
