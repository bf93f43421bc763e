"""A dedicated, substitutable persistence layer for large Zope applications.

Code says what it needs of groups of plain objects, one ``realise()`` fetches
it, and then nothing can reach a database. See doc/.
"""

from lp_persistence.conditions import Before, Containing, Matching, Not
from lp_persistence.context import Context, current_context
from lp_persistence.interfaces import ALL_SEEING
from lp_persistence.launchpad.lazy import Launchpad

__all__ = [
    "ALL_SEEING",
    "Before",
    "Containing",
    "Context",
    "Launchpad",
    "Matching",
    "Not",
    "current_context",
]
