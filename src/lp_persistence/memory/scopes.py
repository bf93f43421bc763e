"""Scopes: which entities, and which of them first.

Where a limit holds, what is dear to ask (rules, edges, computed facts) is
asked in the scope's order, and of no more entities than the limit takes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache, partial
from itertools import chain, compress
from typing import Any

from lp_persistence.fields import Collection as CollectionField
from lp_persistence.memory.conditions import Conditions, is_indexed
from lp_persistence.memory.found import Found, Origin, in_order, order_of
from lp_persistence.memory.leading import edge_name, leading
from lp_persistence.memory.looking import verdict
from lp_persistence.memory.run import Run
from lp_persistence.memory.standing import Standing, is_steady
from lp_persistence.model import Model
from lp_persistence.steps import (
    Everything,
    Followed,
    Given,
    Keys,
    Reached,
    Scope,
    United,
)


class CompiledScope:
    """One scope, ready to be run; see ``steps.Scope``."""

    def __init__(self, model: Model, scope: Scope, conditions: Conditions):
        entity_type = model.type_named(scope.interface)
        self._name = entity_type.name
        self.is_open = (
            isinstance(scope.origin, Everything)
            and scope.limit is None
            and scope.after is None
        )
        #: Where it begins: of a ``Followed`` the edges as they are kept,
        #: whatever they lead to.
        self.origin = _ORIGINS[type(scope.origin)](model, scope, conditions)
        tests = [
            (is_indexed(entity_type, each), conditions.mask(entity_type, each))
            for each in scope.where
        ]
        self._cheap = [mask for is_cheap, mask in tests if is_cheap]
        self._dear = [mask for is_cheap, mask in tests if not is_cheap]
        shown = verdict(entity_type, scope.rule) if scope.rule else None
        if shown is not None:
            self._dear.insert(0, shown)
        self._order = order_of(model, scope)
        self._standing = self._standing_of(scope)
        self._after = scope.after
        self._limit = scope.limit
        self._each = scope.each
        self.asks_nothing = not (scope.where or scope.rule or scope.order)

    def _standing_of(self, scope: Scope) -> Standing | None:
        """What it takes the first of, where that is sorted once for all."""
        origin = self.origin
        if not is_steady(scope) or not isinstance(origin, Edges | Whole):
            return None
        return origin.gather and Standing(scope, self._order, origin.gather)

    def members(self, run: Run) -> frozenset[int]:
        """The ids of all members."""
        known: frozenset[int] | None = run.memo.get((self, "members"))
        if known is None:
            known = run.memo[self, "members"] = frozenset(self.entities(run).ids)
        return known

    def among(self, run: Run, ids: Sequence[int]) -> frozenset[int]:
        """Those of ids that pass; what an open scope holds of them."""
        rows = run.world.rows[self._name]
        found = Found([key for key in ids if key in rows])
        passing = self._passing_cheap(run, found, range(len(found.ids)))
        passing = self._passing_dear(run, found, passing)
        return frozenset(found.take(passing).ids)

    def entities(self, run: Run) -> Found:
        """Every member once, in the scope's order."""
        found, is_sorted = self._begin(run)
        if is_sorted:
            return self._first_of_sorted(run, found).distinct()
        if found.parents is not None:
            if self._each and self._limit is not None:
                chosen = self._cut(run, found).distinct()
                return chosen.take(
                    in_order(run, chosen, range(len(chosen.ids)), self._order)
                )
            found = found.distinct()
        return self._cut(run, found)

    def edges(self, run: Run) -> Found:
        """Of a ``Followed``: edges to members, in the scope's order; a limit
        holds for every parent."""
        found, is_sorted = self._begin(run)
        if is_sorted:
            return self._first_of_sorted(run, found)
        return self._cut(run, found)

    def _begin(self, run: Run) -> tuple[Found, bool]:
        """Where it begins, and whether that is in its order already."""
        if self._standing is None:
            return self.origin(run), False
        if not isinstance(self.origin, Edges):
            return self._standing(run, None), True
        parents = self.origin.parents(run)
        if len(parents) != 1:
            return self.origin.of(run, parents), False
        return self._standing(run, parents[0]), True

    def _first_of_sorted(self, run: Run, found: Found) -> Found:
        """The first that pass, as many as the limit says."""
        limit: Any = run.slots[self._limit or 0]
        taken: list[int] = []
        for some in _growing(range(len(found.ids)), 2 * limit):
            passing = self._passing_cheap(run, found, self._behind(run, found, some))
            taken.extend(self._passing_dear(run, found, passing))
            if len(taken) >= limit:
                break
        return found.take(taken[:limit])

    def _cut(self, run: Run, found: Found) -> Found:
        rows = run.world.rows[self._name]
        there: Sequence[int] = [p for p, key in enumerate(found.ids) if key in rows]
        there = self._passing_cheap(run, found, there)
        if self._limit is None:
            there = self._passing_dear(run, found, there)
        there = self._behind(run, found, there)
        there = in_order(run, found, there, self._order)
        if found.over is not None:
            first = dict.fromkeys(found.ids[p] for p in there)
            places = {found.ids[p]: p for p in reversed(there)}
            there = list(map(places.__getitem__, first))
        if self._limit is not None:
            there = self._first(run, found, there, run.slots[self._limit])
        return found.take(there)

    def _passing_cheap(
        self, run: Run, found: Found, positions: Sequence[int]
    ) -> Sequence[int]:
        for mask in self._cheap:
            passes = mask(run, [found.ids[p] for p in positions])
            positions = list(compress(positions, passes))
        return positions

    def _passing_dear(
        self, run: Run, found: Found, positions: Sequence[int]
    ) -> Sequence[int]:
        """Each entity is asked once in a run."""
        for mask in self._dear:
            known: dict[int, bool] = run.memo.setdefault(mask, {})
            ids = [found.ids[p] for p in positions]
            new = list(dict.fromkeys(key for key in ids if key not in known))
            known.update(zip(new, mask(run, new), strict=True))
            positions = list(compress(positions, map(known.__getitem__, ids)))
        return positions

    def _behind(
        self, run: Run, found: Found, positions: Sequence[int]
    ) -> Sequence[int]:
        """Those positions whose entities come after the values of ``after``.

        An entity's place is its first one: it is left out where it comes
        before them from another parent.
        """
        if self._after is None:
            return positions
        those = found.take(positions)
        bounds = [None if slot is None else run.slots[slot] for slot in self._after]
        directions = [descending for _, descending in self._order]
        values = zip(*[read(run, those) for read, _ in self._order], strict=True)
        before = {
            found.ids[position]
            for position, key in zip(positions, values, strict=True)
            if not _is_behind(key, bounds, directions)
        }
        return [each for each in positions if found.ids[each] not in before]

    def _first(
        self, run: Run, found: Found, positions: Sequence[int], limit: Any
    ) -> Sequence[int]:
        """The first of sorted positions that pass what is dear to ask: as many
        as the limit says, of every parent if there are parents."""
        full: Counter[int | None] = Counter()
        taken: list[int] = []
        for some in _growing(positions, 2 * limit):
            waiting = [p for p in some if full[_parent(found, p)] < limit]
            for position in self._passing_dear(run, found, waiting):
                parent = _parent(found, position)
                if full[parent] < limit:
                    full[parent] += 1
                    taken.append(position)
            if found.parents is None and full[None] >= limit:
                break
        return taken


