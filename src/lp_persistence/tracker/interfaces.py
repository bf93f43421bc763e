"""What the tracker's root is."""

from __future__ import annotations

from zope.interface import Interface


class ITracker(Interface):
    """The root of the tracker, where paths begin."""
