"""Where stores come from, and how they are opened."""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module
from typing import Any, Final
from weakref import WeakKeyDictionary

from storm.database import Connection, Database, register_scheme
from storm.store import Store
from storm.uri import URI
from storm.zope.interfaces import IZStorm
from zope.component import getUtility
from zope.interface import implementer
from zope.interface.interface import InterfaceClass

from lp_persistence.storm.interfaces import IStoreSource
from lp_persistence.storm.internals import database_of
from lp_persistence.storm.statements import Dialect

STORE: Final = "lp_persistence"
DEFAULT_URI: Final = "lp-sqlite:var/lp_persistence.db"

#: By Storm's module of a kind of database, ours; imported when it is used,
#: for it needs the driver.
_ENGINES: Final = {
    "storm.databases.sqlite": "lp_persistence.storm.sqlite",
    "storm.databases.postgres": "lp_persistence.storm.postgres",
}


def _sqlite(uri: URI) -> Database:
    return import_module("lp_persistence.storm.sqlite").SQLite(uri)


def _postgres(uri: URI) -> Database:
    return import_module("lp_persistence.storm.postgres").Postgres(uri)


# Schemes of our own: what `sqlite:` and `postgres:` mean to an application
# stays as it is.
register_scheme("lp-sqlite", _sqlite)
register_scheme("lp-postgres", _postgres)


def store_uri(text: str) -> str:
    """The URI that Storm takes for ``sqlite:PATH`` or ``postgres://…``.

    Opened by it, a store has the lock that names who holds it, and SQLite
    what it needs. Other URIs are given back as they are.
    """
    scheme, colon, rest = text.partition(":")
    ours = {"sqlite": "lp-sqlite", "postgres": "lp-postgres"}.get(
        {"postgresql": "postgres"}.get(scheme, scheme)
    )
    return f"{ours}{colon}{rest}" if ours else text


def without_secrets(uri: URI) -> str:
    """A URI for messages."""
    shown = uri.copy()
    if shown.password is not None:
        shown.password = "***"
    shown.scheme = shown.scheme.removeprefix("lp-")
    shown.options = {}
    return str(shown).replace("%2A%2A%2A", "***")


@implementer(IStoreSource)
class ZStormSource:
    """One store of ZStorm for everything.

    ``name`` is its name there; ``uri`` is used where ZStorm knows none.
    """

    def __init__(self, name: str = STORE, uri: str = DEFAULT_URI):
        self.store_name = name
        self.uri = uri

    def store_for(self, interface: InterfaceClass | None, context: Any) -> Store:
        zstorm = getUtility(IZStorm)
        return zstorm.get(self.store_name, self._uri_for(zstorm))

    def store_for_change(self, interface: InterfaceClass) -> Store:
        return self.store_for(interface, None)

    def opened(self) -> Iterable[Store]:
        for name, store in getUtility(IZStorm).iterstores():
            if name == self.store_name:
                yield store

    def name(self, interface: InterfaceClass | None) -> str:
        zstorm = getUtility(IZStorm)
        uri = zstorm.get_default_uris().get(self.store_name, self.uri)
        return f"The store {self.store_name!r} ({without_secrets(URI(uri))})"

    def _uri_for(self, zstorm: Any) -> str | None:
        known = self.store_name in zstorm.get_default_uris()
        return None if known else self.uri


class Dialects:
    """The dialect of each database, found once."""

    def __init__(self) -> None:
        self._known: WeakKeyDictionary[Database, Dialect] = WeakKeyDictionary()

    def of(self, connection: Connection) -> Dialect:
        database = database_of(connection)
        dialect = self._known.get(database)
        if dialect is None:
            dialect = self._known[database] = _engine(connection).dialect_of(connection)
        return dialect


def _engine(connection: Connection) -> Any:
    for cls in type(connection).__mro__:
        if cls.__module__ in _ENGINES:
            return import_module(_ENGINES[cls.__module__])
    raise NotImplementedError(
        f"{type(connection).__name__} is neither SQLite's nor PostgreSQL's."
    )
