"""Backends with planted faults, to try the differential machine on.

Each fault is a backend as it must not be: it changes what a step asks of
memory, or what the step gave.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from lp_persistence.fields import is_permitted_name
from lp_persistence.memory.backend import MemoryBackend
from lp_persistence.steps import (
    ALL_PERMITTED,
    NOBODY,
    Beside,
    Column,
    Condition,
    Count,
    Follow,
    Followed,
    Leads,
    Not,
    Scope,
    Select,
    Step,
    Test,
    Values,
)

Rows = list[tuple[Any, ...]]


class Fault:
    """What a faulty backend does to a step; this one does nothing."""

    def step(self, step: Step) -> Step:
        """Another step in place of ``step``."""
        return step

    def values(self, step: Step, values: Values) -> Values:
        """Other values."""
        return values

    def rows(self, step: Step, rows: Rows) -> Rows:
        """Other rows in place of those that came."""
        return rows


@dataclass
class OnScopes(Fault):
    """Changes the scope of every step that has one."""

    change: Callable[[Scope], Scope]

    def step(self, step: Step) -> Step:
        if isinstance(step, Beside):
            return Beside(tuple(self._follow(part) for part in step.parts))
        if isinstance(step, Follow):
            return self._follow(step)
        if isinstance(step, (Select, Count)):
            return replace(step, scope=self.change(step.scope))
        return step

    def _follow(self, follow: Follow) -> Follow:
        return replace(follow, scope=self.change(follow.scope))


class OnCounts(OnScopes):
    """Changes the scope of what is counted, and of nothing else."""

    def step(self, step: Step) -> Step:
        return super().step(step) if isinstance(step, Count) else step


@dataclass
class OnRows(Fault):
    """Changes the rows of every step."""

    change: Callable[[Step, Rows], Rows]

    def rows(self, step: Step, rows: Rows) -> Rows:
        return self.change(step, rows)


@dataclass
class OtherEyes(Fault):
    """Columns and tests of facts that depend on who looks are those of another."""

    whose: str

    def step(self, step: Step) -> Step:
        if isinstance(step, (Select, Follow)):
            columns = tuple(map(self._column, step.columns))
            step = replace(step, columns=columns)
        return OnScopes(self._scope).step(step)

    def _column(self, column: Column) -> Column:
        if column.whose is None or is_permitted_name(column.path[-1]):
            return column
        return column._replace(whose=self.whose)

    def _scope(self, scope: Scope) -> Scope:
        return replace(scope, where=tuple(map(self._condition, scope.where)))

    def _condition(self, condition: Condition) -> Condition:
        if isinstance(condition, Test) and condition.whose is not None:
            return replace(condition, whose=self.whose)
        return condition


class LimitTooLarge(Fault):
    """One more than the limit says, where there is one."""

    def values(self, step: Step, values: Values) -> Values:
        scope = getattr(step, "scope", None)
        if scope is None or scope.limit is None:
            return values
        slots = list(values.slots)
        slots[scope.limit] += 1
        return values._replace(slots=tuple(slots))


class Everybody(Fault):
    """Whoever looks is taken for an admin."""

    def values(self, step: Step, values: Values) -> Values:
        return values._replace(viewer={**values.viewer, "admins": frozenset({1})})


def without_rule(scope: Scope) -> Scope:
    """Whoever looks is shown everything."""
    return replace(scope, rule=None)


def without_tie_breaker(scope: Scope) -> Scope:
    """Equals come as they like."""
    return replace(scope, order=scope.order[:-1])


def without_conditions(scope: Scope) -> Scope:
    """The last of several tests is forgotten."""
    return replace(scope, where=scope.where[:1])


def with_strict_not(scope: Scope) -> Scope:
    """Not as a database has it: None is not among what is not a value."""
    extra = tuple(
        Not(Test(each.condition.name, "is", None))
        for each in scope.where
        if isinstance(each, Not) and isinstance(each.condition, Test)
    )
    return replace(scope, where=scope.where + extra)


def ascending(scope: Scope) -> Scope:
    """The first term of an order the wrong way round."""
    if not scope.order:
        return scope
    first = scope.order[0]
    return replace(
        scope, order=(first._replace(descending=not first.descending), *scope.order[1:])
    )


def all_shown(step: Step, rows: Rows) -> Rows:
    """A fetch whose verdict is always True."""
    if isinstance(step, Select) and step.verdict is not None:
        return [(row[0], True, *row[2:]) for row in rows]
    return rows


def last_lost(step: Step, rows: Rows) -> Rows:
    """The last of many rows does not arrive."""
    return rows[:-1] if len(rows) > 3 else rows


def stripped(step: Step, rows: Rows) -> Rows:
    """Texts without the blanks around them."""
    return [
        tuple(value.strip() if isinstance(value, str) else value for value in row)
        for row in rows
    ]


def all_valid(step: Step, rows: Rows) -> Rows:
    """Everybody counts as valid: a fact is not what the entities' code says."""
    valid = column_place(step, Column(("is_valid",)))
    if valid is None:
        return rows
    return [(*row[:valid], row[valid] is not None, *row[valid + 1 :]) for row in rows]


