"""What the connections of drivers have in common, so that a lock can hold them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from weakref import ref

from lp_persistence.place import is_worked_through
from lp_persistence.storm.lock import LOCK
from lp_persistence.storm.lockable import Lockable, set_free, set_refusing

for _package in ("psycopg2", "sqlite3", "storm"):
    is_worked_through(_package)


class LockableDriver(Lockable):
    """What the connections of drivers have in common.

    ``given`` holds weakly what the connection gave out, each with the mixin
    of its refusing variant; ``tolerated`` the cursors (by ``id``) whose rows
    may be fetched.
    """

    given: dict[ref[Any], type]
    tolerated: set[int]
    #: What was given out, while it is locked: a large object that is thrown
    #: away closes itself by a message.
    kept: tuple[Any, ...] = ()

    def __init__(self, *args: Any, **options: Any):
        LOCK.ask_thread("a new connection")
        self.given = {}
        self.tolerated = set()
        super().__init__(*args, **options)
        LOCK.opened(self)

    def settle(self) -> None:
        super().settle()
        self.tolerated.clear()
        # Of a copy: other threads throw some away meanwhile.
        alive = [(thing(), mixin) for thing, mixin in self.given.copy().items()]
        change = set_refusing if self.tokens else set_free
        for thing, mixin in alive:
            if thing is not None:
                change(thing, mixin)
        self.kept = tuple(alive) if self.tokens else ()


@contextmanager
def cursor_access(cursor: Any, statement: str) -> Iterator[None]:
    """A statement of a cursor; the rows that it brings may be fetched."""
    driver: LockableDriver = cursor.connection
    with driver.access(statement):
        driver.tolerated.add(id(cursor))
        yield


@contextmanager
def row_access(cursor: Any, statement: str) -> Iterator[None]:
    """Rows of what a cursor has executed are fetched."""
    driver: LockableDriver = cursor.connection
    if id(cursor) not in driver.tolerated:
        driver.ask(statement)
        driver.tolerated.add(id(cursor))
    with driver.letting_through():
        yield
