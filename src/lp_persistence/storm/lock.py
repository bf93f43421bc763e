"""The lock: connections that refuse every access while a view is rendered.

It counts: several tokens may lock a connection, and it is free when the last
is gone. It holds for the connections of the request, whatever thread uses
them: those of the stores of our source, those that were read through, those
that the locking thread has opened. That thread opens no others meanwhile.
A rollback is always allowed.

It is installed by a mixin in Storm's class of databases (``LockablePostgres``,
``LockableSQLite``), whose connections are refused by the driver. Connections
of other classes are blocked by Storm (``Connection.block_access``), and a
tracer asks the tokens; ``coverage(store)`` tells what that leaves open.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from functools import cache, partial
from threading import RLock, get_ident, local
from typing import Any, Final, NamedTuple
from weakref import WeakSet

from storm.database import Connection
from storm.store import Store
from storm.tracer import get_tracers, install_tracer
from zope.testing.cleanup import addCleanUp

from lp_persistence.errors import NotAllowed
from lp_persistence.refusal import is_strict, refuse_access
from lp_persistence.storm.internals import (
    connect_again,
    connection_of,
    driver_connection,
    is_blocked,
)
from lp_persistence.storm.lazy import what_to_declare
from lp_persistence.storm.lockable import Held, Lockable, always, is_rollback, refusal

#: What ``coverage`` speaks of.
NAMES: Final = "the name of the view in what is raised"
STATEMENTS: Final = "statements and commits of Storm"
CURSORS: Final = "cursors of the driver"
ROWS: Final = "rows of statements sent before"
BLOBS: Final = "large objects and blobs"
COMMANDS: Final = "commands of the driver's connection"
CONNECTIONS: Final = "connections made meanwhile"
OTHERS: Final = "stores that the source doesn't know"
#: What goes on where the driver's classes are not ours.
OPEN: Final = (CURSORS, ROWS, BLOBS, COMMANDS, CONNECTIONS, OTHERS)


class Hold(NamedTuple):
    """What one token locks."""

    token: Any
    thread: int
    things: list[Any]


class Lock:
    """The tokens, and what each of them locks."""

    def __init__(self) -> None:
        self._holds: list[Hold] = []
        #: By thread the tokens that it holds, the innermost last.
        self.threads: dict[int, tuple[Any, ...]] = {}
        self._here = local()
        #: The connections of classes that are not ours, while they are locked.
        self._blocked: dict[Connection, Blocked] = {}
        self._changing = RLock()

    def opened(self, thing: Lockable) -> None:
        """This thread has opened a connection; it is locked if the thread is."""
        with self._changing:
            self._opened_here().add(thing)
            for hold in self._holds:
                if hold.thread == get_ident():
                    thing.hold(hold.token)
                    hold.things.append(thing)

    def ask_thread(
        self, statement: str, declare: Callable[[], str | None] = str
    ) -> None:
        """Raise DatabaseLocked where this thread is locked: for connections that
        are not, as those that it would open, and those of other threads.
        ``declare`` is as that of ``refuse_access``."""
        refuse_access(statement, self.threads.get(get_ident(), ()), declare)

    def refuse(self, token: Any, connections: Iterable[Connection]) -> None:
        """Lock connections, and the calling thread's, until ``allow(token)``."""
        with self._changing:
            things = set(self._opened_here())
            for connection in connections:
                things.update(self._lockable(connection))
            for thing in things:
                thing.hold(token)
            self._holds.append(Hold(token, get_ident(), list(things)))
            self._count_threads()

    def allow(self, token: Any) -> None:
        """Take back one ``refuse(token)``, of this thread where it has one (bodies may
        be closed in another); NotAllowed where there was none."""
        with self._changing:
            places = [
                place for place, hold in enumerate(self._holds) if hold.token is token
            ]
            if not places:
                raise NotAllowed(
                    f"{token!r} can't be taken back: it was not refused with."
                )
            # Threads of one request share the token, and end in any order.
            here = get_ident()
            ours = [place for place in places if self._holds[place].thread == here]
            hold = self._holds.pop((ours or places)[-1])
            self._count_threads()
            for thing in hold.things:
                thing.let_go(token)
                if isinstance(thing, Blocked) and not thing.tokens:
                    del self._blocked[thing.connection]

    def clear(self) -> None:
        """Take back every token."""
        for hold in list(self._holds):
            self.allow(hold.token)

    def tokens_of(self, connection: Connection) -> tuple[Any, ...]:
        """Those that lock a connection of a class that is not ours."""
        blocked = self._blocked.get(connection)
        return () if blocked is None else blocked.tokens

    def _count_threads(self) -> None:
        threads: dict[int, tuple[Any, ...]] = {}
        for hold in self._holds:
            threads[hold.thread] = (*threads.get(hold.thread, ()), hold.token)
        self.threads = threads

    def _opened_here(self) -> WeakSet[Lockable]:
        try:
            opened: WeakSet[Lockable] = self._here.opened
        except AttributeError:
            opened = self._here.opened = WeakSet()
        return opened

    def _lockable(self, connection: Connection) -> Iterable[Any]:
        """What has to be held of a connection of Storm's."""
        driver = driver_connection(connection)
        if isinstance(driver, Lockable):
            yield driver
        if isinstance(connection, Lockable):
            yield connection
            return
        if TRACER not in get_tracers():
            install_tracer(TRACER)
        yield self._blocked.setdefault(connection, Blocked(connection))


