"""Groups in, steps out.

Planning goes in rounds. Follows and selects are planned as soon as what they
start from is there; what is ready at once and brings only keys goes beside
each other. Where nothing is ready, the entities that the rest waits for are
fetched: one type at a time, the one that nothing else could still add to. At
the end, one fetch for each type brings what is left.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from lp_persistence.expression import (
    AMONG,
    EVERYTHING,
    GIVEN,
    UNITED,
    Node,
    describe,
)
from lp_persistence.fields import Collection
from lp_persistence.model import Model
from lp_persistence.ordering import is_positional, order_terms, own_order
from lp_persistence.planning.binding import Binding
from lp_persistence.planning.columns import Needed, brings_target, references_of
from lp_persistence.planning.plan import Answer, Plan, PlannedStep, Ride
from lp_persistence.planning.steps import (
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

ID: Final[Path] = ("id",)


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
        counts: Sequence[tuple[Node, tuple[Scope, int]]],
    ):
        self._model = model
        self._loaded = loaded
        self._who = who
        self._viewer = viewer
        self._told = told
        self._facts: set[str] = set()
        self._steps: list[PlannedStep] = []
        self._rides: list[Ride] = []
        self._offsets: dict[int, int] = {}
        offset = 0
        for node in loaded:
            self._offsets[node.number] = offset
            offset += len(node.values)
        self._counts = counts
        self._count_offset = offset
        references = references_of(loaded)
        self._needed = {node.number: Needed(node, references, known) for node in loaded}
        self._with_ids: set[Node] = set()
        self._with_rows: set[Node] = set()
        self._passed: set[Node] = set()
        for node in loaded:
            if node.number in known:
                self._with_ids.add(node)
                self._passed.add(node)
                if known[node.number].issuperset(self._needed[node.number].paths):
                    self._with_rows.add(node)

    def plan(self) -> Plan:
        """The plan; the same for every backend."""
        while True:
            ready = [node for node in self._pending() if self._is_ready(node)]
            if ready:
                self._produce(ready)
                continue
            waited = self._waited_for()
            if not waited:
                break
            self._fetch(self._next_type(waited))
        for name in dict.fromkeys(node.type.name for node in self._fetchable()):
            self._fetch(name)
        counts = self._count()
        asked = tuple(sorted(self._facts - self._told))
        if self._viewer is not None and asked:
            facts = ViewerFacts(asked, self._viewer)
            self._steps.insert(0, PlannedStep("viewer", facts, (), (), (), ("facts",)))
            counts = {step + 1: number for step, number in counts.items()}
        return Plan(
            tuple(self._steps),
            tuple(node.number for node in self._loaded),
            tuple(self._rides),
            counts,
        )

    # --- what is there, and what waits -----------------------------------

    def _has_ids(self, node: Node) -> bool:
        if node.kind == UNITED:
            return all(map(self._has_ids, node.parts))
        return node in self._with_ids

    def _has_rows(self, node: Node) -> bool:
        if node.kind == UNITED:
            return all(map(self._has_rows, node.parts))
        return node in self._with_rows

    def _has_passed(self, node: Node) -> bool:
        """Whether its ids have passed the rule of their type."""
        if node.kind == UNITED:
            return all(map(self._has_passed, node.parts))
        if node.type.visible_to is None:
            return self._has_ids(node)
        return node in self._passed

    def _has_order(self, node: Node | None) -> bool:
        """Whether the order of its members can be told."""
        return node is None or (self._has_rows(node) and self._has_order(node.source))

    def _pending(self) -> list[Node]:
        return [
            node
            for node in self._loaded
            if node.kind != UNITED and node not in self._with_ids
        ]

    def _is_ready(self, node: Node) -> bool:
        if node.kind in (EVERYTHING, GIVEN):
            return True
        assert node.source is not None
        if node.kind == AMONG:
            if is_positional(node) and node.narrowing.limit is not None:
                return self._has_order(node.source)
            return self._has_ids(node.source)
        if node.follows_collection:
            return self._has_passed(node.source)
        return self._has_rows(node.source)

    def _fetchable(self) -> list[Node]:
        return [
            node
            for node in self._loaded
            if node in self._with_ids and node not in self._with_rows
        ]

    def _waited_for(self) -> list[Node]:
        """What could be fetched and is waited for."""
        waiting = {
            part
            for node in self._pending()
            for source in _ancestors(node)
            for part in _leaves(source)
        }
        return [node for node in self._fetchable() if node in waiting]

    def _next_type(self, waited: Sequence[Node]) -> str:
        """The type to fetch next: one that nothing else could add to first."""
        names = list(dict.fromkeys(node.type.name for node in waited))
        for name in names:
            if not self._could_grow(name):
                return name
        return names[0]

    def _could_grow(self, name: str) -> bool:
        """Whether more ids of a type would come without a fetch of it."""
        there = set(self._with_ids)
        while True:
            more = {
                node
                for node in self._pending()
                if node not in there
                and all(
                    part in there
                    and (part.type.name != name or part in self._with_rows)
                    for part in _leaves(node.source)
                )
            }
            if not more:
                return False
            if any(node.type.name == name for node in more):
                return True
            there |= more

    # --- making steps ----------------------------------------------------

    def _rule(self, interface: str) -> str | None:
        """The rule of a scope on ``interface`` for who looks."""
        visible_to = self._model.type_named(interface).visible_to
        if visible_to is None or self._who is None:
            return None
        self._facts.update(visible_to.facts)
        return self._who

    def _scope(self, node: Node, origin: Origin, rule: bool, ordered: bool) -> Scope:
        narrowing = node.narrowing
        bind = Binding(self._offsets[node.number], self._rule)
        positional = is_positional(node)
        order = own_order(node.type) if positional else order_terms(node)
        return Scope(
            node.type.name,
            origin,
            bind.conditions(narrowing.where),
            self._rule(node.type.name) if rule else None,
            order if ordered else (),
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

    def _has_read(self, nodes: Iterable[Node]) -> None:
        """The rows of these nodes are brought, and what rides in them."""
        for node in nodes:
            self._with_rows.add(node)
            for ride in self._needed[node.number].rides:
                self._rides.append(ride)
                rider = self._by_number(ride.node)
                self._with_ids.add(rider)
                self._with_rows.add(rider)
                self._passed.add(rider)

    def _by_number(self, number: int) -> Node:
        return next(node for node in self._loaded if node.number == number)

    def _produce(self, ready: Sequence[Node]) -> None:
        follows: dict[object, list[Node]] = {}
        for node in ready:
            self._with_ids.add(node)
            if node.kind in (EVERYTHING, AMONG) or (
                node.kind == GIVEN and node.narrowing
            ):
                self._select(node)
            elif node.follows_collection:
                follows.setdefault(self._merge_key(node), []).append(node)
        self._follow(list(follows.values()))

    def _merge_key(self, node: Node) -> object:
        """Equal for whole edges that one follow reads for several groups."""
        if node.narrowing:
            return node
        assert node.source is not None
        long = frozenset(self._needed[node.number].long)
        return (node.source.type.name, node.edge, long)

    def _select(self, node: Node) -> None:
        origin: Origin = Everything()
        sources: tuple[tuple[Node, ...], ...] = ()
        starts: tuple[int, ...] = ()
        if node.kind == GIVEN:
            assert node.ids is not None
            origin = Given(node.ids + self._offsets[node.number])
        elif node.kind == AMONG:
            assert node.source is not None
            origin, sources, starts = Keys(0), ((node.source,),), (0,)
        scope = self._scope(node, origin, rule=True, ordered=True)
        columns, index = _columns(self._needed[node.number].paths, 1)
        self._add(
            "select",
            Select(scope, columns),
            sources,
            (Answer((node.number,), {ID: 0, **index}),),
            starts,
            (node,),
        )
        self._passed.add(node)
        self._has_read((node,))

    def _follow(self, merged: Sequence[list[Node]]) -> None:
        beside: list[tuple[Follow, list[Node], Answer]] = []
        for nodes in merged:
            follow, answer = self._follow_step(nodes, len(beside))
            if follow.columns or follow.scope.order:
                follow, answer = self._follow_step(nodes, 0)
                self._add("follow", follow, (_sources(nodes),), (answer,), (0,), nodes)
            else:
                beside.append((follow, nodes, answer))
        if len(beside) == 1:
            follow, nodes, answer = beside[0]
            self._add("follow", follow, (_sources(nodes),), (answer,), (0,), nodes)
        elif beside:
            self._add(
                "beside",
                Beside(tuple(follow for follow, _, _ in beside)),
                tuple(_sources(nodes) for _, nodes, _ in beside),
                tuple(answer for _, _, answer in beside),
                tuple(range(len(beside))),
                [node for _, nodes, _ in beside for node in nodes],
            )

    def _follow_step(self, nodes: Sequence[Node], slot: int) -> tuple[Follow, Answer]:
        first = nodes[0]
        assert first.source is not None and first.edge is not None
        brings = brings_target(first)
        ordered = brings or is_ordered_follow(first)
        origin = Followed(first.source.type.name, first.edge, Keys(slot))
        rule = brings or ordered or bool(first.narrowing)
        scope = self._scope(first, origin, rule, ordered)
        paths: dict[Path, None] = {}
        if brings:
            for node in nodes:
                paths.update(self._needed[node.number].paths)
            self._has_read(nodes)
        if first.narrowing.limit is not None:
            paths.update((term.path, None) for term in scope.order[:-1])
        if rule:
            self._passed.update(nodes)
        columns, index = _columns(paths, 2)
        numbers = tuple(node.number for node in nodes)
        return Follow(scope, columns), Answer(numbers, {ID: 1, **index})

    def _fetch(self, name: str) -> None:
        nodes = [node for node in self._fetchable() if node.type.name == name]
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
        verdict = self._rule(name)
        offset = 1 if verdict is None else 2
        columns, index = _columns(paths, offset, among)
        scope = Scope(name, Keys(0), order=own_order(nodes[0].type))
        self._add(
            "fetch",
            Select(scope, columns, verdict),
            sources,
            (Answer(tuple(node.number for node in nodes), {ID: 0, **index}),),
            (0,),
            nodes,
        )
        self._passed.update(nodes)
        self._has_read(nodes)

    def _count(self) -> dict[int, int]:
        """The steps that count what is not loaded; by step the node."""
        counts: dict[int, int] = {}
        offset = self._count_offset
        for node, (scope, values) in self._counts:
            bound = Binding(offset, self._rule).scope(scope)
            offset += values
            counts[len(self._steps)] = node.number
            self._add("count", Count(bound), (), (), (), (node,))
        return counts


def is_ordered_follow(node: Node) -> bool:
    """Whether a follow's rows must come in an order of their own: not the
    target's, which the target's fetch gives."""
    field = node.edge_field
    narrowing = node.narrowing
    return (
        narrowing.order is not None
        or narrowing.limit is not None
        or narrowing.after is not None
        or (isinstance(field, Collection) and bool(field.ordered_by or field.ranked))
    )


def _columns(
    paths: Iterable[Path], offset: int, among: Mapping[Path, int] | None = None
) -> tuple[tuple[Column, ...], dict[Path, int]]:
    """Columns for paths, and where each stands behind ``offset`` others."""
    columns = tuple(Column(path, (among or {}).get(path)) for path in paths)
    return columns, {path: offset + place for place, path in enumerate(paths)}


def _sources(nodes: Iterable[Node]) -> tuple[Node, ...]:
    """What several follows of one edge start from."""
    return tuple(
        dict.fromkeys(node.source for node in nodes if node.source is not None)
    )


def _leaves(node: Node | None) -> tuple[Node, ...]:
    """A union's parts, and theirs; else the node itself."""
    if node is None:
        return ()
    if node.kind != UNITED:
        return (node,)
    return tuple(leaf for part in node.parts for leaf in _leaves(part))


def _ancestors(node: Node) -> Iterable[Node]:
    """What a node waits for: its source, and for a position theirs too."""
    source = node.source
    while source is not None:
        yield source
        if not is_positional(node):
            return
        source = source.source
