"""Who looks, as the frame shows it."""

from __future__ import annotations

from typing import Any

from zope.browserpage.viewpagetemplatefile import ViewPageTemplateFile

from lp_persistence.entity import Entity
from lp_persistence.people.interfaces import IPersons
from lp_persistence.tracker.frame.part import Part
from lp_persistence.tracker.frame.rows import IPersonLink


class ViewerPart(Part):
    """The viewer's name and icon, where there is one."""

    name = "viewer"
    template = ViewPageTemplateFile("viewer.pt")
    _found: Any = None

    def declare(self, context: Any) -> None:
        """See ``Part``."""
        viewer = context.viewer
        if isinstance(viewer, Entity):
            self._found = self.root(IPersons).of([viewer]).need(IPersonLink)

    @property
    def viewer(self) -> Any:
        """Who looks; None for nobody, and for somebody who is gone."""
        return None if self._found is None else self._found.first()
