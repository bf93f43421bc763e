"""Whether anything tells of what the viewer may not see.

Worlds that differ in hidden entities alone have to look the same: whatever is
read, counted, refused or told by errors, plans and keys.
"""

from lp_persistence.testing.privacy.hidden import Hidden, NoFact
from lp_persistence.testing.privacy.leaks import Leak, find_leak
from lp_persistence.testing.privacy.twins import twins

__all__ = ["Hidden", "Leak", "NoFact", "find_leak", "twins"]
