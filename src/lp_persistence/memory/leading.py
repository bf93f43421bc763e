"""Where edges lead, from ids."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import chain, compress

from lp_persistence.fields import Collection, Reference
from lp_persistence.memory.live import Lead, Name, not_an_edge
from lp_persistence.memory.looking import verdict
from lp_persistence.memory.run import Run
from lp_persistence.model import EntityType, Model
from lp_persistence.steps import Hop


def edge_name(entity_type: EntityType, edge: str) -> Name:
    field = entity_type.field(edge)
    if not isinstance(field, Reference | Collection):
        raise not_an_edge(entity_type, edge)
    return entity_type.name, edge


def leading(
    model: Model, owner: str, edge: str, over: Sequence[Hop]
) -> Callable[[Run], Lead]:
    """Where an edge leads from an id; ``over`` its parts, by those alone that are
    there and that their rules show."""
    name = edge_name(model.type_named(owner), edge)
    if not over:
        return lambda run: run.world.leads[name]
    shown = [
        verdict(model.type_named(hop.owner), hop.rule) if hop.rule else None
        for hop in over
    ]

    def lead_of(run: Run) -> Lead:
        def lead(key: int) -> list[int]:
            here: list[int] = [key]
            for hop, mask in zip(over, shown, strict=True):
                rows = run.world.rows[hop.owner]
                here = [each for each in here if each in rows]
                if mask is not None:
                    here = list(compress(here, mask(run, here)))
                onward = run.world.leads[hop.owner, hop.edge]
                here = list(dict.fromkeys(chain.from_iterable(map(onward, here))))
            return here

        return lead

    return lead_of
