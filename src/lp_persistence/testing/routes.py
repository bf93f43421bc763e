"""Every way by which a locked request could reach a database.

A route is made ready before the lock and taken under it. The cases run a
table of routes on a layer of Storm's, however the lock is taken::

    class TestByMixin(LockedRouteCases, PostgreSQLRouteCases, unittest.TestCase):
        layer = POSTGRESQL
        routes = (*STORM_ROUTES, *POSTGRESQL_ROUTES)

        def under_lock(self, work):
            # publish a page whose view calls work()

Each route has to raise DatabaseLocked, and nothing may be sent: the messages
to PostgreSQL are counted on the wire, statements of SQLite by its trace.
"""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Thread
from typing import Any, ClassVar

import transaction
from storm.database import create_database
from storm.locals import Int, Reference, ReferenceSet, Store, Unicode
from zope.exceptions.exceptionformatter import format_exception

from lp_persistence.bugs.interfaces import IBugs
from lp_persistence.context import Context
from lp_persistence.errors import DatabaseLocked
from lp_persistence.interfaces import IBackend
from lp_persistence.storm.internals import connection_of, driver_connection
from lp_persistence.storm.stores import store_uri
from lp_persistence.testing.tracker_factory import TrackerFactory
from lp_persistence.testing.wire import WireProxy


class Person:
    """An application's own class, on a table that the records know."""

    __storm_table__ = "person"

    id = Int(primary=True)
    name = Unicode()
    displayname = Unicode()


class Bug:
    """An application's own class, which leads on lazily."""

    __storm_table__ = "bug"

    id = Int(primary=True)
    title = Unicode()
    owner_id = Int("owner")
    owner = Reference(owner_id, Person.id)


class Reporter(Person):
    """An application's own class, with a set that is read lazily."""

    bugs = ReferenceSet(Person.id, Bug.owner_id)


@dataclass
class Site:
    """What routes begin with: one request's stores, and what is in them."""

    backend: IBackend
    store: Store
    #: Another store, opened before the lock.
    second: Store
    uri: str
    person: int
    bug: int

    @property
    def connection(self) -> Any:
        """Storm's connection of the store."""
        return connection_of(self.store)

    @property
    def driver(self) -> Any:
        """The driver's connection of the store."""
        return driver_connection(self.connection)

    def cursor(self) -> Any:
        """A raw cursor of the store's connection."""
        return self.connection.build_raw_cursor()


@dataclass(frozen=True)
class Route:
    """``take`` gets what ``ready`` made of the site, before the lock.

    ``kind`` is what ``lp_persistence.storm.lock.coverage`` calls it.
    """

    name: str
    kind: str
    take: Callable[[Any], object]
    ready: Callable[[Site], Any] = lambda site: site
    #: Whether Storm goes on as ever after it was taken without a lock.
    is_harmless: bool = True


def in_thread(work: Callable[[], object]) -> None:
    """Call it in another thread; what it raises is raised here."""
    raised: list[BaseException] = []

    def run() -> None:
        try:
            work()
        except BaseException as error:
            raised.append(error)

    thread = Thread(target=run)
    thread.start()
    thread.join()
    if raised:
        raise raised[0]


#: Gives the texts of all messages that were sent so far.
Counter = Callable[[], Sequence[str]]


