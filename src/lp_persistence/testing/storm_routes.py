"""The routes to a database that Storm and this package open; see ``routes``."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import Any, Final

import transaction
from storm.database import create_database
from storm.expr import Select
from storm.locals import Store
from storm.zope.interfaces import IZStorm
from zope.component import getUtility

from lp_persistence.bugs.interfaces import IBug, IBugs
from lp_persistence.context import Context
from lp_persistence.people.interfaces import IPerson
from lp_persistence.publication.lock import locked
from lp_persistence.publication.modes import Token
from lp_persistence.publication.threads import in_request
from lp_persistence.storm.lock import CONNECTIONS, CURSORS, OTHERS, ROWS, STATEMENTS
from lp_persistence.storm.stores import ZStormSource
from lp_persistence.testing.routes import (
    Bug,
    Person,
    Reporter,
    Route,
    Site,
    in_thread,
)


def bug(site: Site) -> Any:
    """A bug, loaded before the lock."""
    return site.store.get(Bug, site.bug)


def invalidated(site: Site) -> Any:
    """A bug that has to be read again."""
    found = bug(site)
    site.store.invalidate(found)
    return found


def changed(site: Site) -> Site:
    """A store that has something to write."""
    bug(site).title = "another"
    return site


def begun(site: Site) -> Iterator[Any]:
    """A generator that has given one person."""
    site.store.find(Person).count()
    persons = iter(site.store.find(Person).order_by(Person.id))
    return chain([next(persons)], persons)


def of_rows(site: Site) -> Iterator[str]:
    """A generator that has read nothing yet."""
    return (person.name for person in site.store.find(Person))


def own_context(site: Site) -> Context:
    """A context with something to realise."""
    context = Context()
    IBugs(context).of([site.bug])
    return context


def realised_context(site: Site) -> Context:
    """A context that has read, and is to read more."""
    context = own_context(site)
    context.realise()
    IBugs(context).of([site.bug]).need("description")
    return context


def nested(site: Site) -> None:
    """Leaving a lock within the lock opens nothing."""
    with locked(Token("a part of the page")):
        pass
    site.store.execute("SELECT 1")


def by_new_store(site: Site) -> None:
    """A store of the application's own, opened meanwhile."""
    store = Store(create_database(site.uri))
    try:
        store.execute("SELECT 1")
    finally:
        store.close()


def by_fresh_source(site: Site) -> None:
    """A store of ours, opened meanwhile."""
    source = ZStormSource("lp_persistence-fresh", site.uri)
    store = source.store_for(None, None)
    try:
        store.execute("SELECT 1")
    finally:
        transaction.abort()
        getUtility(IZStorm).remove(store)
        store.close()


STORM_ROUTES: Final = (
    Route("Connection.execute", STATEMENTS, lambda s: s.connection.execute("SELECT 1")),
    Route(
        "Connection.raw_execute",
        STATEMENTS,
        lambda s: s.connection.raw_execute("SELECT 1"),
    ),
    Route("Connection.commit", STATEMENTS, lambda s: s.connection.commit()),
    Route("Store.execute, a text", STATEMENTS, lambda s: s.store.execute("SELECT 1")),
    Route(
        "Store.execute, an expression",
        STATEMENTS,
        lambda s: s.store.execute(Select(Person.name)),
    ),
    Route("Store.find", STATEMENTS, lambda s: list(s.store.find(Person))),
    Route("Store.find().count", STATEMENTS, lambda s: s.store.find(Person).count()),
    Route("Store.get", STATEMENTS, lambda s: s.store.get(Person, s.person)),
    Route("Store.reload", STATEMENTS, lambda b: Store.of(b).reload(b), bug),
    Route("Store.flush", STATEMENTS, lambda s: s.store.flush(), changed),
    Route("Store.commit", STATEMENTS, lambda s: s.store.commit(), changed),
    Route("transaction.commit", STATEMENTS, lambda s: transaction.commit(), changed),
    Route("Reference", STATEMENTS, lambda bug: bug.owner.name, bug),
    Route(
        "ReferenceSet",
        STATEMENTS,
        lambda person: list(person.bugs),
        lambda site: site.store.get(Reporter, site.person),
    ),
    Route("an invalidated attribute", STATEMENTS, lambda bug: bug.title, invalidated),
    Route("a result set made before", STATEMENTS, list, lambda s: s.store.find(Person)),
    Route("a generator made before", STATEMENTS, list, of_rows),
    Route("a generator begun before", ROWS, list, begun),
    Route(
        "a result fetched before",
        ROWS,
        lambda result: result.get_all(),
        lambda site: site.store.execute("SELECT 1"),
    ),
    Route("a second store", OTHERS, lambda s: s.second.execute("SELECT 1")),
    Route("a new store", CONNECTIONS, by_new_store),
    Route("a fresh store of our source", CONNECTIONS, by_fresh_source),
    Route(
        "a thread on the request's connection",
        STATEMENTS,
        lambda site: in_thread(lambda: site.connection.execute("SELECT 1")),
        is_harmless=False,  # ZStorm refuses it as well
    ),
    Route(
        "a thread on a cursor of the request's connection",
        CURSORS,
        lambda cursor: in_thread(lambda: cursor.execute("SELECT 1")),
        lambda site: site.cursor(),
        is_harmless=False,  # sqlite3 refuses it as well
    ),
    Route(
        "a thread for the request",
        CONNECTIONS,
        lambda site: in_thread(in_request(lambda: by_fresh_source(site))),
    ),
    Route("leaving a nested lock", STATEMENTS, nested),
    Route("Context.realise", STATEMENTS, lambda c: c.realise(), own_context),
    Route("Context.realise again", STATEMENTS, lambda c: c.realise(), realised_context),
    Route("IBackend.load", STATEMENTS, lambda site: site.backend.load(IPerson, [])),
    Route("IBackend.dump", STATEMENTS, lambda site: list(site.backend.dump(IBug))),
    Route("IBackend.finish_load", STATEMENTS, lambda s: s.backend.finish_load()),
)
