"""Whether there are the indexes that statements need."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from storm.database import Connection
from storm.expr import Column

from lp_persistence.database.catalog import Catalog, Index
from lp_persistence.database.engine import Engine
from lp_persistence.database.finding import difference
from lp_persistence.fields import Edge, WayBack
from lp_persistence.finding import Finding
from lp_persistence.model import SEARCHED
from lp_persistence.storm.book import RecordsBook
from lp_persistence.storm.expressions import table_name, view_of
from lp_persistence.storm.records import Kept, Listed, Records


def indexes(
    book: RecordsBook,
    catalog: Catalog,
    engine: Engine,
    connection: Connection,
    statements: Iterable[str],
) -> Iterator[Finding]:
    """The indexes that are missing: of those that ``statements`` create, of
    those that edges are followed by, of facts that are declared indexed, and of
    texts that are searched together for words."""
    needed = list(engine.needed(connection, statements))
    words = engine.needed(connection, _of_words(book, engine))
    for table, index, statement in (*_of_edges(book), *_of_facts(book), *words):
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
            yield difference(
                table,
                f"the index {name} was not built to its end",
                f"REINDEX INDEX {name}",
            )
        else:
            yield difference(table, f"no index serves as {index.name} would", statement)


def _of_edges(book: RecordsBook) -> Iterator[tuple[str, Index, str]]:
    """By what edges are followed, unless that is the key of their rows."""
    found: dict[tuple[str, str], None] = {}
    for records in book:
        for name, field in records.fields.items():
            # One that is made of others is followed by theirs.
            is_kept = not isinstance(field, WayBack) and not getattr(field, "over", ())
            if isinstance(field, Edge) and is_kept:
                owner = book.relation(records.name, name).owner
                # Behind what stands for a table are others, with indexes of theirs.
                if isinstance(owner, Column) and view_of(owner.table) is None:
                    found[table_name(owner.table), owner.name] = None
    for table, column in found:
        index = Index(f"{table}__{column}__idx", (column,), f"{column}isnotnull")
        yield table, index, f"CREATE INDEX {index.name} ON {table} ({column})"


def _of_facts(book: RecordsBook) -> Iterator[tuple[str, Index, str]]:
    """By what entities are found: the columns of facts declared indexed."""
    for records in book:
        for name, field in records.fields.items():
            column = indexed_column(records, name) if field.indexed else None
            if column is not None and view_of(column.table) is None:
                table = table_name(column.table)
                index = Index(f"{table}__{column.name}__idx", (column.name,))
                yield (
                    table,
                    index,
                    f"CREATE INDEX {index.name} ON {table} ({column.name})",
                )


def indexed_column(records: Records, name: str) -> Column | None:
    """The column by which entities with a value of a fact are found; None for
    what is in no column: an id that others make, an expression."""
    line = records.lines.get(name)
    if isinstance(line, Listed):
        return line.text
    found = line.expression if isinstance(line, Kept) else line
    return found if isinstance(found, Column) else None


def _of_words(book: RecordsBook, engine: Engine) -> Iterator[str]:
    """The statements for indexes of the words that interfaces search for."""
    for records in book:
        searched = records.interface.queryTaggedValue(SEARCHED, {})
        for name, texts in searched.items():
            columns = [indexed_column(records, text) for text in texts]
            names = [
                column.name
                for column in columns
                if column is not None and column.table is records.table
            ]
            if len(names) == len(texts):
                table = table_name(records.table)
                yield engine.words(f"{table}__{name}__words__idx", table, names)
