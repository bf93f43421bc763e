"""Stores that Storm opens: ``sqlite:PATH``, made where it is not there yet,
and ``postgres://…``."""

from __future__ import annotations

import fcntl
import os
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import transaction
from storm.exceptions import StormError
from storm.uri import URI
from storm.zope.interfaces import IZStorm
from zope.component import getUtility
from zope.event import notify
from zope.interface import implementer

from lp_persistence.command.contents import contents_of, keep_contents_beside
from lp_persistence.command.events import StoreKept, WorldMade
from lp_persistence.command.interfaces import IReporter, IStoreKind
from lp_persistence.command.reporters import told
from lp_persistence.command.site import embedded_folder, without_secrets
from lp_persistence.database.checking import checks
from lp_persistence.database.engine import engine_of
from lp_persistence.database.loading import load_files
from lp_persistence.errors import Unavailable
from lp_persistence.finding import Finding
from lp_persistence.interfaces import IBackend
from lp_persistence.pillars.interfaces import IDistribution
from lp_persistence.sample import SMALL, generate, load_world
from lp_persistence.sample.schema import (
    create_indexes,
    create_schema,
    create_tables,
    index_statements,
)
from lp_persistence.storm.book import get_book
from lp_persistence.storm.interfaces import IStoreSource
from lp_persistence.storm.stores import STORE, store_uri

#: What a store is called until it is whole, beside the name that it will have.
UNFINISHED: Final = ".unfinished"
#: What SQLite keeps beside its file while it is open.
BESIDE: Final = ("", "-wal", "-shm", "-journal")


@implementer(IStoreKind)
class SQLite:
    """See ``IStoreKind``."""

    def open(self, store: str, reporter: IReporter) -> None:
        path = path_of(store)
        if not path.exists():
            self._make(store, path, SMALL, 0, reporter)
        keep_in(uri_of(path), path)
        expect_tables(store)

    def make(self, store: str, bugs: int, stale: float, reporter: IReporter) -> None:
        path = path_of(store)
        if path.exists():
            raise Unavailable(store, "there is something already")
        self._make(store, path, bugs, stale, reporter)

    def load(self, store: str, folder: Path, reporter: IReporter) -> Mapping[str, int]:
        path = path_of(store)
        rows: dict[str, int] = {}

        def fill() -> None:
            rows.update(load(str(path), folder, reporter))

        with naming(store):
            if path.exists():
                keep_in(uri_of(path), path)
                fill()
            else:
                make(path, fill)
        return rows

    def check(self, store: str, reporter: IReporter) -> list[Finding]:
        path = path_of(store)
        if not path.exists():
            raise Unavailable(store, "it is not there; lp-persistence init makes it")
        with naming(store):
            keep_in(uri_of(path), path)
            return check(str(path), reporter)

    def _make(
        self, store: str, path: Path, bugs: int, stale: float, reporter: IReporter
    ) -> None:
        with naming(store):
            make(path, lambda: generate_in(str(path), bugs, stale, reporter))


@implementer(IStoreKind)
class Postgres:
    """See ``IStoreKind``."""

    def open(self, store: str, reporter: IReporter) -> None:
        with naming(store):
            keep_in(*place_of(store))
        expect_tables(store)

    def make(self, store: str, bugs: int, stale: float, reporter: IReporter) -> None:
        with naming(store):
            keep_in(*place_of(store))
            generate_in(without_secrets(store), bugs, stale, reporter)

    def load(self, store: str, folder: Path, reporter: IReporter) -> Mapping[str, int]:
        with naming(store):
            keep_in(*place_of(store))
            return load(without_secrets(store), folder, reporter)

    def check(self, store: str, reporter: IReporter) -> list[Finding]:
        with naming(store):
            keep_in(*place_of(store))
            return check(without_secrets(store), reporter)


def path_of(store: str) -> Path:
    """The file of a store; Unavailable where it names none."""
    path = Path(store.partition(":")[2])
    if not path.name:
        raise Unavailable(store, "it names no file; say sqlite:PATH")
    return path


def place_of(store: str) -> tuple[str, Path]:
    """Storm's URI of a server's database, and a path in the embedded store's folder
    that stands for it."""
    uri = store_uri(store)
    name = URI(uri).database or "postgres"
    return uri, embedded_folder() / name.replace("/", "_")


def keep_in(uri: str, beside: Path | None = None) -> None:
    """Have Storm keep everything at ``uri``, one of Storm's, and contents of files
    beside a path, where one is given."""
    getUtility(IZStorm).set_default_uri(STORE, uri)
    if beside is not None:
        keep_contents_beside(beside)
        notify(StoreKept(beside))


