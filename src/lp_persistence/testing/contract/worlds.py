"""The worlds that the contract looks at: drawn, and chosen for what is in them.

What a world shows is a set of features: a fact has this value somewhere, an
edge leads nowhere, to one, to several, a rule shows an entity to one and hides
it from another. A handful of worlds is taken that show together all that any
of the drawn ones does.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from dataclasses import field as made
from itertools import product
from typing import Any, Final

from hypothesis import strategies as st

from lp_persistence.fields import (
    MISSING,
    Attribute,
    Collection,
    Count,
    Edge,
    WayBack,
)
from lp_persistence.interfaces import ALL_SEEING
from lp_persistence.model import EntityType, Model
from lp_persistence.testing.contract.cases import Case, Site
from lp_persistence.testing.drawing import hand_out
from lp_persistence.testing.reference import Graph, Rules
from lp_persistence.testing.reference.expressions import Terms
from lp_persistence.testing.reference.members import Members
from lp_persistence.testing.world import World

#: How many worlds are drawn at once, how often if something does not show yet,
#: and how many are taken at most.
DRAWN: Final = 25
DRAWS: Final = 12
TAKEN: Final = 8

#: Name of an interface, name of an attribute, what it shows.
Feature = tuple[str, str, Any]


@dataclass
class Shown:
    """A world, and what it shows; ``cases`` are those made for it, by kind."""

    site: Site
    world: World
    features: frozenset[Feature]
    cases: dict[str, list[Case]] = made(default_factory=dict)


def chosen(
    drawn: st.SearchStrategy[World], model: Model, rules: Rules, start: int
) -> list[Shown]:
    """Worlds that together show what can be seen, those that show most first;
    the same for the same ``start``."""
    shown: list[Shown] = []
    for number in range(DRAWS):
        worlds = _draw(drawn, start * 1_000 + number)
        shown += [_shown(world, model, rules) for world in worlds]
        if not any(same_everywhere(shown, model)):
            break
    taken: list[Shown] = []
    missing = frozenset[Feature]().union(*(each.features for each in shown))
    while missing and len(taken) < TAKEN:
        best = max(shown, key=lambda each: worth(each.features & missing))
        taken.append(best)
        missing -= best.features
    return taken


def worth(features: Iterable[Feature]) -> int:
    """Where edges lead and what is hidden counts more than another value."""
    return sum(10 if isinstance(what, tuple) else 1 for _, _, what in features)


def _draw(drawn: st.SearchStrategy[World], start: int) -> list[World]:
    worlds: list[World] = []
    hand_out(drawn, worlds.append, start, DRAWN)
    return worlds


def _shown(world: World, model: Model, rules: Rules) -> Shown:
    graph = Graph(world, model, rules)
    site = Site(graph, model)
    return Shown(site, world, frozenset(_features(site)))


def _features(site: Site) -> Iterator[Feature]:
    graph = site.graph
    viewers = [None, *site.viewing]
    for entity_type in site.model:
        interface = entity_type.name
        for key in graph.ids(interface):
            for name, field in entity_type.fields.items():
                if isinstance(field, WayBack):
                    continue
                if isinstance(field, Edge):
                    targets = _in_order(site, interface, key, name)
                    seen = [graph.sees(None, field.target, each) for each in targets]
                    yield interface, name, (min(len(targets), 2),)
                    if not targets and _leads_on(graph, entity_type, key):
                        yield interface, name, ("leaves out",)
                    if not all(seen):  # a limit may count what is hidden
                        yield interface, name, ("hides", min(sum(seen), 2))
                    if any(seen) and not seen[0]:  # a limit of one tells of that
                        shown = targets[seen.index(True)]
                        others = _led_from(graph, interface, name, shown) - {key}
                        yield interface, name, ("hides the first", bool(others))
                elif not field.is_blind:
                    yield from _looked_at(site, entity_type, key, name)
                elif field.is_fact and name != "id":
                    value = graph.value(interface, key, name)
                    texts = value or (None,) if isinstance(value, tuple) else (value,)
                    yield from ((interface, name, text) for text in texts)
            if entity_type.visible_to is not None:
                for viewer in viewers:
                    sees = graph.sees(viewer, interface, key)
                    yield interface, "", (viewer is None, sees)


def _looked_at(
    site: Site, entity_type: EntityType, key: Any, name: str
) -> Iterator[Feature]:
    """What somebody is told of a fact that depends on who looks."""
    if not entity_type.fields[name].is_fact:
        return
    told = {
        site.seen(viewer).value(entity_type.name, key, name)
        for viewer in (ALL_SEEING, None, *site.viewing)
    }
    yield from ((entity_type.name, name, value) for value in told)
    if len(told) > 1:
        yield entity_type.name, name, ("depends on who looks",)


def _in_order(site: Site, interface: str, key: Any, edge: str) -> tuple[Any, ...]:
    """Where an edge leads, in its order."""
    if isinstance(site.graph.field(interface, edge), Collection):
        return Members(Terms(site.graph), ALL_SEEING).owned(interface, key, edge)
    return tuple(site.graph.leads_to(interface, key, edge))


def _led_from(graph: Graph, interface: str, edge: str, target: Any) -> set[Any]:
    """Whose edge leads to a target: where others' do, it is a member of what
    they lead to whether or not this one's was found."""
    return {
        key
        for key in graph.ids(interface)
        if target in graph.leads_to(interface, key, edge)
    }


def _leads_on(graph: Graph, entity_type: EntityType, key: Any) -> bool:
    """Whether any collection leads anywhere from an entity."""
    return any(
        graph.targets(entity_type.name, key, name)
        for name, edge in entity_type.edges.items()
        if isinstance(edge, Collection)
    )


def same_everywhere(shown: list[Shown], model: Model) -> Iterator[str]:
    """What no record could get wrong in these worlds, each with the reason."""
    features = frozenset[Feature]().union(*(each.features for each in shown))
    found: dict[tuple[str, str], set[Any]] = {}
    for interface, name, feature in features:
        found.setdefault((interface, name), set()).add(feature)
    for entity_type in model:
        for name, field in entity_type.fields.items():
            values = found.get((entity_type.name, name), set())
            is_edge = isinstance(field, Edge) and not isinstance(field, WayBack)
            if is_edge and not values - {(0,)}:
                yield f"{entity_type.name}.{name} leads nowhere from anybody"
            if not is_edge and field.is_fact and name != "id" and len(values) < 2:
                yield f"{entity_type.name}.{name} is {values or MISSING} for everybody"
            is_looked_at = field.is_fact and _can_depend(model, entity_type, field)
            if is_looked_at and ("depends on who looks",) not in values:
                yield f"{entity_type.name}.{name} is the same for all who look"
        if entity_type.visible_to is not None:
            verdicts = found.get((entity_type.name, ""), set())
            looking = (True, False) if model.viewers else (True,)
            for is_nobody, sees in product(looking, (True, False)):
                if (is_nobody, sees) not in verdicts:
                    who = "nobody" if is_nobody else "somebody"
                    does = "sees" if sees else "is hidden"
                    yield f"{entity_type.name}: there is no case where {who} {does} one"


def _can_depend(model: Model, entity_type: EntityType, field: Attribute) -> bool:
    """Whether a fact can differ from one who looks to another: a count only where
    something can be hidden that is counted."""
    if not isinstance(field, Count):
        return not field.is_blind
    target = model.type_named(entity_type.edges[field.edge].target)
    return target.visible_to is not None
