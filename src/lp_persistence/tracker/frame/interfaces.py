"""What takes part in the frame around a page."""

from __future__ import annotations

from zope.interface import Attribute, Interface


class IFramed(Interface):
    """A page within the frame, whose parts fetch what they show with it."""


class IStep(Interface):
    """A view that a path leads on through: what comes before it need not be
    fetched for its own sake."""


class IMenuEntry(Interface):
    """An entry of the menu; a named utility that each area registers."""

    text = Attribute("What it says.")
    path = Attribute("The path of its page, without a slash before it.")
    position = Attribute("Entries stand in the order of this number.")
