"""Values that the database makes."""

from storm.databases.sqlite import compile as compile_sqlite
from storm.expr import Expr, compile


class UtcNow(Expr):
    """The time of the transaction, as columns without a time zone hold it."""


@compile.when(UtcNow)
def compile_utc_now(compile, expr, state):
    return "CURRENT_TIMESTAMP AT TIME ZONE 'UTC'"


@compile_sqlite.when(UtcNow)
def compile_utc_now_sqlite(compile, expr, state):
    return "strftime('%Y-%m-%d %H:%M:%f000', 'now')"


UTC_NOW = UtcNow()
