"""Who reads a delegated attribute: the nearest line of a program, or a template."""

from __future__ import annotations

import os
import re
import sys
from dataclasses import dataclass
from types import FrameType
from typing import Final, Self

from lp_persistence.place import TEMPLATES, is_machinery, is_worked_through

# What Storm reads for somebody, they read.
is_worked_through("storm")
# And what snapshots of objects read.
is_worked_through("lazr")

#: A line of a template, as places name it, with its expression.
_TEMPLATE: Final = re.compile(r"(?P<file>.*?):(?P<line>\d+)(?: \((?P<name>.*)\))?")


@dataclass(frozen=True, order=True)
class Caller:
    """A place that reads: its file, the function or the template's expression, and
    the line. Without the line it is the same after edits around it."""

    file: str
    name: str
    line: int = 0

    def __str__(self) -> str:
        return f"{self.file}:{self.line} in {self.name}"

    @property
    def entry(self) -> str:
        """As ``ratchet.json`` lists it."""
        return f"{self.file} in {self.name}"

    def relative_to(self, folder: str) -> Self:
        """With the file as it is named from a folder, where it is below that."""
        inside = os.path.join(folder, "")
        if not self.file.startswith(inside):
            return self
        name = self.file.removeprefix(inside).replace(os.sep, "/")
        return type(self)(name, self.name, self.line)


def calling() -> Caller:
    """Who reads just now: the innermost line that is no machinery."""
    frame: FrameType | None = sys._getframe(1)
    while frame is not None:
        module = frame.f_globals.get("__name__", "")
        find = TEMPLATES.get((module, frame.f_code.co_name))
        if find is not None:
            found = _TEMPLATE.fullmatch(find(frame))
            if found is not None:
                return Caller(found["file"], found["name"] or "?", int(found["line"]))
        elif not is_machinery(module):
            code = frame.f_code
            return Caller(code.co_filename, code.co_qualname, frame.f_lineno)
        frame = frame.f_back
    return Caller("?", "?")
