"""Steps: the rows that answer them; see ``lp_persistence.steps``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from itertools import compress, repeat
from operator import itemgetter
from typing import Any, TypeAlias

from lp_persistence.errors import NotAllowed, UnknownName
from lp_persistence.memory.found import Found, FoundColumn, found_column
from lp_persistence.memory.looking import verdict
from lp_persistence.memory.run import Run
from lp_persistence.memory.scopes import compile_scope
from lp_persistence.model import Model
from lp_persistence.steps import (
    ID,
    RANK,
    Beside,
    Column,
    Count,
    Follow,
    Followed,
    Scope,
    Select,
    Step,
    ViewerFacts,
)

Rows: TypeAlias = list[tuple[Any, ...]]
Answer: TypeAlias = Callable[[Run], Rows]
FoundColumns: TypeAlias = Callable[[Run, Found], list[Iterable[Any]]]

_CACHE = "lp_persistence.memory.answers"


def answer(model: Model, step: Step) -> Answer:
    """What gives the rows of a step; kept for the next run of an equal one."""
    cache = model.cache(_CACHE)
    found: Answer | None = cache.get(step)
    if found is None:
        found = cache.keep(step, _COMPILERS[type(step)](model, step))
    return found


def _select(model: Model, select: Select) -> Answer:
    scope = compile_scope(model, select.scope)
    entity_type = model.type_named(select.scope.interface)
    columns = _columns(model, select.scope, select.columns)
    width = len(select.columns)
    if select.verdict is None:

        def rows(run: Run) -> Rows:
            found = scope.entities(run)
            return list(zip(found.ids, *columns(run, found), strict=True))

        return rows
    shown = verdict(entity_type, select.verdict)

    def judged(run: Run) -> Rows:
        found = scope.entities(run)
        verdicts = shown(run, found.ids) if shown else [True] * len(found.ids)
        if all(verdicts):
            values = columns(run, found)
            return list(zip(found.ids, verdicts, *values, strict=True))
        seen = found.take(list(compress(range(len(verdicts)), verdicts)))
        rows = zip(*columns(run, seen), strict=True) if width else repeat(())
        hidden = (False, *[None] * width)
        return [
            (key, True, *next(rows)) if is_seen else (key, *hidden)
            for key, is_seen in zip(found.ids, verdicts, strict=True)
        ]

    return judged


def _follow(model: Model, follow: Follow) -> Answer:
    if not isinstance(follow.scope.origin, Followed):
        raise NotAllowed(
            f"A Follow of {follow.scope.interface} needs a scope whose origin is "
            f"Followed, not {type(follow.scope.origin).__name__}."
        )
    scope = compile_scope(model, follow.scope)
    columns = _columns(model, follow.scope, follow.columns)
    # An edge may lead to a row that isn't there. Who asks nothing of it is
    # told: its fetch will find that nothing is there.
    only_keys = all(each.path == RANK for each in follow.columns)
    find = scope.origin if scope.asks_nothing and only_keys else scope.edges

    def rows(run: Run) -> Rows:
        found = find(run)
        parents = found.parents or ()
        values = columns(run, found)
        return list(zip(parents, found.ids, *values, strict=True))

    return rows


def _beside(model: Model, beside: Beside) -> Answer:
    parts = []
    width = sum(len(part.columns) for part in beside.parts)
    start = 0
    for number, part in enumerate(beside.parts):
        end = start + len(part.columns)
        before, behind = (None,) * start, (None,) * (width - end)
        reads_there = any(column.path == ID for column in part.columns)
        follow = _together(model, part) if reads_there else _follow(model, part)
        parts.append((number, follow, before, behind))
        start = end
    if not width:
        return lambda run: [
            (parent, key, number)
            for number, follow, _, _ in parts
            for parent, key in follow(run)
        ]
    return lambda run: [
        (parent, key, number, *before, *values, *behind)
        for number, follow, before, behind in parts
        for parent, key, *values in follow(run)
    ]


def _together(model: Model, follow: Follow) -> Answer:
    """A follow whose rows stay where they lead to nothing."""
    origin = compile_scope(model, follow.scope).origin
    columns = _columns(model, follow.scope, follow.columns)

    def rows(run: Run) -> Rows:
        found = origin(run)
        there = run.world.rows[follow.scope.interface]
        places = [p for p, key in enumerate(found.ids) if key in there]
        read = zip(*columns(run, found.take(places)), strict=True)
        values = dict(zip(places, read, strict=True))
        nothing = (None,) * len(follow.columns)
        return [
            (parent, key, *values.get(place, nothing))
            for place, (parent, key) in enumerate(
                zip(found.parents or (), found.ids, strict=True)
            )
        ]

    return rows


def _count(model: Model, count: Count) -> Answer:
    scope = compile_scope(model, count.scope)
    if count.by is None:
        return lambda run: [(len(scope.entities(run).ids),)]
    values = found_column(model, count.scope, (count.by,), count.whose)
    return lambda run: list(Counter(values(run, scope.entities(run))).items())


def _viewer_facts(model: Model, step: ViewerFacts) -> Answer:
    functions: list[Callable[[Any], Iterable[int]]] = []
    for name in step.facts:
        if name not in model.viewer_facts:
            raise UnknownName("fact", "the viewer", name, model.viewer_facts)
        functions.append(model.viewer_facts[name])

    def rows(run: Run) -> Rows:
        key: Any = run.slots[0]
        if key not in run.world.rows[step.interface]:
            return []
        viewer = run.world.entities[step.interface][key]
        return [
            (number, fact)
            for number, function in enumerate(functions)
            for fact in dict.fromkeys(function(viewer))
        ]

    return rows


def _columns(model: Model, scope: Scope, columns: Sequence[Column]) -> FoundColumns:
    """All columns of what is found; rows that hold some are looked up once."""
    entity_type = model.type_named(scope.interface)
    places: list[int | None] = []
    others: list[FoundColumn] = []
    for path, among, whose in columns:
        if among is None and len(path) == 1 and path[0] in entity_type.stored:
            places.append(entity_type.stored.index(path[0]))
        else:
            values = found_column(model, scope, path, whose)
            places.append(None)
            others.append(values if among is None else _among(values, among))

    def read(run: Run, found: Found) -> list[Iterable[Any]]:
        row = run.world.rows[entity_type.name].__getitem__
        rows = list(map(row, found.ids)) if len(others) < len(places) else []
        rest = iter(others)
        return [
            next(rest)(run, found) if place is None else map(itemgetter(place), rows)
            for place in places
        ]

    return read


def _among(values: FoundColumn, index: int) -> FoundColumn:
    """The values of those whose ids are in ``keys[index]``; None of others."""

    def read(run: Run, found: Found) -> Sequence[Any]:
        wanted = frozenset(run.keys[index])
        positions = [p for p, key in enumerate(found.ids) if key in wanted]
        known = dict(zip(positions, values(run, found.take(positions)), strict=True))
        return list(map(known.get, range(len(found.ids))))

    return read


_COMPILERS: dict[type, Callable[[Model, Any], Answer]] = {
    Select: _select,
    Follow: _follow,
    Beside: _beside,
    Count: _count,
    ViewerFacts: _viewer_facts,
}
