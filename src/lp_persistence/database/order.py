"""In which order tables can be filled, where every key is checked at once."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import NamedTuple

from lp_persistence.database.catalog import Catalog, ForeignKey, Table
from lp_persistence.errors import NotAllowed


class Filling(NamedTuple):
    """One table's turn; ``later`` are columns to be filled when all is there."""

    table: Table
    later: tuple[str, ...]


def filling_order(names: Collection[str], catalog: Catalog) -> list[Filling]:
    """The turns of the tables of these names.

    A table comes behind those that its keys lead to. Where keys lead in a
    circle, it is opened at columns that may be null. Raises NotAllowed where
    there are none. Keys of a table that lead to itself need no care: a table
    gets its rows by one statement.
    """
    order: list[Filling] = []
    waiting = {name: _others(catalog[name], names) for name in sorted(names)}
    while waiting:
        free = [
            name
            for name, keys in waiting.items()
            if not any(key.table in waiting for key in keys)
        ]
        if free:
            order += (Filling(catalog[name], ()) for name in free)
        else:
            opened = _opened(waiting, catalog)
            free = [opened.table.name]
            order.append(opened)
        for name in free:
            del waiting[name]
    return order


def _others(table: Table, names: Collection[str]) -> list[ForeignKey]:
    return [
        key
        for key in table.foreign_keys
        if key.table in names and key.table != table.name
    ]


def _opened(waiting: Mapping[str, list[ForeignKey]], catalog: Catalog) -> Filling:
    """The table of a circle that needs the fewest columns to be null at first."""
    found = []
    for name in waiting:
        if not _leads_back(name, waiting):
            continue
        table = catalog[name]
        keys = [key for key in waiting[name] if key.table in waiting]
        later = {
            column: None
            for key in keys
            for column in key.columns
            if table.columns[column].nullable and column not in table.primary_key
        }
        if all(any(column in later for column in key.columns) for key in keys):
            found.append(Filling(table, tuple(later)))
    if not found:
        circle = ", ".join(name for name in waiting if _leads_back(name, waiting))
        raise NotAllowed(
            f"No order fills {circle}: their keys lead in a circle, and none of "
            "them may be null. Drop NOT NULL from one, or make it deferrable and "
            "load by hand."
        )
    return min(found, key=lambda filling: (len(filling.later), filling.table.name))


def _leads_back(name: str, waiting: Mapping[str, list[ForeignKey]]) -> bool:
    seen: set[str] = set()
    to_see = [name]
    while to_see:
        for key in waiting.get(to_see.pop(), ()):
            if key.table == name:
                return True
            if key.table not in seen:
                seen.add(key.table)
                to_see.append(key.table)
    return False
