"""The pages of persons and teams."""

from __future__ import annotations

from typing import Any

from zope.interface import implementer

from lp_persistence.publication import IGroupView
from lp_persistence.tracker.frame import Page
from lp_persistence.tracker.people.interfaces import IPersonHeading


@implementer(IGroupView)
class PersonPage(Page):
    """``/~NAME``: a person or team."""

    def prepare(self, context: Any) -> None:
        """See ``IPreparer``."""
        self.context.need(IPersonHeading)

    @property
    def person(self) -> Any:
        return self.context.one()

    @property
    def heading(self) -> str:
        name: str = self.person.displayname
        return name
