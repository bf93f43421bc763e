"""What an application that starts is told of its lock."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any, Final

from storm.store import Store
from zope.component import getUtility

from lp_persistence.errors import DatabaseLocked
from lp_persistence.storm.book import get_book
from lp_persistence.storm.interfaces import IStoreSource
from lp_persistence.storm.internals import connection_of, database_of
from lp_persistence.storm.lock import LOCK, coverage

logger: Final = logging.getLogger("lp_persistence.lock")


class Trial:
    """The token that a store is tried with."""

    view = "the self-test"


def lock_problems() -> list[str]:
    """A sentence for each store that the lock does not hold; empty if all is well.

    Opens the store of every entity interface that has records, and asks it for
    something under the lock.
    """
    return list(dict.fromkeys(_problems()))


def warn_of_open_stores(event: Any = None) -> None:
    """Log what ``lock_problems`` finds, as warnings.

    A subscriber for whatever says that the application starts; registered for
    zope.processlifetime's event where that is installed.
    """
    for problem in lock_problems():
        logger.warning(problem)


def _problems() -> Iterator[str]:
    source = getUtility(IStoreSource)
    for records in get_book():
        store = source.store_for(records.interface, None)
        left = coverage(store)
        if left or not _is_refused(store):
            cls = type(database_of(connection_of(store)))
            yield (
                f"{source.name(records.interface)} is not held by the lock while "
                f"pages are rendered: {', '.join(left) or 'statements'}. Mix "
                f"LockablePostgres (lp_persistence.storm.postgres_driver) or "
                f"LockableSQLite (lp_persistence.storm.sqlite_driver) into "
                f"{cls.__module__}.{cls.__qualname__}, at the left."
            )


def _is_refused(store: Store) -> bool:
    token = Trial()
    LOCK.refuse(token, [connection_of(store)])
    try:
        store.execute("SELECT 1")
    except DatabaseLocked:
        return True
    finally:
        LOCK.allow(token)
    return False
