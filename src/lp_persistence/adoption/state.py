"""What delegated attributes know of the registrations in force, as cheap to ask as a
cached property may be."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from zope.component import getGlobalSiteManager, globalregistry, queryUtility
from zope.testing.cleanup import addCleanUp

from lp_persistence.adoption.interfaces import IPropertyCaches


class State:
    """What was found in the global registry; it is found again where that is another
    one, or anything was registered in it."""

    def __init__(self) -> None:
        #: The registry that all this was found in.
        self.site: Any = None
        #: What attributes have found is of the same registrations if it is this.
        self.epoch = object()
        #: The application's IPropertyCaches, or None.
        self.caches: Callable[[Any], Any] | None = None

    def renew(self) -> None:
        """Find what is registered now."""
        self.site = getGlobalSiteManager()
        self.caches = queryUtility(IPropertyCaches)
        self.epoch = object()

    def forget(self) -> None:
        """Have it found again."""
        self.site = None


STATE: Final = State()
addCleanUp(STATE.forget)


def registrations_changed(registration: object, event: object) -> None:
    """A subscriber of registrations of utilities: models, records and caches are."""
    STATE.forget()


def is_current() -> bool:
    """Whether the state is that of the registry in force."""
    return STATE.site is globalregistry.globalSiteManager