def _parent(found: Found, position: int) -> int | None:
    return None if found.parents is None else found.parents[position]


def _is_behind(
    key: Sequence[Any], bounds: Sequence[Any], directions: Sequence[bool]
) -> bool:
    for value, bound, descending in zip(key, bounds, directions, strict=True):
        if value != bound:
            larger = bound is not None and (value is None or value > bound)
            return larger is not descending
    return False


def _growing(positions: Sequence[int], size: int) -> Iterator[Sequence[int]]:
    """Pieces of a sequence, each twice as long as the one before."""
    start, size = 0, max(size, 16)
    while start < len(positions):
        yield positions[start : start + size]
        start, size = start + size, size * 2


def compile_scope(model: Model, scope: Scope) -> CompiledScope:
    """Compile a scope and what it is made from."""
    targets = cache(partial(compile_scope, model))
    return CompiledScope(model, scope, Conditions(model, targets))


class Whole:
    """Everything of a type that may pass."""

    def __init__(self, model: Model, scope: Scope, conditions: Conditions):
        entity_type = model.type_named(scope.interface)
        self._name = entity_type.name
        indexed = [conditions.candidates(entity_type, each) for each in scope.where]
        self._finders = [find for find in indexed if find is not None]
        #: Gives what no condition narrows; None where an index does.
        self.gather = None if self._finders else self._all

    def __call__(self, run: Run) -> Found:
        if not self._finders:
            return self._all(run, None)
        found = min(
            (finder(run) for finder in self._finders),
            key=lambda parts: sum(map(len, parts)),
        )
        return Found(list(dict.fromkeys(chain.from_iterable(found))))

    def _all(self, run: Run, parent: None) -> Found:
        return Found(list(run.world.rows[self._name]))


