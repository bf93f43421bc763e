"""What the paths to pillars give, and what their pages show."""

from __future__ import annotations

from zope.interface import Attribute, Interface

from lp_persistence.interfaces import IMixedGroup
from lp_persistence.tracker.frame.rows import IBugRow


class ISeriesOfPillars(IMixedGroup):
    """A series of whatever kind: of distributions, and of products."""


class IPillarHeading(Interface):
    """What the page of a pillar says of it."""

    title = Attribute("One line that says what it is.")
    summary = Attribute("A paragraph on it.")
    branding = Attribute("Its images.")


class IHotBug(IBugRow):
    """One of its hottest bugs."""

    subscriber_count = Attribute("How many are subscribed.")


class ISeriesDetails(Interface):
    """What the page of a series says of it."""

    summary = Attribute("A paragraph on it.")
    status = Attribute("How far it is.")


class IMilestoneDetails(Interface):
    """What the page of a milestone says of it."""

    summary = Attribute("A paragraph on it.")
    date_expected = Attribute("When it is expected.")
    active = Attribute("Whether it can still be worked towards.")
