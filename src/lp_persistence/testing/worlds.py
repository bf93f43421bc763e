"""Small worlds for Hypothesis, as mean as the rules of the domain allow.

Teams are in teams and in each other, links hold pairs twice, texts are equal
or differ by what collations disagree about, stored heat has nothing to do with
the rule's, and what may be None is. Ids of different kinds are the same
numbers; rows are loaded in no order.

What a row holds follows from its interface: a new attribute needs no line
here unless a rule of the tables speaks of it (``constraints``).
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from hypothesis import strategies as st

from lp_persistence.fields import (
    MISSING,
    Attribute,
    Choice,
    Collection,
    Reference,
)
from lp_persistence.model import EntityType, Model
from lp_persistence.testing.constraints import CONSTRAINTS
from lp_persistence.testing.drawing import (
    DATES,
    LARGEST_ID,
    TEXTS,
    Draw,
    corners,
)
from lp_persistence.testing.nullable import nullable_in_records
from lp_persistence.testing.thresholds import thresholds
from lp_persistence.testing.world import World, in_order_of_references

#: A stored value that no enumeration has.
BROKEN: Final = 77
#: Ids from here on are those of the crowd, which is made, not drawn.
CROWD: Final = 1000

#: What may be None in the tables, where no records need to be registered;
#: everything else never is. Of others their records tell.
NULLABLE: Final = {
    "IAccessPolicy": ("type", "product", "distribution", "team"),
    "IAttachment": ("title", "url", "file"),
    "IBug": ("date_last_message", "latest_patch_uploaded", "duplicate_of"),
    "IBugActivity": ("old_value", "new_value", "message"),
    "IBugTask": (
        "date_created",
        "date_assigned",
        "date_closed",
        "product",
        "product_series",
        "distribution",
        "distro_series",
        "source_package_name",
        "milestone",
        "assignee",
        "watch",
    ),
    "IBugTracker": ("summary",),
    "IBugWatch": (
        "remote_status",
        "remote_importance",
        "last_changed",
        "last_checked",
    ),
    "IComment": ("subject",),
    "IDistribution": ("driver", "bug_supervisor", "icon", "logo", "mugshot"),
    "IDistroSeries": ("date_released", "driver"),
    "IMilestone": (
        "codename",
        "summary",
        "date_expected",
        "product",
        "product_series",
        "distribution",
        "distro_series",
    ),
    "INomination": (
        "date_created",
        "date_decided",
        "product_series",
        "distro_series",
        "decider",
    ),
    "IPillarName": ("distribution", "product", "project_group", "alias_for"),
    "IPerson": (
        "account_status",
        "creation_rationale",
        "homepage",
        "team_owner",
        "registrant",
        "merged_into",
        "icon",
        "logo",
        "mugshot",
    ),
    "IProduct": (
        "description",
        "bug_sharing_policy",
        "driver",
        "bug_supervisor",
        "project_group",
        "development_focus",
        "icon",
        "logo",
        "mugshot",
    ),
    "IProductSeries": ("driver",),
    "IProject": ("driver", "icon", "logo", "mugshot"),
    "ITeamMembership": (
        "date_joined",
        "date_expires",
        "date_proposed",
        "date_acknowledged",
        "date_reviewed",
        "date_last_changed",
        "proponent_comment",
        "acknowledger_comment",
        "reviewer_comment",
        "last_change_comment",
        "proposed_by",
        "acknowledged_by",
        "reviewed_by",
        "last_changed_by",
    ),
}
#: In how many of four rows a reference leads nowhere; else in two.
OFTEN_NONE: Final = {
    ("IPerson", "merged_into"): 3,
    ("IBug", "duplicate_of"): 3,
    ("IBugTask", "distribution"): 1,
    ("IBugTask", "assignee"): 1,
}
#: What shrinking puts in place of a value, by its place or its type.
PLAIN: Final[dict[Any, Any]] = {
    str: "x",
    tuple: (),
    datetime: DATES[2],
    ("IPerson", "visibility"): 1,
    ("IPerson", "name"): MISSING,
    ("IEmailAddress", "email"): MISSING,
    ("IEmailAddress", "status"): 1,
    ("ITeamMembership", "status"): 2,
    ("IDistribution", "name"): MISSING,
    ("IProduct", "name"): MISSING,
    ("IProduct", "active"): True,
    ("IPillarName", "name"): MISSING,
    ("IPillarName", "active"): True,
    ("IProductSeries", "name"): MISSING,
    ("IProductSeries", "status"): 2,
    ("IProject", "name"): MISSING,
    ("IDistroSeries", "name"): MISSING,
    ("IDistroSeries", "status"): 2,
    ("IMilestone", "name"): MISSING,
    ("ISourcePackageName", "name"): MISSING,
    ("IBug", "information_type"): 1,
    ("IBug", "heat"): 0,
    ("IBugTask", "status"): 10,
    ("IBugTask", "importance"): 5,
    ("IAccessPolicy", "type"): MISSING,
    ("IComment", "index"): MISSING,
    ("ICve", "sequence"): MISSING,
    ("IBugTracker", "name"): MISSING,
    ("INomination", "product_series"): MISSING,
    ("INomination", "distro_series"): MISSING,
    ("IFile", "sha256"): None,
}
#: How many of each there are; most worlds are full, and shrink to none.
SIZES: Final = {
    "IPerson": (0, 9, 6, 8, 9, 7, 1, 9, 8, 7, 9),
    "IBug": (0, 7, 6, 5, 7, 6, 1, 7, 8, 7, 6),
    "ITeamMembership": (0, 14, 8, 2, 14, 8, 1, 18, 14, 8),
    "IBugTask": (0, 9, 10, 6, 8, 9, 1, 10, 12, 8, 9),
}
OTHER_SIZES: Final = (0, 4, 3, 2, 4, 3, 1, 4, 3)
#: Links of which the tables keep a pair twice.
DOUBLED: Final = {("IBug", "subscribers")}


@st.composite
def worlds(
    draw: Draw,
    model: Model,
    broken: bool = False,
    crowd: int = 0,
    gaps: bool = False,
) -> World:
    """Worlds of a model's types.

    ``broken``: one stored value is of no item of its enumeration.
    ``gaps``: references lead to what is not there, which only memory takes.
    ``crowd``: there may be so many more persons, subscribed to one bug.
    """
    world = World()
    types = in_order_of_references(model)
    ids = {entity_type.name: _ids(draw, entity_type) for entity_type in types}
    for entity_type in types:
        for key in ids[entity_type.name]:
            row = {
                name: _value(draw, entity_type, field, key, ids)
                for name, field in entity_type.fields.items()
                if name in entity_type.stored
            }
            if None not in (
                row[name] for name in row if not _may_be_none(entity_type, name)
            ):
                world.add(entity_type.name, **row)
    _drop_what_leads_nowhere(world, types)
    for entity_type in types:
        for name, field in entity_type.fields.items():
            if isinstance(field, Collection) and field.is_link:
                _link(draw, world, entity_type, name, field)
    for constraint in CONSTRAINTS:
        constraint(draw, world)
    if crowd:
        _add_crowd(world, draw(st.integers(0, crowd)))
    if broken:
        _break(draw, world, types)
    if gaps:
        _remove(draw, world, types)
    return world


def _ids(draw: Draw, entity_type: EntityType) -> list[int]:
    """Ids in the order of loading."""
    count = draw(st.sampled_from(SIZES.get(entity_type.name, OTHER_SIZES)))
    ids = list(range(1, count + 1))
    if draw(st.booleans()):
        ids.reverse()
    if count > 2 and draw(st.booleans()):
        ids[1] = LARGEST_ID
    return ids


def _may_be_none(entity_type: EntityType, name: str) -> bool:
    nullable = NULLABLE.get(entity_type.name)
    if nullable is None:
        return nullable_in_records(entity_type.name, name)
    return name in nullable


def _value(
    draw: Draw,
    entity_type: EntityType,
    field: Attribute,
    key: int,
    ids: dict[str, list[int]],
) -> Any:
    if field.__name__ == "id":
        return key
    if isinstance(field, Reference):
        return _target(draw, entity_type, field, ids)
    if _may_be_none(entity_type, field.__name__) and draw(st.booleans()):
        return None
    values = (*corners(field), *thresholds(entity_type, field))
    return draw(st.sampled_from(values))


def _target(
    draw: Draw, entity_type: EntityType, field: Reference, ids: dict[str, list[int]]
) -> int | None:
    targets = ids[field.target]
    if not targets:
        return None
    if _may_be_none(entity_type, field.__name__):
        often = OFTEN_NONE.get((entity_type.name, field.__name__), 2)
        if draw(st.integers(1, 4)) <= often:
            return None
    return int(draw(st.sampled_from(targets)))


def _drop_what_leads_nowhere(world: World, types: list[EntityType]) -> None:
    """Rows of references that were not made, as often as that leaves others."""
    gone = True
    while gone:
        gone = False
        for entity_type in types:
            rows = world.rows.get(entity_type.name, {})
            for key, row in list(rows.items()):
                for name, field in entity_type.fields.items():
                    if not isinstance(field, Reference) or row.get(name) is None:
                        continue
                    if row[name] not in world.rows.get(field.target, {}):
                        del rows[key]
                        gone = True
                        break


def _link(
    draw: Draw, world: World, entity_type: EntityType, name: str, field: Collection
) -> None:
    owners = list(world.rows.get(entity_type.name, {}))
    targets = list(world.rows.get(field.target, {}))
    if not owners or not targets:
        return
    pair = st.tuples(st.sampled_from(owners), st.sampled_from(targets))
    size = draw(st.sampled_from((0, 14, 8, 2)))
    pairs = draw(st.lists(pair, min_size=size, max_size=size))
    if (entity_type.name, name) not in DOUBLED:
        pairs = dict.fromkeys(pairs)
    for owner, target in pairs:
        world.link(entity_type.name, name, owner, target)


def _add_crowd(world: World, count: int) -> None:
    """Many persons, subscribed to one bug; each third is a private team."""
    persons, bugs = world.rows.get("IPerson"), world.rows.get("IBug")
    if not persons or not bugs:
        return
    pattern, owner, bug = dict(next(iter(persons.values()))), min(persons), min(bugs)
    for key in range(CROWD, CROWD + count):
        is_team = key % 3 == 0
        pattern |= {
            "id": key,
            "name": f"crowd{key}",
            "displayname": TEXTS[key % len(TEXTS)],
            "visibility": 30 if is_team else 1,
            "team_owner": owner if is_team else None,
            "merged_into": None,
            "account_status": None if is_team else 20,
            "creation_rationale": None if is_team else 8,
            "icon": None,
        }
        world.add("IPerson", **pattern)
        world.link("IBug", "subscribers", bug, key)


def _break(draw: Draw, world: World, types: list[EntityType]) -> None:
    places = [
        (entity_type.name, row, name)
        for entity_type in types
        for row in world.rows.get(entity_type.name, {}).values()
        for name, field in entity_type.fields.items()
        if isinstance(field, Choice) and row.get(name) is not None
    ]
    if places:
        chosen = st.lists(
            st.sampled_from(places), max_size=2, unique_by=lambda place: place[0]
        )
        for _, row, name in draw(chosen):
            row[name] = BROKEN


def _remove(draw: Draw, world: World, types: list[EntityType]) -> None:
    """Take away some of what only references lead to; links need both ends."""
    for interface in ("IFile", "IPerson"):
        rows = world.rows.get(interface, {})
        for key in draw(st.lists(st.sampled_from(list(rows) or [0]), max_size=2)):
            rows.pop(key, None)
    targets = {each.name: each.edges for each in types}
    for (owner, edge), pairs in world.links.items():
        owners = world.rows.get(owner, {})
        there = world.rows.get(targets[owner][edge].target, {})
        pairs[:] = [pair for pair in pairs if pair[0] in owners and pair[1] in there]
