"""Takes in the rows of steps, and hands out ids to start the next ones from."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Collection, Sequence
from operator import itemgetter
from typing import Any, Final, TypeAlias

from lp_persistence.expression import AMONG, EVERYTHING, GIVEN, REACHED, UNITED, Node
from lp_persistence.hydration.order import ordered_ids
from lp_persistence.hydration.rows import Found, Row, RowSet
from lp_persistence.ordering import (
    is_positional,
    order_terms,
    own_order,
    sort_rows,
)
from lp_persistence.planning.columns import (
    comes_limited,
    comes_together,
    is_ordered_follow,
)
from lp_persistence.planning.plan import Answer, Counted, Plan, PlannedStep
from lp_persistence.steps import (
    ID,
    Beside,
    Count,
    Follow,
    Path,
    Select,
    ViewerFacts,
)

#: What a step is handed: the ids of each of its sources.
Keys: TypeAlias = tuple[Collection[int], ...]

#: Of a row of a follow the id of its target.
_target_of: Final = itemgetter(1)
#: Of a row of a ``Beside`` the number of its part.
_part_of: Final = itemgetter(2)


class Absorber:
    """Fills the ``Found`` of each node of a plan while its steps run."""

    def __init__(
        self,
        plan: Plan,
        nodes: Sequence[Node],
        found: dict[int, Found],
        counted: dict[Counted, list[Row]],
    ):
        self._plan = plan
        self._nodes = nodes
        self._found = found
        self._counted = counted
        self._rides = plan.rides_by_host

    def keys(self, planned: PlannedStep) -> Keys:
        """What a step is handed."""
        return tuple(self._united(numbers) for numbers in planned.sources)

    def _united(self, numbers: tuple[int, ...]) -> Collection[int]:
        if len(numbers) == 1:
            return self.ids(self._nodes[numbers[0]])
        ids: set[int] = set()
        columns: dict[tuple[int, str], list[Node]] = {}
        for number in numbers:
            node = self._nodes[number]
            found = self._found[number]
            if node.kind == UNITED or found.ids is not None or found.hidden:
                ids.update(self.ids(node))
            elif found.pairs is not None:
                ids.update(map(_target_of, found.pairs))
            elif node.source is not None and node.edge is not None:
                rows = self._found[node.source.number].rows
                columns.setdefault((id(rows), node.edge), []).append(node)
            else:
                ids.update(self.ids(node))
        for (_, edge), nodes in columns.items():
            self._unite_references(ids, edge, nodes)
        return ids

    def _unite_references(
        self, ids: set[Any], edge: str, nodes: Sequence[Node]
    ) -> None:
        """Add what a reference leads to from groups that share their rows: where no
        other group has any of these, by one pass over them."""
        sources = [node.source for node in nodes if node.source is not None]
        rows = self._found[sources[0].number].rows
        assert rows is not None
        if rows.read_for and rows.read_for <= {source.number for source in sources}:
            ids.update(map(itemgetter(rows.index[(edge,)]), rows.rows))
            ids.discard(None)
            return
        for node in nodes:
            ids.update(self.ids(node))

    def ids(self, node: Node) -> dict[int, None]:
        """The ids of a node's members, as far as they passed their rule."""
        found = self._found[node.number]
        if node.kind == UNITED:
            ids: dict[int, None] = {}
            for part in node.parts:
                ids.update(self.ids(part))
            return ids
        if found.ids is None:
            if found.pairs is not None:
                ids = dict.fromkeys(map(_target_of, found.pairs))
                for hidden in found.hidden:
                    ids.pop(hidden, None)
                found.ids = ids
            elif node.kind == GIVEN:
                found.ids = dict.fromkeys(self._value(node, node.ids))
            else:
                assert node.source is not None and node.edge is not None
                found.ids = self._referenced(node.source, node.edge)
        return found.ids

    def _referenced(self, source: Node, edge: str) -> dict[int, None]:
        """The ids that a reference leads to."""
        found = self._found[source.number]
        assert found.rows is not None
        key_at = found.rows.index[(edge,)]
        rows = found.own_rows(self.ids(source))
        ids = dict.fromkeys(map(itemgetter(key_at), rows))
        ids.pop(None, None)
        return ids

    def _value(self, node: Node, slot: int | None) -> Any:
        assert slot is not None
        return node.values[slot]

    def absorb(self, planned: PlannedStep, rows: list[Row], keys: Keys) -> None:
        """Take in what a step gave that was handed ``keys``; an empty list where it
        was skipped."""
        take: Callable[..., None] = _TAKE[type(planned.step)]
        take(self, planned, rows, keys)
        for answer in planned.answers:
            for number in answer.nodes:
                if number in self._rides:
                    self._unpack_rides(number)

    def _take_select(self, planned: PlannedStep, rows: list[Row], keys: Keys) -> None:
        step = planned.step
        assert isinstance(step, Select)
        (answer,) = planned.answers
        nodes = [self._nodes[number] for number in answer.nodes]
        first = nodes[0]
        chosen = first.kind in (EVERYTHING, AMONG, REACHED) or (
            first.kind == GIVEN and bool(first.narrowing)
        )
        if chosen and self._found[first.number].ids is None:
            found = self._found[first.number]
            found.ids = dict.fromkeys(map(itemgetter(0), rows))
            if is_positional(first) and first.narrowing.limit is not None:
                order = ordered_ids(first, self._found, self.ids)
                count = self._value(first, first.narrowing.limit)
                found.ids = dict.fromkeys(order[:count])
            found.order = None if is_positional(first) else list(found.ids)
            found.rows = found.placed = RowSet(rows, answer.columns)
            return
        if step.verdict is None:
            rowset = RowSet(rows, answer.columns, is_sorted=True, read_for=answer.nodes)
        else:
            rowset = RowSet.judged(rows, answer.columns, answer.nodes)
        # Where whoever was asked for is there, nobody has to be looked for.
        is_complete = len(rows) == len(keys[0])
        long = [column for column in step.columns if column.among is not None]
        for node in nodes:
            found = self._found[node.number]
            if is_complete and not rowset.hidden:
                found.take(rowset)
            elif is_complete and found.ids is None and found.pairs is not None:
                found.take(rowset)
                found.hidden |= rowset.hidden
            else:
                self.ids(node)
                found.read(rowset, node.kind == GIVEN, is_complete)
            if long:  # which came for those that asked
                found.others = frozenset(
                    column.path
                    for column in long
                    if node.number not in planned.sources[column.among or 0]
                )

    def _take_follow(self, planned: PlannedStep, rows: list[Row], keys: Keys) -> None:
        (answer,) = planned.answers
        self._take_pairs(answer, rows)

    def _take_beside(self, planned: PlannedStep, rows: list[Row], keys: Keys) -> None:
        # An engine may have read several parts at once.
        rows = sorted(rows, key=_part_of)
        begin = 0
        for part, answer in enumerate(planned.answers):
            end = bisect_right(rows, part, begin, key=_part_of)
            pairs = rows[begin:end]
            node = self._nodes[answer.nodes[0]]
            if is_ordered_follow(node):
                sort_rows(pairs, order_terms(node), answer.columns)
            self._take_pairs(answer, pairs)
            begin = end

    def _take_pairs(self, answer: Answer, rows: list[Row]) -> None:
        brings: RowSet | None = None
        for number in answer.nodes:
            node, found = self._nodes[number], self._found[number]
            assert node.source is not None
            pairs = rows
            if len(answer.nodes) > 1:
                parents = self.ids(node.source)
                pairs = [row for row in rows if row[0] in parents]
            if node.narrowing.limit is not None and not node.narrowing.each:
                count = self._value(node, node.narrowing.limit)
                pairs = _first_distinct(pairs, count)
            found.pairs = pairs
            found.pairs_index = answer.columns
            # Of most follows nobody asks which ids they are, but with others.
            found.ids = None
            if answer.brings:
                if brings is None:
                    brings = _brought(node, rows, answer.columns)
                self.ids(node)
                found.read(brings, given=False)

    def _take_count(self, planned: PlannedStep, rows: list[Row], keys: Keys) -> None:
        number = self._plan.counts[self._plan.steps.index(planned)]
        step = planned.step
        assert isinstance(step, Count)
        self._counted[number, step.by] = rows

    def _take_viewer(self, planned: PlannedStep, rows: list[Row], keys: Keys) -> None:
        """Whoever runs the step keeps the viewer's facts."""

    def _unpack_rides(self, host: int) -> None:
        """What rode in on the rows of a node, over any number of references."""
        rows = self._found[host].rows
        if rows is None:
            return
        for ride in self._rides[host]:
            found = self._found[ride.node]
            riding = rows.riding(ride.path, self._plan.memo)
            if riding.nothing:
                found.ids = self._referenced(self._nodes[host], ride.path[0])
                found.read(riding, given=False)
            else:
                found.take(riding)
            if ride.node in self._rides:
                self._unpack_rides(ride.node)


_TAKE: dict[type, Callable[..., None]] = {
    Select: Absorber._take_select,
    Follow: Absorber._take_follow,
    Beside: Absorber._take_beside,
    Count: Absorber._take_count,
    ViewerFacts: Absorber._take_viewer,
}


def _brought(node: Node, rows: list[Row], columns: dict[Path, int]) -> RowSet:
    """What the rows of a follow tell of its targets."""
    if comes_limited(node):
        # Several parents may have one.
        return RowSet(list({row[1]: row for row in rows}.values()), columns)
    if not comes_together(node):
        return RowSet(rows, columns, is_sorted=not is_ordered_follow(node))
    # An edge to nothing has no id of its target's own.
    own = columns[ID]
    there = list({row[own]: row for row in rows if row[own] is not None}.values())
    sort_rows(there, own_order(node.type), columns)
    return RowSet(there, columns, is_sorted=True)


def _first_distinct(pairs: list[Row], count: int) -> list[Row]:
    """The rows of the first ``count`` different ids."""
    kept: dict[int, None] = {}
    rows = []
    for row in pairs:
        if row[1] not in kept:
            if len(kept) == count:
                continue
            kept[row[1]] = None
        rows.append(row)
    return rows
