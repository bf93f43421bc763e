"""What the pages of persons and teams show."""

from __future__ import annotations

from zope.interface import Attribute, Interface


class IPersonHeading(Interface):
    """What the pages of a person or team begin with."""

    branding = Attribute("Its images.")
    is_team = Attribute("Whether it is a team.")


class IPersonDetails(Interface):
    """What the page of a person or team says of it."""

    homepage = Attribute("A text of its own.")
    date_created = Attribute("When it was registered.")
    member_count = Attribute("How many members a team has.")
    is_joined = Attribute("Whether the viewer takes part in a team.")
