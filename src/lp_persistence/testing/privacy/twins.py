"""Worlds that differ from another in what a viewer may not see, and in nothing
else that takes a place.

A reference of what is seen to what is hidden takes a place (it is shown as
hidden), and whom a hidden team brings into a public one is public.
"""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from typing import Any, Final

from lp_persistence.fields import Choice, Reference, Text
from lp_persistence.model import Model
from lp_persistence.testing.drawing import corners
from lp_persistence.testing.privacy.hidden import Hidden
from lp_persistence.testing.world import World
from lp_persistence.testing.worlds import NULLABLE

#: Types that hide a bug: one is as good as another.
PRIVATE_TYPES: Final = (3, 4, 5, 6)
#: What decides who is hidden, or who is a team.
DECIDING: Final = {
    ("IPerson", "visibility"),
    ("IPerson", "team_owner"),
    # It brings people of one team into another.
    ("ITeamMembership", "status"),
    ("IPillarName", "active"),
}
#: What is another in every row of its owner; a change would make two alike.
NUMBERS: Final = {("IComment", "index")}

#: By interface the ids of who is hidden.
Keys = dict[str, frozenset[int]]


def twins(
    world: World, model: Model, viewer: int | None
) -> Iterator[tuple[str, World]]:
    """Other worlds that have to look the same to a viewer, each with what is
    other in it; none where nothing is hidden."""
    hidden = Hidden(world, viewer).ids(model)
    if not any(hidden.values()):
        return
    for says, make in (
        ("what is hidden holds other values", _changed),
        ("what is hidden is gone", _removed),
        ("what is hidden leads elsewhere", _unlinked),
    ):
        twin = deepcopy(world)
        make(twin, model, hidden)
        after = Hidden(twin, viewer).ids(model)
        if all(after[name] <= hidden[name] for name in after):
            yield says, twin


def _changed(world: World, model: Model, hidden: Keys) -> None:
    """Every value that decides nothing is another one."""
    for entity_type in model:
        for key in hidden[entity_type.name]:
            row = world.rows[entity_type.name][key]
            for name, field in entity_type.fields.items():
                place = (entity_type.name, name)
                is_kept = name == "id" or place in DECIDING | NUMBERS
                if not field.is_stored or is_kept:
                    continue
                if row[name] is not None and not isinstance(field, Reference):
                    row[name] = _other_value(field, row[name])


def _other_value(field: Any, value: Any) -> Any:
    if isinstance(field, Text):
        return value if value == "admins" else f"{value}~"
    if isinstance(field, Choice) and value in PRIVATE_TYPES:
        others: Any = PRIVATE_TYPES
    else:
        others = corners(field)
    return next(other for other in (*others, value) if other != value)


def _removed(world: World, model: Model, hidden: Keys) -> None:
    """Nobody is there who takes no place."""
    gone = {(name, key) for name, keys in hidden.items() for key in keys}
    places = list(_places(world, model))
    while True:
        kept = {target for owner, target in places if owner not in gone}
        if not gone & kept:
            break
        gone -= kept
    for name, key in gone:
        del world.rows[name][key]
    targets = {each.name: each.edges for each in model}
    for (owner, edge), pairs in world.links.items():
        other = targets[owner][edge].target
        pairs[:] = [
            (key, target)
            for key, target in pairs
            if (owner, key) not in gone and (other, target) not in gone
        ]


def _places(world: World, model: Model) -> Iterator[tuple[Any, Any]]:
    """Who takes a place in whom: pairs of (interface, id)."""
    for entity_type in model:
        for name, field in entity_type.fields.items():
            if isinstance(field, Reference) and field.is_stored:
                for key, row in world.rows.get(entity_type.name, {}).items():
                    yield (entity_type.name, key), (field.target, row[name])
    for key, membership in world.rows.get("ITeamMembership", {}).items():
        yield ("IPerson", membership["team"]), ("ITeamMembership", key)


def _unlinked(world: World, model: Model, hidden: Keys) -> None:
    """No link begins or ends there. No reference leads from there to those of
    whom some are hidden; others stay, for unique rules are about them."""
    targets = {each.name: each.edges for each in model}
    for link, pairs in world.links.items():
        owners, others = hidden[link[0]], hidden[targets[link[0]][link[1]].target]
        pairs[:] = [
            (key, target)
            for key, target in pairs
            if key not in owners and target not in others
        ]
    for entity_type in model:
        for name in NULLABLE.get(entity_type.name, ()):
            field = entity_type.fields[name]
            is_bound = not isinstance(field, Reference) or not hidden[field.target]
            if is_bound or (entity_type.name, name) in DECIDING:
                continue
            for key in hidden[entity_type.name]:
                world.rows[entity_type.name][key][name] = None
