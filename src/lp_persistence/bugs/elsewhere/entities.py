"""Vulnerabilities, trackers and watches: what they know of themselves."""

from lp_persistence.bugs.elsewhere.interfaces import IBugTracker, IBugWatch, ICve
from lp_persistence.entity import Entity


class Cve(Entity, implements=ICve):
    """See ``ICve``."""


class BugTracker(Entity, implements=IBugTracker):
    """See ``IBugTracker``."""


class BugWatch(Entity, implements=IBugWatch):
    """See ``IBugWatch``."""
