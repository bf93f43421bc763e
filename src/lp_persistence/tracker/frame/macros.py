"""Macros that templates share."""

from __future__ import annotations

from typing import Any

from zope.browserpage.viewpagetemplatefile import ViewPageTemplateFile


class Macros:
    """The macros of several templates under one name: ``view/macros/person``."""

    def __init__(self, *files: str):
        self._templates = [ViewPageTemplateFile(file) for file in files]

    def __getitem__(self, name: str) -> Any:
        for template in self._templates:
            macros = template.macros
            if name in macros:
                return macros[name]
        raise KeyError(name)


MACROS = Macros("frame.pt", "people.pt", "pillar.pt", "bug.pt", "pager.pt", "form.pt")
