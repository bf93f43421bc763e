"""Macros that templates share."""

from __future__ import annotations

import sys
from typing import Any

from zope.browserpage.viewpagetemplatefile import ViewPageTemplateFile
from zope.pagetemplate.pagetemplatefile import package_home


class Macros:
    """The macros of several templates under one name: ``view/macros/person``.

    Files are named as they stand beside the module that makes it.
    """

    def __init__(self, *files: str):
        here = package_home(sys._getframe(1).f_globals)
        self._templates = [ViewPageTemplateFile(file, here) for file in files]
        #: By name of a macro the template that had it: each that is asked looks at
        #: its file, whether it was changed.
        self._holders: dict[str, ViewPageTemplateFile] = {}

    def __getitem__(self, name: str) -> Any:
        held = self._holders.get(name)
        for template in self._templates if held is None else [held, *self._templates]:
            macros = template.macros
            if name in macros:
                self._holders[name] = template
                return macros[name]
        raise KeyError(name)


MACROS = Macros("frame.pt", "people.pt", "pillar.pt", "bug.pt", "pager.pt", "form.pt")