class Blocked(Held):
    """Holds a connection of a class that is not ours, by Storm's own means.

    Storm's block is a flag: it is set while a token is strict. Where an
    application has set it, it stays.
    """

    def __init__(self, connection: Connection):
        self.connection = connection
        self._is_ours = False

    def settle(self) -> None:
        if any(map(is_strict, self.tokens)):
            if not is_blocked(self.connection):
                self.connection.block_access()
                self._is_ours = True
        elif self._is_ours:
            self.connection.unblock_access()
            self._is_ours = False


class LockTracer:
    """Asks the tokens for statements of connections that are not ours."""

    def connection_raw_execute(
        self, connection: Connection, cursor: Any, statement: str, parameters: Any
    ) -> None:
        tokens = LOCK.tokens_of(connection)
        if tokens and not is_rollback(statement):
            refuse_access(statement, tokens, partial(what_to_declare, statement))


def _compiled(connection: Any, statement: Any, *args: Any, **options: Any) -> str:
    return statement if isinstance(statement, str) else connection.compile(statement)


@contextmanager
def _connection_access(
    connection: LockableConnection, statement: str
) -> Iterator[None]:
    driver = driver_connection(connection)
    with connection.access(statement), ExitStack() as stack:
        if isinstance(driver, Lockable):
            stack.enter_context(driver.letting_through())
        yield


class LockableConnection(Lockable):
    """Mixed into Storm's connections.

    The driver refuses what they are asked for. That they do so themselves
    gives a statement its own name where an application's tracers send others
    before it.
    """

    refusal = refusal(
        _connection_access,
        Held,
        execute=_compiled,
        raw_execute=_compiled,
        commit=always("COMMIT"),
        begin=always("BEGIN"),
        prepare=always("PREPARE TRANSACTION"),
        recover=always("SELECT gid FROM pg_prepared_xacts"),
    )

    def __init__(self, database: Any, event: Any = None):
        super().__init__(database, event)  # type: ignore[call-arg]
        LOCK.opened(self)

    def commit(self, *args: Any, **options: Any) -> None:
        if not self.tokens:
            LOCK.ask_thread("COMMIT")
        super().commit(*args, **options)  # type: ignore[misc]


class LockableDatabase:
    """Mixed into Storm's databases, left of theirs: has their connections,
    whatever their class, held by the lock."""

    connection_factory: Any

    def connect(self, event: Any = None) -> Any:
        """See Storm's ``Database``."""
        return lockable(self.connection_factory)(self, event)


@cache
def lockable(cls: type) -> type:
    """The class of connections, with the mixin."""
    if issubclass(cls, LockableConnection):
        return cls
    return type(cls.__name__, (LockableConnection, cls), {"__module__": cls.__module__})


def coverage(store: Store) -> tuple[str, ...]:
    """What the lock leaves open of a store; empty where it holds all of it."""
    connection = connection_of(store)
    connect_again(connection)
    names = () if isinstance(connection, Lockable) else (NAMES,)
    return (
        names if isinstance(driver_connection(connection), Lockable) else OPEN + names
    )


LOCK: Final = Lock()
TRACER: Final = LockTracer()
addCleanUp(LOCK.clear)