def _distinct(find: Callable[[Run], Iterable[int]]) -> Origin:
    return lambda run: Found(list(dict.fromkeys(find(run))))


def _given(model: Model, scope: Scope, conditions: Conditions) -> Origin:
    origin: Any = scope.origin
    slot = origin.slot
    return _distinct(lambda run: run.slots[slot])


def _keys(model: Model, scope: Scope, conditions: Conditions) -> Origin:
    origin: Any = scope.origin
    index = origin.index
    return _distinct(lambda run: run.keys[index])


def _united(model: Model, scope: Scope, conditions: Conditions) -> Origin:
    origin: Any = scope.origin
    parts = [compile_scope(model, part) for part in origin.parts]
    return _distinct(
        lambda run: chain.from_iterable(part.entities(run).ids for part in parts)
    )


class Edges:
    """Where an edge leads from parents."""

    def __init__(self, model: Model, scope: Scope, conditions: Conditions):
        origin: Any = scope.origin
        owner = model.type_named(origin.owner)
        self._lead_of = leading(model, origin.owner, origin.edge, origin.over)
        field = owner.field(origin.edge)
        self._is_ranked = isinstance(field, CollectionField) and field.ranked
        #: Gives the edges of one parent; None where who looks decides on them.
        self.gather = (
            None if origin.over else lambda run, parent: self.of(run, (parent,))
        )
        source: Scope | Keys = origin.source
        if isinstance(source, Keys):
            source = Scope(owner.name, source)
            self._source = _keys(model, source, conditions)
        else:
            self._source = compile_scope(model, source).entities

    def __call__(self, run: Run) -> Found:
        return self.of(run, self.parents(run))

    def parents(self, run: Run) -> Sequence[Any]:
        """Their ids, each once."""
        return self._source(run).ids

    def of(self, run: Run, over: Sequence[Any]) -> Found:
        """The edges of these parents."""
        lead = self._lead_of(run)
        ids: list[Any] = []
        parents: list[Any] = []
        ranks: list[int] = []
        for parent in over:
            targets: Any = lead(parent)
            ids.extend(targets)
            parents.extend([parent] * len(targets))
            if self._is_ranked:
                ranks.extend(targets.values())
        return Found(ids, parents, ranks if self._is_ranked else None)


def _reached(model: Model, scope: Scope, conditions: Conditions) -> Origin:
    origin: Any = scope.origin
    source = compile_scope(model, origin.source)
    name = edge_name(model.type_named(origin.owner), origin.edge)

    def find(run: Run) -> Found:
        lead = run.world.leads[name]
        pairs = [(o, key) for o in source.entities(run).ids for key in lead(o)]
        return Found([key for _, key in pairs], over=[o for o, _ in pairs])

    return find


_ORIGINS: dict[type, Callable[[Model, Scope, Conditions], Origin]] = {
    Everything: Whole,
    Given: _given,
    Keys: _keys,
    Followed: Edges,
    Reached: _reached,
    United: _united,
}
