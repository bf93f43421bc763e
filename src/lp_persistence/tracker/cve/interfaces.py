"""What the page of a vulnerability shows, beside the brief."""

from __future__ import annotations

from zope.interface import Attribute, Interface


class ICveHeading(Interface):
    """What the page says of it."""

    status = Attribute("How far it is acknowledged.")
    description = Attribute("What it is.")
    date_created = Attribute("When it was recorded.")
    date_modified = Attribute("When it was changed last.")
