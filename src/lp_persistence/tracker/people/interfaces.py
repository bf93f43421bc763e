"""What the pages of persons and teams show."""

from __future__ import annotations

from zope.interface import Attribute, Interface


class IPersonHeading(Interface):
    """What the page of a person or team says of it."""

    homepage = Attribute("A text of its own.")
    branding = Attribute("Its images.")
