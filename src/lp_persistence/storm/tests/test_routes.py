"""Whatever reaches for a database is refused; the table is in ``testing``."""

import unittest
from typing import Any

from lp_persistence.publication.lock import locked
from lp_persistence.publication.modes import Token
from lp_persistence.testing.driver_routes import POSTGRESQL_ROUTES, SQLITE_ROUTES
from lp_persistence.testing.routes import (
    LockedRouteCases,
    PostgreSQLRouteCases,
    SQLiteRouteCases,
)
from lp_persistence.testing.storm_layers import POSTGRESQL, SQLITE
from lp_persistence.testing.storm_routes import STORM_ROUTES


class ByTheLock:
    """The lock is taken by itself."""

    def under_lock(self, work: Any) -> None:
        with locked(Token("the page")):
            work()


class TestPostgreSQL(
    ByTheLock, LockedRouteCases, PostgreSQLRouteCases, unittest.TestCase
):
    layer = POSTGRESQL
    routes = (*STORM_ROUTES, *POSTGRESQL_ROUTES)


class TestSQLite(ByTheLock, LockedRouteCases, SQLiteRouteCases, unittest.TestCase):
    layer = SQLITE
    routes = (*STORM_ROUTES, *SQLITE_ROUTES)
