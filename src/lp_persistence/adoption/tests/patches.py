"""The patches in ``doc/migrating``, and what the pages of the tutorial show of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from lp_persistence.testing.documented import Page

#: What a page shows of a file, which its caption names.
_EXCERPT: Final = re.compile(
    r"^\.\. code-block:: (?P<language>\w+)\n"
    r"   :caption: (?P<path>\S+)\n\n"
    r"(?P<text>(?:(?:   .*)?\n)+)",
    re.MULTILINE,
)
#: Stands for what is left out.
_LEFT_OUT: Final = re.compile(r"^ *…\n", re.MULTILINE)


class NotShownAsItIs(AssertionError):
    """A page shows what no step makes."""


def read_patch(path: Path) -> Page:
    """The files that a patch adds, and its changes of others, by path."""
    page = Page()
    for of_file in re.split(r"^diff .*\n", path.read_text("utf-8"), flags=re.M)[1:]:
        head, *hunks = re.split(r"^@@.*\n", of_file, flags=re.MULTILINE)
        (name,) = re.findall(r"^\+\+\+ b/(\S+)$", head, re.MULTILINE)
        if "--- /dev/null" in head:
            page.files[name] = _side("".join(hunks), "-")
        else:
            page.changes[name] = f"--- {name}\n" + "".join(f"@@\n{h}" for h in hunks)
    return page


def check_excerpts(page: str, before: Path, after: Path) -> None:
    """Raise NotShownAsItIs, unless all that a part of a page shows stands so in the
    folder after its step, and what is shown as gone in the one before."""
    for language, path, text in _excerpts(page):
        for chunk in _LEFT_OUT.split(text):
            sides = {after: chunk}
            if language == "diff":
                sides = {before: _side(chunk, "+"), after: _side(chunk, "-")}
            for folder, lines in sides.items():
                if lines.strip("\n") not in (folder / path).read_text("utf-8"):
                    raise NotShownAsItIs(f"{path} has not\n{lines}")


def _excerpts(page: str) -> Iterator[tuple[str, str, str]]:
    for block in _EXCERPT.finditer(page):
        text = re.sub("^   ", "", block["text"], flags=re.MULTILINE)
        yield block["language"], block["path"], text


def _side(hunk: str, without: str) -> str:
    lines = (line for line in hunk.splitlines() if line[:1] != without)
    return "".join(f"{line[1:]}\n" for line in lines)
