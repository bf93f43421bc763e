"""What the first page shows, beside the briefs."""

from __future__ import annotations

from zope.interface import Attribute, Interface


class IListedPillar(Interface):
    """A pillar in a list."""

    title = Attribute("One line that says what it is.")
    branding = Attribute("Its images.")
