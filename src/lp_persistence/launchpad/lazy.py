"""``Launchpad``: a name for the registered search."""

from __future__ import annotations

from typing import Any

from zope.component import queryUtility

from lp_persistence.errors import NotRegistered
from lp_persistence.launchpad.interfaces import ILaunchpad


class LazyLaunchpad:
    """``getUtility(ILaunchpad)``, looked up at each use."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):  # a protocol asks whether it is spoken
            raise AttributeError(name)
        launchpad = queryUtility(ILaunchpad)
        if launchpad is None:
            raise NotRegistered(
                "Launchpad is not registered. Include its ZCML: "
                '<include package="lp_persistence" />, or run the script by '
                "bin/lp-persistence run."
            )
        return getattr(launchpad, name)


Launchpad = LazyLaunchpad()