class RouteCases:
    """Runs a table of routes; see the module."""

    layer: ClassVar[Any]
    routes: ClassVar[Sequence[Route]]
    person: int
    bug: int

    def setUp(self) -> None:
        factory = TrackerFactory(self.layer["backend"])
        self.person = factory.person()
        self.bug = factory.bug(reporter=self.person)
        factory.done()
        transaction.commit()
        self.layer.close()

    def under_lock(self, work: Callable[[], None]) -> None:
        """Call ``work`` once while the request's stores are locked."""
        raise NotImplementedError

    def store_uri(self, uri: str) -> str:
        """The URI of the stores that are tried; ours."""
        return store_uri(uri)

    def taken(self, route: Route, ready: Any, count: Counter) -> tuple[Any, list[str]]:
        """What taking a route raised under the lock, and what it sent but for
        rollbacks, which are allowed."""
        found: list[Any] = []

        def work() -> None:
            before = len(count())
            try:
                route.take(ready)
            except Exception as error:
                found.append(error)
            else:
                found.append(None)
            found.append([sent for sent in count()[before:] if sent != "ROLLBACK"])

        self.under_lock(work)
        raised, sent = found
        return raised, sent

    @contextmanager
    def site(self) -> Iterator[tuple[Site, Counter]]:
        """A site of one request, and what counts its messages."""
        raise NotImplementedError

    @contextmanager
    def site_at(self, uri: str) -> Iterator[Site]:
        """A site on the layer's database, by this URI."""
        layer = self.layer
        before, uri = layer["uri"], self.store_uri(uri)
        layer.open(uri)
        store = layer["source"].store_for(None, None)
        store.execute("SELECT 1")
        second = Store(create_database(uri))
        try:
            yield Site(layer["backend"], store, second, uri, self.person, self.bug)
        finally:
            second.close()
            layer.close()
            layer.open(before)


class LockedRouteCases(RouteCases):
    """Of stores that the lock holds."""

    def test_every_route_is_refused_and_nothing_is_sent(self: Any) -> None:
        """Each ends in DatabaseLocked, and works without a lock."""
        for route in self.routes:
            with self.subTest(route.name), self.site() as (site, count):
                ready = route.ready(site)
                raised, sent = self.taken(route, ready, count)
                self.assertIsInstance(raised, DatabaseLocked)
                self.assertEqual(sent, [])
                transaction.abort()
                if route.is_harmless:
                    route.take(route.ready(site))

    def test_a_rollback_is_allowed(self: Any) -> None:
        """By Storm and by the transaction; nothing else is sent."""
        for rollback in (
            lambda site: site.store.rollback(),
            lambda site: site.connection.rollback(),
            lambda site: transaction.abort(),
        ):
            route = Route("rollback", "rollback", rollback)
            with self.site() as (site, count):
                site.store.get(Bug, self.bug).title = "another"
                site.store.flush()
                raised, sent = self.taken(route, site, count)
                self.assertEqual((raised, sent), (None, []))
                transaction.abort()
                self.assertNotEqual(site.store.get(Bug, self.bug).title, "another")

    def test_formatting_a_traceback_asks_for_nothing(self: Any) -> None:
        """Whatever the variables of its frames are."""
        with self.site() as (site, count):
            bug = site.store.get(Bug, self.bug)
            site.store.invalidate(bug)
            things = (
                bug,
                bug.__class__.owner,
                site,
                site.cursor(),
                site.store.find(Bug),
                site.store.execute("SELECT 1"),
                site.store.get(Reporter, self.person).bugs,
                IBugs(Context()).get_tasks(),
            )
            route = Route("formatting", "formatting", formatted)
            self.assertEqual(self.taken(route, things, count), (None, []))


def formatted(things: Any) -> None:
    """Format the traceback of a failure, with the things as its variables."""
    try:
        _fail(things)
    except RuntimeError as error:
        told = traceback.TracebackException.from_exception(error, capture_locals=True)
        assert "no ink" in "".join(told.format())
        format_exception(type(error), error, error.__traceback__)


def _fail(things: Any) -> None:
    __traceback_info__ = things
    raise RuntimeError("no ink")


class PostgreSQLRouteCases(RouteCases):
    """On PostgreSQL, by way of a proxy that counts."""

    @contextmanager
    def site(self) -> Iterator[tuple[Site, Counter]]:
        """See ``RouteCases``."""
        server, uri = self.layer["server"], self.layer["uri"]
        with (
            WireProxy(server.host, server.port) as proxy,
            self.site_at(proxy.uri(uri)) as site,
            proxy.record() as seen,
        ):
            yield site, lambda: [message.text for message in seen.messages]


class SQLiteRouteCases(RouteCases):
    """On SQLite, whose connections tell what they execute."""

    @contextmanager
    def site(self) -> Iterator[tuple[Site, Counter]]:
        """See ``RouteCases``."""
        uri = self.layer["uri"]
        with self.site_at(uri) as site:
            seen: list[str] = []
            for store in (site.store, site.second):
                driver_connection(connection_of(store)).set_trace_callback(seen.append)
            yield site, lambda: seen
