"""Worlds in which something is hidden from somebody, and programs of theirs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, NamedTuple

from hypothesis import strategies as st

from lp_persistence.model import Model
from lp_persistence.testing.campaign import BATCH
from lp_persistence.testing.drawing import Draw, hand_out
from lp_persistence.testing.privacy.hidden import Hidden
from lp_persistence.testing.programs import Program
from lp_persistence.testing.world import World
from lp_persistence.testing.worlds import worlds
from lp_persistence.testing.writing import programs

#: How many worlds ``make test`` looks at, and how many programs on each.
WORLDS: Final = 40
PROGRAMS: Final = 5


class Case(NamedTuple):
    """A world that hides something from a viewer, and programs of that one."""

    world: World
    viewer: int | None
    programs: list[Program]


def public_aggregates(model: Model) -> frozenset[str]:
    """The rules of stored values that everybody may know, although they count
    what is hidden as well: a bug's heat counts every subscriber, as its stored
    one does. No program may say them here: a twin stores the same number."""
    return frozenset(
        field.rule
        for entity_type in model
        for field in entity_type.fields.values()
        if field.rule is not None
    )


@st.composite
def cases(draw: Draw, model: Model) -> Case | None:
    """Cases; None for a world that hides nothing from anybody."""
    world = draw(worlds(model))
    viewers = [
        viewer
        for viewer in (None, *world.rows.get("IPerson", {}))
        if any(Hidden(world, viewer).ids(model).values())
    ]
    if not viewers:
        return None
    viewer = draw(st.sampled_from(viewers))
    text = "None" if viewer is None else f"Person(id={viewer})"
    aggregates = public_aggregates(model)
    drawn = programs(world, model, viewer=text).filter(
        lambda program: not any(name in str(program) for name in aggregates)
    )
    return Case(world, viewer, [draw(drawn) for _ in range(PROGRAMS)])


def campaign(
    check: Callable[[Case], None], model: Model, start: int, count: int = WORLDS
) -> int:
    """Hand ``check`` the cases of so many worlds, the same for the same
    ``start``; gives their number. Raises the first AssertionError, bare."""
    done = 0

    def with_something_hidden(case: Case | None) -> None:
        nonlocal done
        if case is not None:
            done += 1
            check(case)

    for first in range(0, count, BATCH):
        drawn = cases(model)
        hand_out(drawn, with_something_hidden, start * 10_000 + first, BATCH + 2)
    return done
