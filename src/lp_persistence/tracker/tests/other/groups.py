"""Groups whose verbs the other package understands otherwise."""

from __future__ import annotations

from typing import Any

from lp_persistence.pillars.groups import Products
from lp_persistence.verbs import follow


class OpenProducts(Products):
    """Products whose hottest bugs are those that are no secret."""

    _hot_bugs = follow("hot_bugs")

    def hot_bugs(self, limit: int | None = None, **tests: Any) -> Any:
        """See ``IProducts``."""
        return self._hot_bugs(limit=limit, private=False, **tests)
