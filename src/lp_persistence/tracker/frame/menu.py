"""The menu: an entry for each area that registers one."""

from __future__ import annotations

from typing import NamedTuple

from zope.browserpage.viewpagetemplatefile import ViewPageTemplateFile
from zope.component import getUtilitiesFor
from zope.interface import implementer

from lp_persistence.tracker.frame.interfaces import IMenuEntry
from lp_persistence.tracker.frame.part import Part
from lp_persistence.tracker.frame.shown import Link


@implementer(IMenuEntry)
class MenuEntry(NamedTuple):
    """See ``IMenuEntry``."""

    text: str
    path: str
    position: int


class MenuPart(Part):
    """The entries, in their order. They need nothing from a store."""

    name = "menu"
    template = ViewPageTemplateFile("menu.pt")

    @property
    def entries(self) -> list[Link]:
        """What the menu leads to."""
        entries = [entry for _, entry in getUtilitiesFor(IMenuEntry)]
        entries.sort(key=lambda entry: (entry.position, entry.text))
        return [Link(each.text, f"{self.base}/{each.path}") for each in entries]
