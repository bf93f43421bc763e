"""Edges that are made of others."""

from __future__ import annotations

from lp_persistence.fields import Collection
from lp_persistence.model import EntityType, Model
from lp_persistence.steps import Hop


def hops_of(model: Model, owner: EntityType, edge: str) -> tuple[Hop, ...]:
    """The parts of an edge, without rules; none for one that is kept."""
    field = owner.edges[edge]
    if not isinstance(field, Collection):
        return ()
    hops = []
    for name in field.over:
        hops.append(Hop(owner.name, name))
        owner = model.type_named(owner.edges[name].target)
    return tuple(hops)
