"""What is there while a plan is made, and what the rest waits for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from lp_persistence.expression import AMONG, EVERYTHING, GIVEN, REACHED, UNITED, Node
from lp_persistence.ordering import is_positional
from lp_persistence.planning.columns import Needed
from lp_persistence.planning.plan import Ride
from lp_persistence.steps import Path


class Progress:
    """Which nodes have ids by now, which of these passed their rule, and which
    have rows.

    ``needed`` are the columns of each of the ``loaded`` nodes, ``known`` those
    that earlier plans brought, both by number.
    """

    def __init__(
        self,
        loaded: Sequence[Node],
        needed: Mapping[int, Needed],
        known: Mapping[int, frozenset[Path]],
    ):
        self._loaded = loaded
        self._by_number = {node.number: node for node in loaded}
        self._needed = needed
        #: What rode in so far, in the order in which it can be unpacked.
        self.rides: list[Ride] = []
        there = [node for node in loaded if node.number in known]
        self._with_ids: set[Node] = set(there)
        self._passed: set[Node] = set(there)
        self._with_rows: set[Node] = {
            node
            for node in there
            if known[node.number].issuperset(needed[node.number].paths)
        }

    def has_ids(self, nodes: Iterable[Node]) -> None:
        """The ids of these nodes are there."""
        self._with_ids.update(nodes)

    def has_passed(self, nodes: Iterable[Node]) -> None:
        """The ids of these nodes have passed the rule of their type."""
        self._passed.update(nodes)

    def has_rows(self, nodes: Iterable[Node]) -> None:
        """The rows of these nodes are there, and what rides in them."""
        for node in nodes:
            self._with_rows.add(node)
            for ride in self._needed[node.number].rides:
                self.rides.append(ride)
                rider = self._by_number[ride.node]
                self._with_ids.add(rider)
                self._with_rows.add(rider)
                self._passed.add(rider)

    def ready(self) -> list[Node]:
        """What could be planned now."""
        return [node for node in self.pending() if self._is_ready(node)]

    def fetchable(self) -> list[Node]:
        """What has ids and no rows."""
        return [
            node
            for node in self._loaded
            if node in self._with_ids and node not in self._with_rows
        ]

    def is_read(self, node: Node) -> bool:
        """Whether the rows of a node are there."""
        return node in self._with_rows

    def next_type(self) -> str | None:
        """The type to fetch next, so that what waits for it can go on: one
        that nothing else could add to first. None where nothing waits."""
        waiting = {
            part
            for node in self.pending()
            for source in _ancestors(node)
            for part in source.leaves
        }
        names = [node.type.name for node in self.fetchable() if node in waiting]
        for name in dict.fromkeys(names):
            if not self.could_grow(name):
                return name
        return names[0] if names else None

    def pending(self) -> list[Node]:
        """What has no ids."""
        return [
            node
            for node in self._loaded
            if node.kind != UNITED and node not in self._with_ids
        ]

    def could_grow(self, name: str) -> bool:
        """Whether more ids of a type would come without a fetch of it."""
        there = set(self._with_ids)
        while True:
            more = {
                node
                for node in self.pending()
                if node not in there
                and node.source is not None
                and all(
                    part in there
                    and (part.type.name != name or part in self._with_rows)
                    for part in node.source.leaves
                )
            }
            if not more:
                return False
            if any(node.type.name == name for node in more):
                return True
            there |= more

    def _has_ids(self, node: Node) -> bool:
        return all(leaf in self._with_ids for leaf in node.leaves)

    def _has_rows(self, node: Node) -> bool:
        return all(leaf in self._with_rows for leaf in node.leaves)

    def _has_passed(self, node: Node) -> bool:
        if node.type.visible_to is None:
            return self._has_ids(node)
        return all(leaf in self._passed for leaf in node.leaves)

    def _has_order(self, node: Node | None) -> bool:
        """Whether the order of its members can be told."""
        return node is None or (self._has_rows(node) and self._has_order(node.source))

    def _is_ready(self, node: Node) -> bool:
        if node.kind in (EVERYTHING, GIVEN, REACHED):
            return True
        assert node.source is not None
        if node.kind == AMONG:
            if is_positional(node) and node.narrowing.limit is not None:
                return self._has_order(node.source)
            return self._has_ids(node.source)
        if node.follows_collection:
            return self._has_passed(node.source)
        return self._has_rows(node.source)


def _ancestors(node: Node) -> Iterable[Node]:
    """What a node waits for: its source, and for a position theirs too."""
    source = node.source
    while source is not None:
        yield source
        if not is_positional(node):
            return
        source = source.source
