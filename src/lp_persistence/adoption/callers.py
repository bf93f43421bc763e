"""Who reads a delegated attribute: the nearest line of a program, or a template."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from types import FrameType
from typing import Final

from lp_persistence.place import TEMPLATES, is_machinery, is_worked_through

# What Storm reads for somebody, they read; and what snapshots of objects read.
is_worked_through("storm")
is_worked_through("lazr")

#: A line of a template, as places name it, with its expression.
_TEMPLATE: Final = re.compile(r"(?P<file>.*?):(?P<line>\d+)(?: \((?P<name>.*)\))?")

#: The file of what a template compiles its expressions of Python to.
_EXPRESSION: Final = "<string>"


@dataclass(frozen=True, order=True)
class Caller:
    """A place that reads: its file, the function or the template's expression, and
    the line."""

    file: str
    name: str
    line: int = 0

    def __str__(self) -> str:
        return f"{self.file}:{self.line} in {self.name}"

    @property
    def entry(self) -> str:
        """As ``ratchet.json`` lists it: the same after edits around it."""
        return f"{self.file} in {self.name}"

    def shortened(self, folders: Iterable[str] = sys.path) -> Caller:
        """With the file as packages name it, wherever they are installed: without
        the longest of the folders that it is in."""
        inside = [
            prefix
            for prefix in (os.path.join(folder, "") for folder in folders if folder)
            if self.file.startswith(prefix)
        ]
        if not inside:
            return self
        name = self.file.removeprefix(max(inside, key=len)).replace(os.sep, "/")
        return Caller(name, self.name, self.line)


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
        elif not is_machinery(module) and frame.f_code.co_filename != _EXPRESSION:
            code = frame.f_code
            return Caller(code.co_filename, code.co_qualname, frame.f_lineno)
        frame = frame.f_back
    return Caller("?", "?")
