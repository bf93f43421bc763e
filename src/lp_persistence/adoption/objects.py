"""Storm objects by their ids, of which one statement gets those that Storm lacks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from storm.expr import SQL
from storm.store import Store
from storm.variables import Variable

from lp_persistence.adoption.adopted import Adopted, as_key
from lp_persistence.steps import Given, Values
from lp_persistence.storm.backend import dialect_of
from lp_persistence.storm.expressions import Compound
from lp_persistence.storm.held import holds
from lp_persistence.storm.internals import alive, flush_as_found, stored_key
from lp_persistence.storm.statements import Dialect


def objects_of(store: Store, adopted: Adopted, ids: Iterable[Any]) -> dict[Any, Any]:
    """By id the Storm object, of those that there are.

    It flushes as ``Store.get`` does. What Storm has at hand is not asked for again;
    the rest is one statement, and none where nothing is missing.
    """
    flush_as_found(store)
    found: dict[Any, Any] = {}
    missing = []
    by_key = adopted.is_by_primary_key
    for key in dict.fromkeys(ids):
        at_hand = alive(store, adopted.cls, as_key(key)) if by_key else None
        if at_hand is None:
            missing.append(key)
        else:
            found[key] = at_hand
    if missing:
        where = held_by(adopted, missing, dialect_of(store))
        for storm_object in store.find(adopted.cls, where):
            found[adopted.id_of(storm_object)] = storm_object
    return found


def revalidate(storm_objects: Iterable[Any]) -> None:
    """Read the rows again of objects that were read in an earlier transaction: one
    statement for each class and store, where Storm would send one for each object.

    Those that belong to no store, or have no row, stay as they are.
    """
    stale: dict[tuple[Store, type], list[Any]] = {}
    for each in storm_objects:
        store, key = Store.of(each), stored_key(each)
        if store is None or key is None:
            continue
        if alive(store, type(each), key) is None:
            found = stale.setdefault((store, type(each)), [])
            found.append(key[0] if len(key) == 1 else key)
    for (store, cls), ids in stale.items():
        objects_of(store, Adopted(cls), ids)


def held_by(adopted: Adopted, ids: Sequence[Any], dialect: Dialect) -> SQL:
    """Whether the id of a row is one of these, as Storm's own finds take it: one
    parameter, however many there are."""
    columns = adopted.columns
    key: Any = columns[0] if len(columns) == 1 else Compound(columns)
    return as_sql(holds(key, Given(0)), Values((tuple(ids),)), (), dialect)


def as_sql(expr: Any, values: Values, keys: Sequence[Any], dialect: Dialect) -> SQL:
    """An expression of ours in Storm's own statements, on any class of database."""
    state = dialect.state()
    text = dialect.compile(expr, state)
    return SQL(
        text, tuple(_bound(each, values, keys, dialect) for each in state.parameters)
    )


def _bound(
    parameter: Any, values: Values, keys: Sequence[Any], dialect: Dialect
) -> Any:
    if isinstance(parameter, Variable):
        return parameter
    return parameter.binder(dialect)(values, keys)
