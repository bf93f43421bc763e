"""How paths lead to bugs."""

from __future__ import annotations

from typing import Any

from lp_persistence.bugs.interfaces import IBugs
from lp_persistence.interfaces import IContext
from lp_persistence.tracker.frame import Step, number_of


class BugsStep(Step):
    """``/bugs/N``."""

    def find(self, name: str) -> Any:
        """See ``Step``."""
        number = number_of(name)
        return None if number is None else IBugs(IContext(self.request)).of([number])
