"""What a case of a step says, and shorthands for their steps."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from lp_persistence.steps import (
    RANK,
    By,
    Column,
    Condition,
    Everything,
    Follow,
    Followed,
    Given,
    Keys,
    Scope,
    Select,
    Step,
)
from lp_persistence.storm.tests.world import (
    ADMINS,
    ANN,
    BOB,
    EVE,
    SECRET,
    TEAM,
)

BY_ID = (By(("id",)),)
BY_HEAT = (By(("heat",), descending=True), By(RANK), By(("id",)))
#: Who looks as EVE: in the private team, and through it in the other.
AS_EVE = {
    "teams": frozenset({EVE, SECRET, TEAM}),
    "admins": frozenset[int](),
    "policies": frozenset({1}),
}
AS_ADMIN = {
    "teams": frozenset({ANN, ADMINS}),
    "admins": frozenset({ADMINS}),
    "policies": frozenset[int](),
}
AS_BOB = {
    "teams": frozenset({BOB}),
    "admins": frozenset[int](),
    "policies": frozenset[int](),
}


@dataclass
class Case:
    """A step, and the rows that it gives. ``some_order``: any order will do."""

    says: str
    step: Step
    rows: list[tuple[Any, ...]]
    slots: tuple[Any, ...] = ()
    keys: Sequence[Sequence[int]] = ()
    viewer: Mapping[str, frozenset[int]] = field(default_factory=dict)
    some_order: bool = False


def columns(*paths: str) -> tuple[Column, ...]:
    return tuple(Column(tuple(path.split("."))) for path in paths)


def persons(*where: Condition, **options: Any) -> Scope:
    return Scope("IPerson", Everything(), where, **{"order": BY_ID, **options})


def all_names() -> Select:
    """The simplest step of all."""
    return Select(persons(), columns("name"))


def found(says: str, *where: Condition, ids: Sequence[int], slots: Any = ()) -> Case:
    """Persons that meet conditions."""
    rows = [(each,) for each in ids]
    return Case(says, Select(persons(*where)), rows, slots)


def followed(owner: str, edge: str, interface: str, *read: str, **scope: Any) -> Follow:
    origin = Followed(owner, edge, Keys(0))
    return Follow(Scope(interface, origin, **scope), columns(*read))


def hot(rule: str | None = None, **options: Any) -> Follow:
    options = {"order": BY_HEAT, "limit": 0, **options}
    origin = Followed("IDistribution", "hot_bugs", Keys(0))
    return Follow(Scope("IBug", origin, rule=rule, **options), (Column(RANK),))


def hot_in_products(rule: str | None = None, **options: Any) -> Follow:
    order = (By(("heat",), descending=True), By(("id",)))
    origin = Followed("IProduct", "hot_bugs", Keys(0))
    options = {"order": order, "limit": 0, **options}
    return Follow(Scope("IBug", origin, rule=rule, **options), ())


def nested(interface: str, owner: str, edge: str, source: Scope, **rest: Any) -> Scope:
    return Scope(interface, Followed(owner, edge, source), **rest)


UBUNTU_ONLY = Scope("IDistribution", Given(0))
HOTTEST = nested(
    "IBug", "IDistribution", "hot_bugs", UBUNTU_ONLY, order=BY_HEAT, limit=1
)
