"""What the pages of pillars show."""

from __future__ import annotations

from zope.interface import Attribute, Interface


class IDistributionHeading(Interface):
    """What the page of a distribution says of it."""

    title = Attribute("One line that says what it is.")
    summary = Attribute("A paragraph on it.")
    branding = Attribute("Its images.")
