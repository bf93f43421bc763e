"""Which groups share their objects.

Groups whose members can be read for the same, down to the last edge, and that
have the same ways back or none, are one *unit*: an entity that several of
them hold is one object. What is reached by a way that no row keeps depends on
the group, so such a group is a unit of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from lp_persistence.expression import AMONG, Node
from lp_persistence.fields import Collection, Edge, Reference, WayBack
from lp_persistence.hydration.rows import Found
from lp_persistence.hydration.shapes import readable_names
from lp_persistence.model import EntityType
from lp_persistence.planning.columns import is_ordered_follow


class Followed(NamedTuple):
    """A collection of one of a unit's groups: the node that it leads to, and whether
    its rows come in an order of their own."""

    node: int
    is_ordered: bool


@dataclass(frozen=True, slots=True)
class Unit:
    """Groups that share their objects.

    ``leaves``: the nodes in whose rows its members stand. ``edges`` and
    ``ways_back``: by name the number of the unit that the attribute leads to;
    ``collections``: by name of an edge to many what was followed for it.
    """

    number: int
    type: EntityType
    nodes: tuple[int, ...]
    leaves: tuple[int, ...]
    readable: frozenset[str]
    edges: Mapping[str, int]
    collections: Mapping[str, tuple[Followed, ...]]
    ways_back: Mapping[str, int]


def ways_back(node: Node) -> dict[str, Node]:
    """By name what the members of a group can go back to: where nothing else
    was asked under that name."""
    ways = _all_ways_back(node)
    return {name: source for name, source in ways.items() if name not in node.asked}


def _all_ways_back(node: Node) -> dict[str, Node]:
    if node.kind == AMONG:
        assert node.source is not None
        return _all_ways_back(node.source)
    field = node.edge_field
    if not isinstance(field, Collection) or node.source is None:
        return {}
    ways = {}
    if field.inverse is not None and isinstance(
        node.type.fields[field.inverse], Reference
    ):
        ways[field.inverse] = node.source
    for name, edge in node.type.edges.items():
        if isinstance(edge, WayBack) and edge.target == node.source.type.name:
            ways[name] = node.source
    return ways


def units_of(loaded: Sequence[Node]) -> tuple[Unit, ...]:
    """The units of all that is loaded."""
    ways = {node: ways_back(node) for node in loaded}
    classes = _number(
        {
            node: (
                node.type.name,
                readable_names(node.type, node.asked),
                frozenset(way),
                node.number if _depends_on_group(node.type, way) else None,
            )
            for node, way in ways.items()
        }
    )
    while True:
        finer = _number(
            {
                node: (
                    classes[node],
                    tuple(sorted((e, classes[t]) for e, t in _edges(node).items())),
                    tuple(sorted((w, classes[s]) for w, s in ways[node].items())),
                )
                for node in loaded
            }
        )
        if len(set(finer.values())) == len(set(classes.values())):
            break
        classes = finer
    members: dict[int, list[Node]] = {}
    for node in loaded:
        members.setdefault(classes[node], []).append(node)
    units = []
    for number, nodes in members.items():
        first = nodes[0]
        leaves = dict.fromkeys(leaf for node in nodes for leaf in node.leaves)
        edges = _edges(first)
        units.append(
            Unit(
                number,
                first.type,
                tuple(node.number for node in nodes),
                tuple(leaf.number for leaf in leaves),
                readable_names(first.type, first.asked) | frozenset(ways[first]),
                {edge: classes[target] for edge, target in edges.items()},
                {
                    edge: tuple(_followed(leaf.targets[edge]) for leaf in leaves)
                    for edge in edges
                    if isinstance(first.type.fields[edge], Collection)
                },
                {way: classes[source] for way, source in ways[first].items()},
            )
        )
    return tuple(units)


def _depends_on_group(type_: EntityType, ways: Iterable[str]) -> bool:
    return any(isinstance(type_.fields[name], WayBack) for name in ways)


def _edges(node: Node) -> dict[str, Node]:
    """By asked edge where it leads."""
    return {
        name: node.targets[name]
        for name in node.asked
        if isinstance(node.type.fields[name], Edge)
    }


def _followed(node: Node) -> Followed:
    return Followed(node.number, is_ordered_follow(node))


def _number(keys: Mapping[Node, object]) -> dict[Node, int]:
    """The same number for equal keys."""
    numbers: dict[object, int] = {}
    return {node: numbers.setdefault(key, len(numbers)) for node, key in keys.items()}


def units_to_make(
    units: Sequence[Unit],
    nodes: Sequence[Node],
    asked: Mapping[int, Sequence[str]],
    found: Mapping[int, Found],
) -> dict[int, Mapping[Any, Any]]:
    """By number the units that need objects, each with those that it keeps.

    ``asked`` tells what was asked of each node that was realised before. All
    objects are made anew where more was asked since, or where they lead to
    such; groups that only join a unit get theirs beside the ones there are.
    """
    if not asked:
        return {unit.number: {} for unit in units}
    make: dict[int, Mapping[Any, Any]] = {}
    for unit in units:
        old = [number for number in unit.nodes if number in asked]
        grew = any(asked[number] != tuple(nodes[number].asked) for number in old)
        links = {id(found[number].links): found[number].links for number in old}
        kept = next(iter(links.values())) if len(links) == 1 and not grew else None
        if kept is None:
            make[unit.number] = {}
        elif len(old) < len(unit.nodes):
            make[unit.number] = kept
    anew = {number for number, kept in make.items() if not kept}
    while True:
        more = {
            unit.number
            for unit in units
            if unit.number not in anew
            and not anew.isdisjoint((*unit.edges.values(), *unit.ways_back.values()))
        }
        if not more:
            return make
        anew |= more
        make.update((number, {}) for number in more)
