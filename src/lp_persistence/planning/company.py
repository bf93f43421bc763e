"""Which follows travel in company: held back for others, or without what their
targets hold, which the one fetch of these brings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from lp_persistence.expression import AMONG, FOLLOWED, GIVEN, UNITED, Node
from lp_persistence.planning.columns import (
    Needed,
    brings_target,
    comes_together,
    is_few,
    is_ordered_follow,
)
from lp_persistence.planning.progress import Progress


class Company:
    """Knows who can wait for whom, of the ``loaded`` nodes of a plan."""

    def __init__(
        self,
        loaded: Sequence[Node],
        needed: Mapping[int, Needed],
        progress: Progress,
    ):
        self._loaded = loaded
        self._needed = needed
        self._progress = progress
        self._sources = frozenset(_followed_on(loaded))
        self._riders = {ride.node for each in needed.values() for ride in each.rides}

    def merge_key(self, node: Node) -> object:
        """Equal for whole edges that one follow reads for several groups."""
        if node.narrowing:
            return node
        assert node.source is not None
        long = frozenset(self._needed[node.number].long)
        return (node.source.type.name, node.edge, long)

    def at_once(self, ready: Sequence[Node]) -> list[Node]:
        """What goes now: all but what loses nothing by waiting for what is not
        ready, a follow of the same edge or another that brings only keys."""
        later = [
            node
            for node in self._progress.pending()
            if node.follows_collection and node not in ready
        ]
        edges = {self.merge_key(node) for node in later}
        keys = any(map(self._could_bring_keys, later))
        waiting = [
            node
            for node in ready
            if node.follows_collection
            and node not in self._sources
            and (
                self.merge_key(node) in edges or (keys and self._could_bring_keys(node))
            )
        ]
        now = [node for node in ready if node not in waiting]
        if any(map(_is_light, now)):  # which these can go with as well
            company = self.beside(ready)
            now = [node for node in ready if node in now or node in company]
        return now

    def beside(self, follows: Sequence[Node]) -> list[Node]:
        """Those of some follows that travel together where a light one goes: the
        light ones, and those whose targets are fetched with others anyway."""
        if not any(map(_is_light, follows)):
            return []
        return [
            node
            for node in follows
            if _is_light(node)
            or (
                self._could_share(node)
                and any(self._is_fetched_with(node, other) for other in self._loaded)
            )
        ]

    def _could_bring_keys(self, node: Node) -> bool:
        return _is_light(node) or self._could_share(node)

    def _could_share(self, node: Node) -> bool:
        """Whether nothing but a fetch needs to be made of what it leads to."""
        return (
            _is_plain(node)
            and brings_target(node)
            and not comes_together(node)
            and (is_few(node) or not (node.narrowing or is_ordered_follow(node)))
            and node not in self._sources
        )

    def _is_fetched_with(self, node: Node, other: Node) -> bool:
        """Whether ``other`` is of the same type, and is to be fetched whatever
        becomes of ``node``, or would leave its attributes to the same fetch."""
        if (
            other.type is not node.type
            or other.number in self._riders
            or self._progress.is_read(other)
            or node in _sources_of(other)
            or (other.narrowing and other.kind in (GIVEN, FOLLOWED))
        ):
            return False
        if other.kind == GIVEN:
            return True
        if other.kind != FOLLOWED or not other.follows_collection:
            return other.kind == FOLLOWED
        if comes_together(other):
            return False
        if not brings_target(other):
            return True
        is_other_edge = self.merge_key(other) != self.merge_key(node)
        return is_other_edge and self._could_share(other)


def _is_light(node: Node) -> bool:
    """Whether a follow brings keys of one integer, few or in no order, and nothing
    else but what comes together with them."""
    if not _is_plain(node) or (brings_target(node) and not comes_together(node)):
        return False
    return is_few(node) or not is_ordered_follow(node)


def _is_plain(node: Node) -> bool:
    if not node.follows_collection:
        return False
    assert node.source is not None
    return not (node.type.key or node.source.type.key)


def _followed_on(loaded: Iterable[Node]) -> set[Node]:
    """Those that a collection is followed from, or that are narrowed, in the
    end: over any number of references."""
    found: set[Node] = set()
    for node in loaded:
        if node.kind == AMONG or node.follows_collection:
            found |= _sources_of(node)
    return found


def _sources_of(node: Node) -> set[Node]:
    """All that a node began with."""
    found: set[Node] = set()
    waiting = [node]
    while waiting:
        each = waiting.pop()
        before = each.parts if each.kind == UNITED else ()
        if each.source is not None:
            before = (*before, each.source)
        waiting += [one for one in before if one not in found]
        found.update(before)
    return found
