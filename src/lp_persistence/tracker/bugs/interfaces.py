"""What the pages of bugs show."""

from __future__ import annotations

from zope.interface import Attribute, Interface


class IBugHeading(Interface):
    """What the page of a bug says of it."""

    description = Attribute("What was reported.")
    is_private = Attribute("Whether few may see it.")
    heat = Attribute("How much it concerns people.")
