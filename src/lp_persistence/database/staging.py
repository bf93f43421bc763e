"""Table files as a backend of their own, for what keeps no tables."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from storm.database import create_database
from storm.store import Store
from zope.interface import implementer
from zope.interface.interface import InterfaceClass

from lp_persistence.database.loading import Progress, load_files
from lp_persistence.storm.backend import StormBackend
from lp_persistence.storm.book import get_book
from lp_persistence.storm.interfaces import IStoreSource
from lp_persistence.storm.stores import store_uri

URI: Final = "sqlite::memory:"


@implementer(IStoreSource)
class OneStore:
    """See ``IStoreSource``: a store that nobody else has."""

    def __init__(self, store: Store):
        self._store = store

    def store_for(self, interface: InterfaceClass | None, context: Any) -> Store:
        return self._store

    def store_for_change(self, interface: InterfaceClass) -> Store:
        return self._store

    def opened(self) -> Iterable[Store]:
        return (self._store,)

    def name(self, interface: InterfaceClass | None) -> str:
        return f"The store {URI}"


class FilesBackend(StormBackend):
    """A backend that was loaded from table files; ``rows`` tells how many each
    table got."""

    rows: Mapping[str, int] = {}


@contextmanager
def files_as_backend(
    folder: Path, create_schema: Callable[[Store], object], progress: Progress
) -> Iterator[FilesBackend]:
    """A backend that has what table files hold, in a database of its own in
    memory; it is gone after the block.

    ``create_schema`` makes the tables of a store. The records in force say
    what is in them. Raises InvalidFile, OSError.
    """
    store = Store(create_database(store_uri(URI)))
    try:
        create_schema(store)
        backend = FilesBackend(source=OneStore(store))
        _, connection, dialect = backend.open(None, None)
        backend.rows = load_files(folder, get_book(), connection, dialect, progress)
        yield backend
    finally:
        store.close()
