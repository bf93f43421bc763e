"""A world as plain data: neutral rows, that print as Python.

world = World()
world.add("IPerson", id=1, name="ada", displayname="Ada", …)
world.link("IBug", "subscribers", 7, 1)
world.load(backend, model)
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from lp_persistence.fields import Reference
from lp_persistence.interfaces import IBackend
from lp_persistence.model import EntityType, Model

#: What an entity holds under each name of its interface, in neutral form.
Row = dict[str, Any]


@dataclass(repr=False)
class World:
    """What a store holds.

    ``rows``: by name of the interface and id, in the order of loading.
    ``links``: by interface and edge the pairs (owner's id, target's id); one
    may stand there twice.
    """

    rows: dict[str, dict[int, Row]] = field(default_factory=dict)
    links: dict[tuple[str, str], list[tuple[int, int]]] = field(default_factory=dict)

    def __repr__(self) -> str:
        rows = sum(map(len, self.rows.values()))
        return f"<World of {rows} entities, {sum(map(len, self.links.values()))} pairs>"

    def add(self, interface: str, **row: Any) -> Row:
        """One more entity; gives its row."""
        self.rows.setdefault(interface, {})[row["id"]] = row
        return row

    def link(self, interface: str, edge: str, owner: int, target: int) -> None:
        """One more pair of a link."""
        self.links.setdefault((interface, edge), []).append((owner, target))

    def load(self, backend: IBackend, model: Model) -> None:
        """Hand all rows to a backend, what is led to before what leads."""
        for entity_type in in_order_of_references(model):
            names = entity_type.stored
            backend.load(
                entity_type.interface,
                [
                    tuple(row.get(name) for name in names)
                    for row in self.rows.get(entity_type.name, {}).values()
                ],
            )
        for (interface, edge), pairs in self.links.items():
            owner = model.type_named(interface).interface
            backend.load(owner[edge], list(pairs))
        backend.finish_load()

    def source(self, model: Model) -> Iterator[str]:
        """Lines of Python that load it into ``backend``."""
        for entity_type in in_order_of_references(model):
            rows = self.rows.get(entity_type.name)
            if rows:
                yield f"# {', '.join(entity_type.stored)}"
                yield f"backend.load({entity_type.name}, ["
                for row in rows.values():
                    values = tuple(row.get(name) for name in entity_type.stored)
                    yield f"    {values!r},"
                yield "])"
        for (interface, edge), pairs in self.links.items():
            if pairs:
                yield f"backend.load({interface}[{edge!r}], {pairs!r})"
        yield "backend.finish_load()"


def in_order_of_references(model: Model) -> list[EntityType]:
    """The types of a model that have rows, each after those that its
    references lead to; of those in a circle, the first registered first."""
    leads = {each.name: _led_to(model, each) for each in model}
    numbers = {name: number for number, name in enumerate(leads)}
    found: dict[str, EntityType] = {}

    def add(entity_type: EntityType) -> None:
        if entity_type.name in found:
            return
        for target in _targets(entity_type):
            is_in_circle = entity_type.name in leads[target]
            if not (is_in_circle and numbers[target] >= numbers[entity_type.name]):
                add(model.type_named(target))
        found[entity_type.name] = entity_type

    for entity_type in model:
        add(entity_type)
    return [entity_type for entity_type in found.values() if not entity_type.key]


def _targets(entity_type: EntityType) -> list[str]:
    """What its references lead to."""
    edges = entity_type.edges.values()
    return [edge.target for edge in edges if isinstance(edge, Reference)]


def _led_to(model: Model, entity_type: EntityType) -> set[str]:
    """The same over any number of references."""
    found: set[str] = set()
    waiting = [entity_type.name]
    while waiting:
        new = set(_targets(model.type_named(waiting.pop()))) - found
        found |= new
        waiting += new
    return found