def column_place(step: Step, column: Column) -> int | None:
    """Where a column stands in a step's rows."""
    columns = getattr(step, "columns", ())
    if column not in columns:
        return None
    before = 1 if isinstance(step, Select) and step.verdict is None else 2
    return before + int(columns.index(column))


def follow_without_rule(scope: Scope) -> Scope:
    """An edge that is followed without its rule."""
    if isinstance(scope.origin, Followed):
        return replace(scope, rule=None)
    return scope


def filter_without_rule(scope: Scope) -> Scope:
    """A filter by an edge that sees where it leads for others."""
    return replace(scope, where=tuple(map(_without_rule, scope.where)))


def _without_rule(condition: Condition) -> Condition:
    if isinstance(condition, Leads):
        return replace(condition, target=replace(condition.target, rule=None))
    if isinstance(condition, Not):
        return Not(_without_rule(condition.condition))
    return condition


#: Faults that tell of what is hidden, by a name that says each.
LEAKS: Final[Mapping[str, Fault]] = {
    "a rule is dropped": OnScopes(without_rule),
    "a follow has no rule": OnScopes(follow_without_rule),
    "a count has no rule": OnCounts(without_rule),
    "a filter looks at what is hidden": OnScopes(filter_without_rule),
    "a verdict is always True": OnRows(all_shown),
    "everybody is an admin": Everybody(),
    "facts count what is hidden": OtherEyes(ALL_PERMITTED),
}
#: Every fault.
FAULTS: Final[Mapping[str, Fault]] = {
    **LEAKS,
    "the tie-breaker is lost": OnScopes(without_tie_breaker),
    "an order is upside down": OnScopes(ascending),
    "the limit is one too large": LimitTooLarge(),
    "a test is forgotten": OnScopes(without_conditions),
    "Not leaves None out": OnScopes(with_strict_not),
    "a row is lost": OnRows(last_lost),
    "blanks are cut off": OnRows(stripped),
    "everybody is valid": OnRows(all_valid),
    "everybody is told what nobody is": OtherEyes(NOBODY),
}


class FaultyBackend(MemoryBackend):
    """Memory with a fault."""

    def __init__(self, fault: Fault):
        super().__init__()
        self._fault = fault

    def snapshot(self, context: Any) -> Any:
        return FaultySnapshot(super().snapshot(context), self._fault)


class FaultySnapshot:
    """A snapshot of memory with a fault."""

    def __init__(self, snapshot: Any, fault: Fault):
        self._snapshot = snapshot
        self._fault = fault

    def __getattr__(self, name: str) -> Any:
        return getattr(self._snapshot, name)

    def run(self, step: Step, values: Values, keys: Sequence[Collection[int]]) -> Rows:
        """See ``ISnapshot``."""
        step = self._fault.step(step)
        rows: Rows = self._snapshot.run(step, self._fault.values(step, values), keys)
        return self._fault.rows(step, rows)
