"""Compares records with a database, from the tables down to what is in them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import TypeAlias

from storm.database import Connection

from lp_persistence.database.asking import Asking
from lp_persistence.database.contents import follows, stale, unknown
from lp_persistence.database.engine import engine_of
from lp_persistence.database.indexes import indexes
from lp_persistence.database.keys import keys
from lp_persistence.database.structure import structure
from lp_persistence.finding import Finding
from lp_persistence.storm.book import RecordsBook
from lp_persistence.storm.statements import Dialect

#: A part of the comparison; what it finds.
Check: TypeAlias = Callable[[], Iterable[Finding]]


def checks(
    book: RecordsBook,
    connection: Connection,
    dialect: Dialect,
    index_statements: Iterable[str],
) -> Sequence[Check]:
    """What is to be asked to find all that is not as the records in ``book`` say.

    ``index_statements`` create the indexes that statements need beside those that
    edges are followed by and those of facts that are declared indexed. Tables,
    columns and indexes that no records name may be there as well. Nothing is written.
    """
    engine = engine_of(connection)
    asking = Asking(connection, dialect)
    catalog = engine.catalog(connection)
    return [
        partial(structure, book, catalog, engine),
        partial(indexes, book, catalog, engine, connection, index_statements),
        partial(keys, book, catalog, engine, asking),
        *(partial(unknown, book, records, asking) for records in book),
        *(partial(stale, book, records, asking) for records in book),
        *(
            partial(follows, upkeep, catalog, engine, asking)
            for records in book
            for upkeep in records.upkeep
        ),
    ]
