"""The backend on Storm's stores."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from threading import local
from typing import Any
from weakref import WeakSet, ref

from storm.database import Connection
from storm.exceptions import ConnectionBlockedError, DatabaseError, StormError
from storm.store import Store
from zope.component import getUtility
from zope.interface import implementer
from zope.interface.interface import InterfaceClass

from lp_persistence.errors import (
    NotAllowed,
    PendingChanges,
    StaleContext,
    Unavailable,
)
from lp_persistence.interfaces import IBackend, ISnapshot, IStatementTexts
from lp_persistence.model import Cache
from lp_persistence.steps import Beside, Count, Follow, Step, Values, ViewerFacts
from lp_persistence.storm.book import RecordsBook, get_book
from lp_persistence.storm.expressions import table_name
from lp_persistence.storm.interfaces import IStoreSource
from lp_persistence.storm.internals import (
    ENDS,
    changed_classes,
    connect_again,
    connection_of,
    rows_of,
)
from lp_persistence.storm.loading import Loader
from lp_persistence.storm.lock import LOCK
from lp_persistence.storm.misfits import misfit
from lp_persistence.storm.neutral import interface_of
from lp_persistence.storm.statements import Dialect, Statement, compile_step
from lp_persistence.storm.stores import Dialects
from lp_persistence.storm.strategies import Asked
from lp_persistence.transactions import current_transaction

_DIALECTS = Dialects()


@implementer(IBackend, IStatementTexts)
class StormBackend:
    """See ``IBackend``.

    ``any_isolation``: transactions need not be snapshots; what one context
    reads may be of several moments then. ``source``: where its stores come
    from; an IStoreSource, the registered one if it is None.
    """

    def __init__(self, any_isolation: bool = False, source: Any = None):
        self.any_isolation = any_isolation
        self._given = source
        self._used = local()

    def snapshot(self, context: Any) -> Snapshot:
        return Snapshot(self, context)

    def load(self, target: Any, rows: Iterable[Sequence[Any]]) -> None:
        with self._loader(interface_of(target)) as loader:
            loader.load(target, rows)

    def finish_load(self) -> None:
        book = get_book()
        for records in book:
            with self._loader(records.interface) as loader:
                loader.finish(records)

    def dump(self, target: Any, after: Any = None) -> Iterator[tuple[Any, ...]]:
        with self._loader(interface_of(target)) as loader:
            return loader.dump(target, after)

    def refuse(self, token: Any) -> None:
        connections = {connection_of(store) for store in self._source().opened()}
        LOCK.refuse(token, connections | set(self._connections()))

    def allow(self, token: Any) -> None:
        LOCK.allow(token)

    def text_of(self, step: Step) -> str:
        """See ``IStatementTexts``."""
        book = get_book()
        interface = book.records_of(_interface_of(step)).interface
        _, _, dialect = self.open(interface, None)
        return statement_for(book, dialect, step).text

    def open(
        self, interface: InterfaceClass | None, context: Any
    ) -> tuple[Store, Connection, Dialect]:
        """The store of this thread for an entity interface.

        Raises Unavailable where it can't be opened.
        """
        source = self._source()
        try:
            store = source.store_for(interface, context)
            connection = connection_of(store)
            dialect = _DIALECTS.of(connection)
        except ConnectionBlockedError:
            raise  # it is open, and locked
        except (StormError, ImportError, NotImplementedError) as error:
            raise Unavailable(source.name(interface), _one_line(error)) from error
        self._connections().add(connection)
        return store, connection, dialect

    def open_for_change(self, interface: InterfaceClass) -> tuple[Store, Dialect]:
        """The store of this thread in which an entity interface is written.

        Raises what the application's source of stores raises, DatabaseLocked where
        this thread is locked.
        """
        LOCK.ask_thread(
            f"what each {interface.__name__} was read from, to be changed",
            lambda: "Get what is changed before the page is rendered, or after.",
        )
        store = self._source().store_for_change(interface)
        return store, dialect_of(store)

    def _loader(self, interface: InterfaceClass) -> Loader:
        _, connection, dialect = self.open(interface, None)
        return Loader(get_book(), connection, dialect)

    def _connections(self) -> WeakSet[Connection]:
        """Those that this thread has read through."""
        try:
            used: WeakSet[Connection] = self._used.connections
        except AttributeError:
            used = self._used.connections = WeakSet()
        return used

    def _source(self) -> Any:
        return getUtility(IStoreSource) if self._given is None else self._given


def dialect_of(store: Store) -> Dialect:
    """What statements for a store are compiled by."""
    return _DIALECTS.of(connection_of(store))


@implementer(ISnapshot)
class Snapshot:
    """See ``ISnapshot``."""

    def __init__(self, backend: StormBackend, context: Any):
        self._backend = backend
        self._context = context
        self._transaction = current_transaction()
        #: Connections read through, with how many of their transactions had ended.
        self._ends: dict[ref[Connection], int] = {}
        #: By interface what was opened for it since the last check.
        self._opened: dict[str, tuple[ref[Store], ref[Connection], Dialect]] = {}
        self.begins = 0

    def check(self, interfaces: Iterable[str]) -> None:
        self._check_age()
        self._opened = {}
        names: dict[Store, list[str]] = {}
        for name in interfaces:
            store, _, _ = self._open(name)
            names.setdefault(store, []).append(name)
        # By the name: an application has classes of its own on these tables.
        changes = {
            changed.__name__
            for store, some in names.items()
            for changed in changed_classes(store)
            if table_name(changed) in self._tables(some)
        }
        if changes:
            raise PendingChanges(changes)

    def _open(self, name: str) -> tuple[Store, Connection, Dialect]:
        """What the source gives for an interface of that name: it is asked once a
        realise(), and nothing is kept longer than others keep it."""
        if name in self._opened:
            store_there, there, dialect = self._opened[name]
            store, connection = store_there(), there()
            if store is not None and connection is not None:
                return store, connection, dialect
        interface = get_book().records_of(name).interface
        opened = self._backend.open(interface, self._context)
        store, connection, dialect = opened
        self._opened[name] = (ref(store), ref(connection), dialect)
        return opened

    def _tables(self, names: Iterable[str]) -> set[str]:
        """What is read for entities of these interfaces, and for who looks."""
        book = get_book()
        viewer = None if self._context is None else self._context.viewer
        read: set[str] = set()
        for name in names:
            read |= book.tables_of(name)
            if book.records_of(name).rules and viewer is not None:
                read |= book.viewer_tables
        return read

    def run(
        self, step: Step, values: Values, keys: Sequence[Collection[int]]
    ) -> list[tuple[Any, ...]]:
        self._check_age()
        book = get_book()
        name = _interface_of(step)
        _, connection, dialect = self._open(name)
        if ref(connection) not in self._ends:
            self._begin(connection, dialect)
        strategy = book.strategy_for(step)
        if strategy is not None and isinstance(step, Follow):
            answer = strategy(Asked(step, values, keys, connection))
            if answer is not None:
                return answer
        statement = statement_for(book, dialect, step)
        parameters = statement.parameters(values, keys)
        try:
            rows = rows_of(connection, statement.text, parameters, values.most)
        except DatabaseError as error:
            found = misfit(book, book.records_of(name).interface, error)
            if found is None:
                raise
            raise found from error
        read = statement.read if isinstance(step, Count) else statement.take
        return rows if read is None else read(rows)

    def _begin(self, connection: Connection, dialect: Dialect) -> None:
        connect_again(connection)
        if not (self._backend.any_isolation or dialect.is_snapshot(connection)):
            raise NotAllowed(
                "The store's transactions are no snapshots: what one page shows "
                "could be of several moments. Open it at repeatable read, or "
                'register the backend with any_isolation="yes".'
            )
        dialect.prepare(connection)
        self._ends[ref(connection)] = ENDS.of(connection)
        self.begins += dialect.must_begin(connection)

    def _check_age(self) -> None:
        if self._transaction is not current_transaction():
            raise StaleContext
        for there, ends in self._ends.items():
            connection = there()
            if connection is not None and ENDS.of(connection) != ends:
                raise StaleContext


def statement_for(book: RecordsBook, dialect: Dialect, step: Step) -> Statement:
    """The statement for a step, compiled once."""
    at_hand, known = book.statements.setdefault(dialect, (Cache(), Cache()))
    # A step is hashed whole, which takes longer than running some; the one
    # that a cached plan holds is the same object each time. It is kept with its
    # statement, so that no other has its id.
    same: tuple[Step, Statement] | None = at_hand.get(id(step))
    if same is not None:
        return same[1]
    statement: Statement | None = known.get(step)
    if statement is None:
        statement = known.keep(step, compile_step(step, book, dialect))
    at_hand.keep(id(step), (step, statement))
    return statement


def _interface_of(step: Step) -> str:
    if isinstance(step, ViewerFacts):
        return step.interface
    if isinstance(step, Beside):
        return step.parts[0].scope.interface
    return step.scope.interface


def _one_line(error: BaseException) -> str:
    lines = str(error).split("\n")
    return lines[0].strip().rstrip(".") or type(error).__name__
