"""Groups in, steps out.

Planning goes in rounds. Follows and selects are planned as soon as what they
start from is there, but for follows that nothing waits for and that can go
with a later one; what is ready at once and brings only keys goes beside each
other. Where nothing is ready, the entities that the rest waits for are
fetched: one type at a time, the one that nothing else could still add to. At
the end, one fetch for each type brings what is left.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias

from lp_persistence.binding import Binding
from lp_persistence.composed import hops_of
from lp_persistence.expression import (
    AMONG,
    EVERYTHING,
    GIVEN,
    REACHED,
    Node,
    describe,
)
from lp_persistence.model import Model
from lp_persistence.ordering import is_positional, order_terms, own_order
from lp_persistence.planning.columns import (
    Needed,
    brings_target,
    comes_limited,
    comes_together,
    is_ordered_follow,
    references_of,
)
from lp_persistence.planning.company import Company
from lp_persistence.planning.looking import Looking
from lp_persistence.planning.plan import Answer, Plan, PlannedStep
from lp_persistence.planning.progress import Progress
from lp_persistence.steps import (
    ID,
    Beside,
    Column,
    Count,
    Everything,
    Follow,
    Followed,
    Given,
    Keys,
    Origin,
    Path,
    Scope,
    Select,
    Step,
    ViewerFacts,
)

#: What is counted of a node: its scope, how many slots that has, and the fact
#: to count by, if any.
ToCount: TypeAlias = tuple[Scope, int, str | None]


class Planner:
    """Plans what is loaded of one context.

    ``loaded``: every node that is read, sources and parts before what begins
    with them. ``known``: by number of a node the columns that earlier plans
    brought for it. ``who``: the rule of Scope.rule, None to see everything.
    ``viewer``: the interface of a viewer whose facts the rules may ask for,
    ``told``: names of the facts that are known already.
    """

    def __init__(
        self,
        model: Model,
        loaded: Sequence[Node],
        known: Mapping[int, frozenset[Path]],
        who: str | None,
        viewer: str | None,
        told: frozenset[str],
        counts: Sequence[tuple[Node, ToCount]],
    ):
        self._model = model
        self._loaded = loaded
        self._looking = Looking(model, who)
        self._viewer = viewer
        self._told = told
        self._steps: list[PlannedStep] = []
        self._offsets: dict[int, int] = {}
        offset = 0
        for node in loaded:
            self._offsets[node.number] = offset
            offset += len(node.values)
        self._counts = counts
        self._count_offset = offset
        references = references_of(loaded)
        self._needed = {node.number: Needed(node, references, known) for node in loaded}
        self._progress = Progress(loaded, self._needed, known)
        self._company = Company(loaded, self._needed, self._progress)

    def plan(self) -> Plan:
        """The plan; the same for every backend."""
        progress = self._progress
        while True:
            ready = progress.ready()
            now = self._company.at_once(ready)
            waited = None if now else progress.next_type()
            if now:
                self._produce(now)
            elif ready and (waited is None or progress.could_grow(waited)):
                self._produce(ready)
            elif waited is not None:
                self._fetch(waited)
            else:
                break
        for name in dict.fromkeys(node.type.name for node in progress.fetchable()):
            self._fetch(name)
        counts = self._count()
        asked = tuple(sorted(self._looking.facts - self._told))
        if self._viewer is not None and asked:
            facts = ViewerFacts(asked, self._viewer)
            self._steps.insert(0, PlannedStep("viewer", facts, (), (), (), ("facts",)))
            counts = {step + 1: number for step, number in counts.items()}
        return Plan(
            tuple(self._steps),
            tuple(node.number for node in self._loaded),
            tuple(progress.rides),
            counts,
            frozenset(self._looking.interfaces),
        )

    def _columns(
        self,
        node: Node,
        paths: Iterable[Path],
        offset: int,
        among: Mapping[Path, int] | None = None,
    ) -> tuple[tuple[Column, ...], dict[Path, int]]:
        """Columns of a node's rows, and where each stands behind ``offset`` others."""
        columns = tuple(
            Column(path, (among or {}).get(path), self._looking.whose_path(node, path))
            for path in paths
        )
        return columns, {path: offset + place for place, path in enumerate(paths)}

    def _scope(self, node: Node, origin: Origin, rule: bool, ordered: bool) -> Scope:
        narrowing = node.narrowing
        bind = Binding(self._offsets[node.number], self._looking)
        positional = is_positional(node)
        order = own_order(node.type) if positional else order_terms(node)
        over = None if node.over is None else node.over.name
        return Scope(
            node.type.name,
            origin,
            bind.conditions(narrowing.where, node.type.name),
            self._looking.rule(node.type.name) if rule else None,
            bind.order(order, node.type.name, over) if ordered else (),
            bind.slots(narrowing.after),
            None if positional else bind.slot(narrowing.limit),
            narrowing.each,
        )

    def _add(
        self,
        word: str,
        step: Step,
        sources: Iterable[Iterable[Node]],
        answers: tuple[Answer, ...],
        starts: tuple[int, ...],
        nodes: Iterable[Node],
    ) -> None:
        numbers = tuple(tuple(node.number for node in slot) for slot in sources)
        groups = tuple(dict.fromkeys(map(describe, nodes)))
        self._steps.append(PlannedStep(word, step, numbers, answers, starts, groups))

    def _produce(self, ready: Sequence[Node]) -> None:
        self._progress.has_ids(ready)
        follows: dict[object, list[Node]] = {}
        for node in ready:
            if node.kind in (EVERYTHING, AMONG, REACHED) or (
                node.kind == GIVEN and node.narrowing
            ):
                self._select(node)
            elif node.follows_collection:
                follows.setdefault(self._company.merge_key(node), []).append(node)
        self._follow(list(follows.values()))

    def _select(self, node: Node) -> None:
        origin: Origin = Everything()
        sources: tuple[tuple[Node, ...], ...] = ()
        starts: tuple[int, ...] = ()
        if node.kind == GIVEN:
            assert node.ids is not None
            origin = Given(node.ids + self._offsets[node.number])
        elif node.reached is not None:
            bind = Binding(self._offsets[node.number], self._looking)
            origin = bind.origin(node.reached)
        elif node.kind == AMONG:
            assert node.source is not None
            origin, sources, starts = Keys(0), ((node.source,),), (0,)
        scope = self._scope(node, origin, rule=True, ordered=True)
        needed = self._needed[node.number]
        columns, index = self._columns(node, (*needed.paths, *needed.places), 1)
        self._add(
            "select",
            Select(scope, columns),
            sources,
            (Answer((node.number,), {ID: 0, **index}),),
            starts,
            (node,),
        )
        self._progress.has_passed((node,))
        self._progress.has_rows((node,))

    def _follow(self, merged: Sequence[list[Node]]) -> None:
        """What brings keys, few or in no order, goes beside each other."""
        first = [nodes[0] for nodes in merged]
        light = self._company.beside(first)
        beside = [nodes for nodes in merged if nodes[0] in light]
        is_one_trip = len(beside) > 1 or any(
            comes_together(node) and not brings_target(node) for node in light
        )
        for nodes in merged:
            if not (is_one_trip and nodes in beside):
                follow, answer = self._follow_step(nodes, 0, 2)
                self._add("follow", follow, (_sources(nodes),), (answer,), (0,), nodes)
        if not is_one_trip:
            return
        parts = []
        offset = 3
        for slot, nodes in enumerate(beside):
            parts.append(self._follow_step(nodes, slot, offset, beside=True))
            offset += len(parts[-1][0].columns)
        self._add(
            "beside",
            Beside(tuple(follow for follow, _ in parts)),
            tuple(map(_sources, beside)),
            tuple(answer for _, answer in parts),
            tuple(range(len(parts))),
            [node for nodes in beside for node in nodes],
        )

    def _follow_step(
        self, nodes: Sequence[Node], slot: int, offset: int, beside: bool = False
    ) -> tuple[Follow, Answer]:
        """A follow, of which the columns stand behind ``offset`` others."""
        first = nodes[0]
        assert first.source is not None and first.edge is not None
        reads_target = brings_target(first) and (not beside or comes_together(first))
        limited = comes_limited(first) and not beside
        brings = reads_target or comes_together(first) or limited
        ordered = (reads_target and not beside) or is_ordered_follow(first)
        owner = first.source.type
        over = hops_of(self._model, owner, first.edge)
        bind = Binding(self._offsets[first.number], self._looking)
        origin = Followed(owner.name, first.edge, Keys(slot), bind.hops(over))
        rule = reads_target or ordered or bool(first.narrowing)
        scope = self._scope(first, origin, rule, ordered)
        paths: dict[Path, None] = {}
        if brings:
            if not (reads_target or limited):
                paths[ID] = None
            for node in nodes:
                paths.update(self._needed[node.number].paths)
            self._progress.has_rows(nodes)
        if is_ordered_follow(first):
            paths.update((term.path, None) for term in scope.order[:-1])
        if rule or brings:
            self._progress.has_passed(nodes)
        columns, index = self._columns(first, paths, offset)
        numbers = tuple(node.number for node in nodes)
        return Follow(scope, columns), Answer(numbers, {ID: 1, **index}, brings)

    def _fetch(self, name: str) -> None:
        nodes = [node for node in self._progress.fetchable() if node.type.name == name]
        paths: dict[Path, None] = {}
        askers: dict[Path, list[Node]] = {}
        for node in nodes:
            needed = self._needed[node.number]
            paths.update(needed.paths)
            for path in needed.long:
                askers.setdefault(path, []).append(node)
        sources: list[Sequence[Node]] = [nodes]
        among: dict[Path, int] = {}
        for path, some in askers.items():
            if len(some) < len(nodes):
                if some not in sources:
                    sources.append(some)
                among[path] = sources.index(some)
        verdict = self._looking.rule(name)
        offset = 1 if verdict is None else 2
        columns, index = self._columns(nodes[0], paths, offset, among)
        scope = Scope(name, Keys(0), order=own_order(nodes[0].type))
        self._add(
            "fetch",
            Select(scope, columns, verdict),
            sources,
            (Answer(tuple(node.number for node in nodes), {ID: 0, **index}),),
            (0,),
            nodes,
        )
        self._progress.has_passed(nodes)
        self._progress.has_rows(nodes)

    def _count(self) -> dict[int, int]:
        """The steps that count what loaded members don't tell; by step the
        node."""
        counts: dict[int, int] = {}
        offset = self._count_offset
        for node, (scope, values, by) in self._counts:
            bound = Binding(offset, self._looking).scope(scope)
            offset += values
            counts[len(self._steps)] = node.number
            word = "count" if by is None else f"count by {by} of"
            whose = None if by is None else self._looking.whose(node.type.name, by)
            self._add(word, Count(bound, by, whose), (), (), (), (node,))
        return counts


def _sources(nodes: Iterable[Node]) -> tuple[Node, ...]:
    """What several follows of one edge start from."""
    return tuple(
        dict.fromkeys(node.source for node in nodes if node.source is not None)
    )
