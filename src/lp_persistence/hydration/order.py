"""The order of a group's members, told from rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from lp_persistence.expression import FOLLOWED, UNITED, Node
from lp_persistence.hydration.rows import Found, Row, RowSet
from lp_persistence.ordering import is_positional, own_order, sort_rows
from lp_persistence.planning.columns import is_ordered_follow

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
        return _own_order(node, [found[leaf.number] for leaf in node.leaves], members)
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
            return [row[rowset.id_at] for row in rowset.of(members)]
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


def positions(ids: list[int]) -> dict[int, int]:
    """By id its place."""
    return {key: place for place, key in enumerate(ids)}


def grouped(node: Node, found: Mapping[int, Found], ids: Ids) -> dict[int, list[int]]:
    """By parent the ids that a collection's follow gave it, in order."""
    pairs = found[node.number].pairs
    assert pairs is not None
    if is_ordered_follow(node):
        members = ids(node)
        # Duplicates of a link need not come one after the other here.
        placed: Iterable[Row] = dict.fromkeys(
            (row[0], row[1]) for row in pairs if row[1] in members
        )
    else:
        rows = found[node.number].rows
        assert rows is not None and rows.is_sorted
        rank = rows.rank
        seen = [row for row in pairs if row[1] in rank]
        placed = sorted(seen, key=lambda row: rank[row[1]])
    groups: dict[int, list[int]] = {}
    for row in placed:
        group = groups.get(row[0])
        if group is None:
            groups[row[0]] = [row[1]]
        elif group[-1] != row[1]:
            group.append(row[1])
    return groups
