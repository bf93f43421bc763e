"""Whether references are keys, and lead to rows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from storm.expr import Column
from storm.info import get_cls_info

from lp_persistence.database.asking import Asking
from lp_persistence.database.catalog import Catalog, Table
from lp_persistence.database.engine import Engine, quoted
from lp_persistence.database.finding import counted, difference, place_of
from lp_persistence.fields import Collection, Reference
from lp_persistence.finding import Finding
from lp_persistence.storm.book import RecordsBook
from lp_persistence.storm.expressions import table_name
from lp_persistence.storm.records import Through


class Key(NamedTuple):
    """A column, and the one that its values are found in."""

    column: Column
    to: Column
    #: Whether the real table has no key there, either.
    is_loose: bool = False


def keys(
    book: RecordsBook, catalog: Catalog, engine: Engine, asking: Asking
) -> Iterator[Finding]:
    """The keys that are missing, and the rows that lead to nothing."""
    for key in dict.fromkeys(_keys_of(book)):
        there = catalog.get(table_name(key.column.table))
        if there is None or there.is_view:
            continue
        is_kept = _is_kept(key, there)
        if not is_kept and not key.is_loose:
            yield difference(
                place_of(key.column),
                f"no foreign key makes sure that it leads to {place_of(key.to)}",
                engine.add_key(
                    there.name, key.column.name, table_name(key.to.table), key.to.name
                ),
            )
        if not (is_kept and engine.checks_keys):
            yield from _dangling(key, asking)


def _keys_of(book: RecordsBook) -> Iterator[Key]:
    """Those that records keep; of a table that follows from others, the others
    have them."""
    derived = {upkeep.table for records in book for upkeep in records.upkeep}
    for records in book:
        for name, field in records.fields.items():
            line = records.lines.get(name)
            if isinstance(field, Reference) and isinstance(line, Column):
                is_loose = any(line is each for each in records.loose)
                yield Key(line, book.records_of(field.target).id, is_loose)
            elif (
                isinstance(field, Collection)
                and isinstance(line, Through)
                and field.is_link
                and not line.load  # a view, whose tables say more than pairs
                and line.target_table not in derived
            ):
                yield from _ends(line, records.id, field.target, book)


def _ends(
    line: Through, owner: Column, target: str, book: RecordsBook
) -> Iterator[Key]:
    yield Key(line.owner, owner)
    yield Key(line.target, book.records_of(target).id)
    if line.via is not None:
        ends = line.via.expr1, line.via.expr2
        for end, other in (ends, ends[::-1]):
            ids = [column.name for column in get_cls_info(other.table).primary_key]
            if ids == [other.name]:
                yield Key(end, other)


def _is_kept(key: Key, there: Table) -> bool:
    """Alone, or with other columns."""
    leads = (key.column.name, table_name(key.to.table), key.to.name)
    return any(
        (column, found.table, to) == leads
        for found in there.foreign_keys
        for column, to in zip(found.columns, found.keys)
    )


def _dangling(key: Key, asking: Asking) -> Iterator[Finding]:
    table, column = quoted(table_name(key.column.table)), quoted(key.column.name)
    to, other = quoted(table_name(key.to.table)), quoted(key.to.name)
    ((number, example),) = asking.rows(
        f"SELECT count(*), min({column}) FROM {table} AS ours "
        f"WHERE {column} IS NOT NULL AND NOT EXISTS "
        f"(SELECT 1 FROM {to} AS there WHERE there.{other} = ours.{column})"
    ) or [(0, None)]
    if number:
        yield difference(
            place_of(key.column),
            f"{counted(number, 'row')} {'leads' if number == 1 else 'lead'} to no row "
            f"of {table_name(key.to.table)}, for one to {example}",
            "Correct them: a page that follows one of them fails",
        )
