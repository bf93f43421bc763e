"""What the tracker's root is, and what its pages show of each entity."""

from __future__ import annotations

from zope.interface import Attribute, Interface


class ITracker(Interface):
    """The root of the tracker, where paths begin."""


class IDistributionHeading(Interface):
    """What the page of a distribution says of it."""

    title = Attribute("One line that says what it is.")
    summary = Attribute("A paragraph on it.")
    branding = Attribute("Its images.")


class IBugRow(Interface):
    """What a list says of a bug; its people stand beside it."""

    heat = Attribute("How much it concerns people.")
    is_private = Attribute("Whether few may see it.")
