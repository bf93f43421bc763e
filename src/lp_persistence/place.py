"""Where in the program something was said, cheaply kept."""

from __future__ import annotations

import sys
from types import CodeType, FrameType
from typing import Final

#: Modules that speak for their caller: the heart's own, and those that say so.
_INNER: Final = {
    "lp_persistence.context",
    "lp_persistence.embedded",
    "lp_persistence.group",
    "lp_persistence.mixed",
    "lp_persistence.place",
    "lp_persistence.root",
    "lp_persistence.verbs",
    "lp_persistence.zcml",
}
#: Packages through which an interface finds its adapter.
_ADAPTING: Final = ("zope.component.", "zope.interface.")


def speaks_for_caller(module: str) -> None:
    """Have a module's lines passed over: what it says, its caller meant.

    Modules of groups are registered with their entities.
    """
    _INNER.add(module)


class Place:
    """A file and line; formatted only when it is asked for."""

    __slots__ = ("_code", "_line")

    def __init__(self, code: CodeType, line: int):
        self._code = code
        self._line = line

    def __str__(self) -> str:
        return f"{self._code.co_filename}:{self._line}"


def is_inner(module: str) -> bool:
    """Whether a module's lines are no news to who wrote the page."""
    return module in _INNER or module.startswith(_ADAPTING)


def calling_place() -> Place:
    """The nearest line outside what speaks for its caller."""
    frame: FrameType | None = sys._getframe(1)
    while frame is not None and frame.f_back is not None:
        if not is_inner(frame.f_globals.get("__name__", "")):
            break
        frame = frame.f_back
    assert frame is not None
    return Place(frame.f_code, frame.f_lineno)
