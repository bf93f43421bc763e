"""Where in the program something was said, cheaply kept; and where it is read,
looked for only when it fails."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import cache
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
#: Packages whose lines are no news to who reads that something was not asked for;
#: what backends work through, they add.
_MACHINERY: Final = {
    "contextlib",
    "functools",
    "lp_persistence.",
    "transaction.",
    "zope.",
}
#: What of this package is somebody's own program all the same: what a domain's
#: entities compute, pages, tests.
_PROGRAMS: Final = (".entities", ".tests.", ".testing.", ".tracker.")


def speaks_for_caller(module: str) -> None:
    """Have a module's lines passed over: what it says, its caller meant.

    Modules of groups are registered with their entities.
    """
    _INNER.add(module)
    is_inner.cache_clear()


def is_worked_through(package: str) -> None:
    """Have all lines of a package passed over when somebody reads."""
    _MACHINERY.add(f"{package}.")


class Place:
    """A file and line; formatted only when it is asked for."""

    __slots__ = ("_code", "_line")

    def __init__(self, code: CodeType, line: int):
        self._code = code
        self._line = line

    def __str__(self) -> str:
        return f"{self._code.co_filename}:{self._line}"


@cache
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


def reading_places() -> tuple[str, ...]:
    """Where something is read just now, the innermost place first.

    A line of the program; where an entity's own code reads for somebody, also
    that line of theirs. Then the templates that are rendered: the line with
    its expression, and for macros the lines that use them.
    """
    places: dict[str, None] = {}
    in_program = True
    frame: FrameType | None = sys._getframe(1)
    while frame is not None:
        module = frame.f_globals.get("__name__", "")
        find = TEMPLATES.get((module, frame.f_code.co_name))
        if find is not None:
            in_program = False
            places[find(frame)] = None
        elif in_program and not is_machinery(module):
            places[str(Place(frame.f_code, frame.f_lineno))] = None
            in_program = module.endswith(".entities")
        frame = frame.f_back
    return tuple(places)


def is_machinery(module: str) -> bool:
    if module.startswith("lp_persistence.") and any(
        part in f"{module}." for part in _PROGRAMS
    ):
        return False
    return is_inner(module) or f"{module}.".startswith(tuple(_MACHINERY))


def _evaluated(frame: FrameType) -> str:
    """The line of a template whose expression is evaluated."""
    context = frame.f_locals["self"]
    expression = frame.f_locals["expression"]
    # Of a path; of Python, in the brackets that zope.tales adds.
    text = getattr(expression, "_s", None) or getattr(expression, "text", "")[1:-1]
    line = f"{context.source_file}:{context.position[0]}"
    return f"{line} ({text.strip()})" if text else line


def _macro_used(frame: FrameType) -> str:
    """The line of a template that uses the macro which is rendered."""
    line = None
    outer = frame.f_back
    if outer is not None and "program" in outer.f_locals:
        # The element's position is said before it is rendered.
        for operation, value in outer.f_locals["program"]:
            if operation == "setPosition":
                line = value[0]
            elif value is outer.f_locals["args"]:
                break
    # The macro may be of another file, or not be found yet.
    source = frame.f_locals.get("prev_source", frame.f_locals["self"].sourceFile)
    return source if line is None else f"{source}:{line}"


#: By module and function of zope.tales and zope.tal, what their frames tell.
TEMPLATES: Final[dict[tuple[str, str], Callable[[FrameType], str]]] = {
    ("zope.tales.tales", "evaluate"): _evaluated,
    ("zope.tal.talinterpreter", "do_useMacro"): _macro_used,
}