def uri_of(path: Path) -> str:
    """Storm's URI of an SQLite file, whatever characters its name has."""
    # Storm escapes more, but reads back what is not ASCII as something else.
    # Two slashes at its beginning would name a host.
    plain = "/" + str(path.absolute()).lstrip("/")
    escaped = plain.replace("%", "%25").replace("?", "%3F")
    return store_uri(f"sqlite:{escaped}")


def expect_tables(store: str) -> None:
    """Raise Unavailable, which names ``store``, unless it has our tables."""
    try:
        with naming(store):
            next(iter(getUtility(IBackend).dump(IDistribution)), None)
    finally:
        transaction.abort()


@contextmanager
def naming(store: str) -> Iterator[None]:
    """Raise Unavailable, which names ``store``, for whatever keeps it from
    being opened or made in the block."""
    name = without_secrets(store)
    try:
        yield
    except Unavailable as error:
        cause = error.__cause__
        known = isinstance(cause, StormError)
        raise Unavailable(name, reason_of(cause) if known else error.reason) from error
    except OSError as error:
        raise Unavailable(name, error.strerror or str(error)) from error
    except (StormError, ImportError, ValueError) as error:
        raise Unavailable(name, reason_of(error)) from error


#: What engines say of tables, and what that means here.
REASONS: Final = (
    (
        r"no such table|relation .* does not exist",
        "none of our tables is there; in an empty one lp-persistence init makes them",
    ),
    (r"relation .* already exists", "there is something already"),
)


def reason_of(error: object) -> str:
    """Why something can't be opened, in a line."""
    for pattern, reason in REASONS:
        if re.search(pattern, str(error)):
            return reason
    # What a driver says behind its first line is advice.
    return str(error).partition("\n")[0]


def the_store() -> Any:
    """The store of this thread that keeps everything."""
    return getUtility(IStoreSource).store_for(None, None)


def leave() -> None:
    """Close the store of this thread; what was not committed is lost."""
    transaction.abort()
    store = the_store()
    getUtility(IZStorm).remove(store)
    store.close()


def make(path: Path, fill: Callable[[], object]) -> None:
    """Make a store at ``path``, whole or not at all; ``fill`` gives it tables and
    rows.

    Whoever comes while another process makes it waits. Raises Unavailable,
    OSError and what the store raises.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except FileExistsError as error:
        raise Unavailable(f"sqlite:{path}", f"{path.parent} is no folder") from error
    with locked(path.parent):
        if path.exists():
            return
        unfinished = path.with_name(path.name + UNFINISHED)
        remove(unfinished)
        try:
            keep_in(uri_of(unfinished), path)
            fill()
            unfinished.rename(path)
        finally:
            remove(unfinished)


def generate_in(name: str, bugs: int, stale: float, reporter: IReporter) -> None:
    """Make the tables and a world where things are kept now, an empty store
    that people know by ``name``."""
    world = generate(bugs, stale=stale)
    what = "bug" if world.size == 1 else "bugs"
    with told(reporter, f"Making {name} with {world.size} {what}") as tell:
        try:
            create_tables(the_store())
            load_world(getUtility(IBackend), world, tell)
            create_indexes(the_store())
            with contents_of(world):
                transaction.commit()
            notify(WorldMade())
        finally:
            # What is still beside the file goes into it.
            leave()


def load(name: str, folder: Path, reporter: IReporter) -> dict[str, int]:
    """Load table files where things are kept now, a store that people know by
    ``name``; the tables are made where it has none. How many rows each got."""
    with told(reporter, f"Loading {folder} into {name}") as tell:
        try:
            store, connection, dialect = getUtility(IBackend).open(None, None)
            if not engine_of(connection).catalog(connection):
                create_schema(store)
            rows = load_files(folder, get_book(), connection, dialect, tell)
            transaction.commit()
        finally:
            leave()
    return rows


def check(name: str, reporter: IReporter) -> list[Finding]:
    """What differs between records and what is kept now, in a store that people
    know by ``name``."""
    found: list[Finding] = []
    with told(reporter, f"Checking {name}") as tell:
        try:
            store, connection, dialect = getUtility(IBackend).open(None, None)
            steps = checks(get_book(), connection, dialect, index_statements(store))
            for number, step in enumerate(steps):
                tell(number, len(steps))
                found += step()
        finally:
            leave()
    return found


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold a lock on a folder that other processes wait for; it ends with the
    process at the latest."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def remove(path: Path) -> None:
    """Remove an SQLite file, if it is there, and what stands beside it."""
    for suffix in BESIDE:
        path.with_name(path.name + suffix).unlink(missing_ok=True)
