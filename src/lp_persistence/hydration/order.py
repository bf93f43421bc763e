"""The order of a group's members, told from rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from lp_persistence.expression import AMONG, FOLLOWED, UNITED, Node
from lp_persistence.hydration.rows import Found, Row, RowSet
from lp_persistence.ordering import (
    is_positional,
    order_terms,
    own_order,
    sort_rows,
)
from lp_persistence.planning.columns import is_ordered_follow
from lp_persistence.steps import RANK

Ids = Callable[[Node], dict[int, None]]


def ordered_ids(node: Node, found: Mapping[int, Found], ids: Ids) -> list[int]:
    """The ids of a node's members in the group's order, each once."""
    mine = found[node.number]
    if mine.order is None:
        mine.order = _ordered(node, found, ids)
    return mine.order


def _ordered(node: Node, found: Mapping[int, Found], ids: Ids) -> list[int]:
    mine = found[node.number]
    members = ids(node)
    if node.kind == UNITED:
        parts = [found[leaf.number] for leaf in node.leaves]
        if node.follows_collection and is_ordered_follow(node):
            return _order_of_edge(node, parts, members)
        return _own_order(node, parts, members)
    if is_positional(node):
        assert node.source is not None
        return [key for key in ordered_ids(node.source, found, ids) if key in members]
    if node.follows_collection and is_ordered_follow(node):
        assert mine.pairs is not None
        pairs = mine.pairs
        if node.narrowing.each:
            assert node.source is not None
            parents = positions(ordered_ids(node.source, found, ids))
            pairs = sorted(pairs, key=lambda row: parents[row[0]])
        return [key for key in dict.fromkeys(row[1] for row in pairs) if key in members]
    if node.kind == FOLLOWED or mine.rows is None or mine.rows.is_sorted:
        return _own_order(node, [mine], members)
    return list(members)  # a select's rows come in its order


def _own_order(
    node: Node, sources: list[Found], members: Mapping[int, None]
) -> list[int]:
    """The members in the order of their type."""
    rowsets: dict[int, RowSet] = {
        id(source.rows): source.rows for source in sources if source.rows is not None
    }
    if len(rowsets) == 1:
        (rowset,) = rowsets.values()
        if rowset.is_sorted:
            return rowset.keys_of(rowset.of(members))
    terms = own_order(node.type)
    rows: dict[int, Row] = {}
    for rowset in rowsets.values():
        places = [rowset.index[term.path] for term in terms]
        for row in rowset.rows:
            if row[rowset.id_at] in members:
                rows[row[rowset.id_at]] = tuple(row[place] for place in places)
    kept: list[Row] = list(rows.values())
    sort_rows(kept, terms, {term.path: place for place, term in enumerate(terms)})
    return [row[-1] for row in kept]


def _order_of_edge(
    node: Node, parts: list[Found], members: Mapping[int, None]
) -> list[int]:
    """The members of the edges of several groups in the edge's order."""
    rows = _edge_rows(node, parts)
    return [key for key in dict.fromkeys(row[-1] for row in rows) if key in members]


def _edge_rows(node: Node, parts: list[Found]) -> list[Row]:
    """Rows (parent, …, id) of the edges of several groups, in their order."""
    terms = order_terms(node)
    rows: list[Row] = []
    for part in parts:
        places = [part.pairs_index[term.path] for term in terms]
        rows += [(row[0], *(row[at] for at in places)) for row in part.pairs or ()]
    sort_rows(rows, terms, {term.path: at for at, term in enumerate(terms, 1)})
    return rows


def first_parents(node: Node, found: Mapping[int, Found], ids: Ids) -> dict[int, int]:
    """By id of a member the id of the one that it was reached from: that of
    its first row in the group's order, then in the order of the parents."""
    while node.kind == AMONG:
        assert node.source is not None
        node = node.source
    assert node.source is not None
    parts = [found[leaf.number] for leaf in node.leaves]
    rows: list[Row] = [(row[0], row[1]) for part in parts for row in part.pairs or ()]
    by_rank = any(term.path == RANK for term in order_terms(node))
    if by_rank and len(parts) > 1:
        rows = [(row[0], row[-1]) for row in _edge_rows(node, parts)]
    elif not by_rank or node.narrowing.each:
        place = positions(ordered_ids(node.source, found, ids))
        rows.sort(key=lambda row: place.get(row[0], len(place)))
    return {key: parent for parent, key in reversed(rows)}


def positions(ids: list[int]) -> dict[int, int]:
    """By id its place."""
    return {key: place for place, key in enumerate(ids)}


def grouped_by_place(
    pairs: Iterable[Row], rows: RowSet
) -> Iterator[tuple[int, list[int]]]:
    """By parent the places, in sorted rows, of what a collection's follow gave it;
    each once, in order."""
    targets: dict[int, list[int]] = defaultdict(list)
    for row in pairs:
        targets[row[0]].append(row[1])
    place_of = rows.rank.get
    for parent, keys in targets.items():
        places: set[Any] = set(map(place_of, keys))
        places.discard(None)  # nothing that the viewer sees
        # Numbers alone sort several times as fast as rows by a key.
        yield parent, sorted(places)


def grouped_as_they_come(
    pairs: Iterable[Row], members: Mapping[int, None]
) -> Iterable[tuple[int, Iterable[int]]]:
    """By parent the ids that an ordered follow gave it, each once, in order."""
    groups: dict[int, dict[int, None]] = {}
    for row in pairs:
        if row[1] in members:
            groups.setdefault(row[0], {})[row[1]] = None
    return groups.items()
