"""Whether there are the indexes that statements need."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from storm.expr import Column

from lp_persistence.database.catalog import Catalog, Index, Table, index_of
from lp_persistence.database.finding import Finding
from lp_persistence.fields import Edge, WayBack
from lp_persistence.storm.book import RecordsBook
from lp_persistence.storm.expressions import table_name


def indexes(
    book: RecordsBook, catalog: Catalog, statements: Iterable[str]
) -> Iterator[Finding]:
    """The indexes that are missing: of those that ``statements`` create, and of
    those that edges are followed by."""
    needed = [(*index_of(statement), statement) for statement in statements]
    needed += [
        (table, index, statement)
        for table, index, statement in _of_edges(book)
        if not any(other == table and each.serves(index) for other, each, _ in needed)
    ]
    for table, index, statement in needed:
        there = catalog.get(table)
        # Of a view, the tables behind it have them.
        if there is None or there.is_view or not _has(there, index.columns):
            continue
        indexes = [*there.indexes, Index("", there.primary_key)]
        if any(found.serves(index) for found in indexes):
            continue
        unfinished = next((each for each in indexes if _finished(each, index)), None)
        columns = ", ".join(index.columns)
        if unfinished is None:
            yield Finding(table, f"no index begins with ({columns})", statement)
        else:
            yield Finding(
                table,
                f"the index {unfinished.name} on ({columns}) was not built to its end",
                f"REINDEX INDEX {unfinished.name}",
            )


def _of_edges(book: RecordsBook) -> Iterator[tuple[str, Index, str]]:
    """By what edges are followed, unless that is the key of their rows."""
    found: dict[tuple[str, str], None] = {}
    for records in book:
        for name, field in records.fields.items():
            if isinstance(field, Edge) and not isinstance(field, WayBack):
                owner = book.relation(records.name, name).owner
                if isinstance(owner, Column):
                    found[table_name(owner.table), owner.name] = None
    for table, column in found:
        index = Index("", (column,), f"{column}isnotnull")
        name = f"{table}__{column}__idx"
        yield table, index, f"CREATE INDEX {name} ON {table} ({column})"


def _has(table: Table, columns: Iterable[str]) -> bool:
    """Whether it has what is sorted, as far as that are plain columns."""
    bare = [column.removesuffix(" desc") for column in columns]
    return all(not column.isidentifier() or column in table.columns for column in bare)


def _finished(index: Index, needed: Index) -> bool:
    return Index(index.name, index.columns, index.where).serves(needed)
