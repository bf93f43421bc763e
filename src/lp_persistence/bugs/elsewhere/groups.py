"""Groups of vulnerabilities, trackers and watches."""

from zope.interface import implementer

from lp_persistence.bugs.elsewhere.interfaces import IBugTrackers, IBugWatches, ICves
from lp_persistence.group import Group
from lp_persistence.verbs import follow


@implementer(ICves)
class Cves(Group):
    """See ``ICves``."""

    get_bugs = follow("bugs")


@implementer(IBugTrackers)
class BugTrackers(Group):
    """See ``IBugTrackers``."""

    get_owner = follow("owner")
    get_watches = follow("watches")


@implementer(IBugWatches)
class BugWatches(Group):
    """See ``IBugWatches``."""

    get_bug = follow("bug")
    get_tracker = follow("tracker")
    get_owner = follow("owner")
