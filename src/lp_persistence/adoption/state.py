"""What delegated attributes know of the registrations in force, until these change."""

from __future__ import annotations

from typing import Any, Final, Protocol
from weakref import WeakSet

from zope.testing.cleanup import addCleanUp


class Resolved(Protocol):
    """Something that has found out what it is by the registrations."""

    def forget(self) -> None:
        """Have it found out again."""


class State:
    """Those who have found something in the registrations."""

    def __init__(self) -> None:
        self._resolved: WeakSet[Any] = WeakSet()

    def add(self, resolved: Resolved) -> None:
        """It is told when they change."""
        self._resolved.add(resolved)

    def forget(self) -> None:
        """Tell them."""
        while self._resolved:
            self._resolved.pop().forget()


STATE: Final = State()
addCleanUp(STATE.forget)


def registrations_changed(registration: object, event: object) -> None:
    """A subscriber of registrations of utilities: models, records and caches are."""
    STATE.forget()
