"""How paths lead to vulnerabilities."""

from __future__ import annotations

from typing import Any

from lp_persistence.bugs.elsewhere.interfaces import ICves
from lp_persistence.interfaces import IContext
from lp_persistence.tracker.frame import Step


class CveStep(Step):
    """``/cve/SEQUENCE``, such as ``/cve/1999-8979``."""

    def find(self, name: str) -> Any:
        """See ``Step``."""
        cves: Any = ICves(IContext(self.request))
        return cves.filter(sequence=name)
