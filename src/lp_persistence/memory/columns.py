"""Columns: a value of each of many entities, in neutral form.

What is compiled here and in the modules that build on it depends on a step
and the registrations alone, and is kept for every run of such a step. A
compiled piece works on many ids at once, so that little is done for each.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import chain, compress
from operator import attrgetter, itemgetter
from typing import Any

from lp_persistence.composed import hops_of
from lp_persistence.errors import NotAllowed
from lp_persistence.fields import (
    Attribute,
    Bool,
    Choice,
    Count,
    Edge,
    Permitted,
    Reference,
)
from lp_persistence.memory.leading import leading
from lp_persistence.memory.looking import asked, permits, told, verdict
from lp_persistence.memory.made import key_of
from lp_persistence.memory.run import Column, Run
from lp_persistence.model import EntityType, Model
from lp_persistence.steps import ALL_PERMITTED, NOBODY, Path


def column(
    model: Model, entity_type: EntityType, path: Path, whose: str | None = None
) -> Column:
    """The column of an attribute, or of one that a path of references leads
    to (None where a reference is None or leads to nothing); ``whose`` is that of
    ``steps.Column``."""
    name, *rest = path
    field = entity_type.field(name)
    if rest:
        return _along(model, entity_type, field, tuple(rest), whose)
    if isinstance(field, Permitted):
        return permits(entity_type, field.permission, whose)
    if isinstance(field, Count):
        return _counted(model, entity_type, field, whose or NOBODY)
    if name in entity_type.stored:
        return _stored(entity_type, name)
    if isinstance(field, Reference):
        return _made_of(
            [_stored(entity_type, part) for part in field.of],
            [_stored(entity_type, name) for name in field.unless],
        )
    if isinstance(field, Edge) or not field.is_fact:
        raise NotAllowed(
            f"{entity_type.name}.{name} has no value that a row could hold: it is "
            f"neither stored nor a fact."
        )
    neutral = _neutral(field)
    if field.is_blind:
        what, read = f"{entity_type.name}.{name}", attrgetter(name)
        return asked(entity_type, what, lambda entity: neutral(read(entity)))
    values = told(entity_type, field, whose or NOBODY)
    return lambda run, ids: list(map(neutral, values(run, ids)))


def _stored(entity_type: EntityType, name: str) -> Column:
    owner, pick = entity_type.name, itemgetter(entity_type.stored.index(name))

    def read(run: Run, ids: Sequence[int]) -> list[Any]:
        return list(map(pick, map(run.world.rows[owner].__getitem__, ids)))

    return read


def _made_of(parts: Sequence[Column], unless: Sequence[Column]) -> Column:
    """The ids that those of several columns make."""
    width = len(parts)

    def read(run: Run, ids: Sequence[Any]) -> list[Any]:
        values = zip(*(part(run, ids) for part in (*parts, *unless)), strict=True)
        return [key_of(row[:width], row[width:]) for row in values]

    return read


def _along(
    model: Model,
    entity_type: EntityType,
    field: Attribute,
    rest: Path,
    whose: str | None,
) -> Column:
    if not isinstance(field, Reference):
        raise NotAllowed(
            f"{entity_type.name}.{field.__name__} is no reference: "
            f"{'.'.join(rest)} can't be read along it."
        )
    references = column(model, entity_type, (field.__name__,))
    target = model.type_named(field.target)
    values = column(model, target, rest, whose)

    def read(run: Run, ids: Sequence[int]) -> list[Any]:
        keys = references(run, ids)
        rows = run.world.rows[target.name]
        there = [key for key in dict.fromkeys(keys) if key in rows]
        found = dict(zip(there, values(run, there), strict=True))
        return list(map(found.get, keys))

    return read


def _neutral(field: Attribute) -> Callable[[Any], Any]:
    """Gives the neutral form of what an entity's class computed."""
    # An integer that is no item's value goes on, as it does where it is stored.
    kind = {Bool: bool, Choice: int}.get(type(field), type(None))
    as_it_is = frozenset({type(None), kind})

    def neutral(value: Any) -> Any:
        return value if type(value) in as_it_is else field.neutral(value)

    return neutral


def _counted(model: Model, entity_type: EntityType, field: Count, whose: str) -> Column:
    """How many an edge leads to that are there, and shown."""
    rule = None if whose == ALL_PERMITTED else whose
    hops = hops_of(model, entity_type, field.edge)
    over = [*hops[:1], *(hop._replace(rule=rule) for hop in hops[1:])]
    lead_of = leading(model, entity_type.name, field.edge, over)
    target = model.type_named(entity_type.edges[field.edge].target)
    shown = None if rule is None else verdict(target, rule)

    def counted(run: Run, ids: Sequence[int]) -> list[int]:
        rows = run.world.rows[target.name]
        reached = [set(targets) for targets in map(lead_of(run), ids)]
        seen = [key for key in {*chain.from_iterable(reached)} if key in rows]
        if shown is not None:
            seen = list(compress(seen, shown(run, seen)))
        return [len(targets.intersection(seen)) for targets in reached]

    return counted
