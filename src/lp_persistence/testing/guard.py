"""Refuses databases and networks to tests that claim to need none.

An audit hook can't be taken out again, so one is put in at the first use and
listens while any guard is up. What raises no audit event can't be refused
this way: a PostgreSQL driver connects in C. Tests are kept from it by a layer
that has no source of stores.
"""

from __future__ import annotations

import sys
from typing import Any, Final

from lp_persistence.errors import PersistenceError

#: Audit events that a test in memory must not raise.
REFUSED: Final = frozenset({"socket.connect", "sqlite3.connect"})


class Refused(PersistenceError):
    """A test in memory reached for a database or a network."""


class Guard:
    """Refuses while it is up; ``with guard: …``."""

    def __init__(self) -> None:
        self._up = 0
        self._listens = False

    def __enter__(self) -> None:
        if not self._listens:
            sys.addaudithook(self._hear)
            self._listens = True
        self._up += 1

    def __exit__(self, *exc_info: object) -> None:
        self._up -= 1

    def _hear(self, event: str, args: tuple[Any, ...]) -> None:
        if self._up and event in REFUSED:
            raise Refused(
                f"A test on the memory layer called {event} with {args[-1]!r}. It "
                f"is to need neither database nor network: take what it reads from "
                f"its backend, or put it on a layer with a database."
            )


GUARD: Final = Guard()
