"""The site's own databases: Storm's, as it has always opened them.

Each is mixed with what the lock needs of its connections. The scheme is the
site's own, so that ``sqlite:`` and ``postgres:`` stay Storm's.
"""

from storm.database import register_scheme
from storm.databases.postgres import Postgres
from storm.databases.sqlite import SQLite

from lp_persistence.storm.postgres_driver import LockablePostgres
from lp_persistence.storm.sqlite_driver import LockableSQLite


class SiteSQLite(LockableSQLite, SQLite):
    """SQLite, waiting a minute for a writer."""

    def __init__(self, uri):
        uri.options.setdefault("timeout", "60")
        super().__init__(uri)


class SitePostgres(LockablePostgres, Postgres):
    """PostgreSQL, at the isolation that pages need."""

    def __init__(self, uri):
        uri.options.setdefault("isolation", "repeatable-read")
        super().__init__(uri)


register_scheme("site-sqlite", SiteSQLite)
register_scheme("site-postgres", SitePostgres)
