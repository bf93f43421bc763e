"""Whether there are the indexes that statements need."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from storm.database import Connection
from storm.expr import Column

from lp_persistence.database.catalog import Catalog, Index
from lp_persistence.database.engine import Engine
from lp_persistence.database.finding import Finding
from lp_persistence.fields import Edge, WayBack
from lp_persistence.storm.book import RecordsBook
from lp_persistence.storm.expressions import table_name, view_of


def indexes(
    book: RecordsBook,
    catalog: Catalog,
    engine: Engine,
    connection: Connection,
    statements: Iterable[str],
) -> Iterator[Finding]:
    """The indexes that are missing: of those that ``statements`` create, and of
    those that edges are followed by."""
    needed = list(engine.needed(connection, statements))
    for table, index, statement in _of_edges(book):
        if not any(other == table and each.serves(index) for other, each, _ in needed):
            needed.append((table, index, statement))
    for table, index, statement in needed:
        there = catalog.get(table)
        # Of a view, the tables behind it have them.
        if there is None or there.is_view:
            continue
        found = [*there.indexes, Index("", there.primary_key)]
        if any(each.serves(index) for each in found):
            continue
        unfinished = [each for each in found if replace(each, valid=True).serves(index)]
        if unfinished:
            name = unfinished[0].name
            yield Finding(
                table,
                f"the index {name} was not built to its end",
                f"REINDEX INDEX {name}",
            )
        else:
            yield Finding(table, f"no index serves as {index.name} would", statement)


def _of_edges(book: RecordsBook) -> Iterator[tuple[str, Index, str]]:
    """By what edges are followed, unless that is the key of their rows."""
    found: dict[tuple[str, str], None] = {}
    for records in book:
        for name, field in records.fields.items():
            if isinstance(field, Edge) and not isinstance(field, WayBack):
                owner = book.relation(records.name, name).owner
                # Behind what stands for a table are others, with indexes of theirs.
                if isinstance(owner, Column) and view_of(owner.table) is None:
                    found[table_name(owner.table), owner.name] = None
    for table, column in found:
        index = Index(f"{table}__{column}__idx", (column,), f"{column}isnotnull")
        yield table, index, f"CREATE INDEX {index.name} ON {table} ({column})"
