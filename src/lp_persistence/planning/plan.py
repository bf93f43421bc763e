"""What ``realise()`` will do: steps, what they start from, whom they answer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from zope.interface import implementer

from lp_persistence.interfaces import IPlan
from lp_persistence.steps import (
    AnyOf,
    Beside,
    Condition,
    Followed,
    Leads,
    Not,
    Path,
    Reached,
    Scope,
    Step,
    United,
    ViewerFacts,
)

#: Number of a node whose members were counted, and by which fact, if by any.
Counted: TypeAlias = tuple[int, str | None]


@dataclass(frozen=True, slots=True)
class Answer:
    """What the rows of a step, or of one part of it, are for.

    ``nodes`` are numbers of expressions. ``columns`` gives by path where it
    stands in the step's rows; ``id`` stands where ``("id",)`` says.
    ``brings``: of a follow, whether its rows tell what its targets hold.
    """

    nodes: tuple[int, ...]
    columns: dict[Path, int]
    brings: bool = False


@dataclass(frozen=True, slots=True)
class Ride:
    """A reference that was read along: the rows of ``node``, entities of
    ``interface``, stand in those of ``host``, at ``path``."""

    node: int
    host: int
    path: Path
    interface: str


@dataclass(frozen=True, slots=True)
class PlannedStep:
    """A step, what it starts from, and whom it answers.

    ``word`` says what it is: select, follow, beside, fetch, count, count by a
    fact, or viewer.
    ``sources``: for each key slot the nodes whose ids it is handed.
    ``answers``: one for each part of a ``Beside``, else one; none for the
    viewer's facts.
    ``starts``: for each part the key slots that it starts from; the step is
    skipped where all of these are empty. Without any it always runs.
    """

    word: str
    step: Step
    sources: tuple[tuple[int, ...], ...]
    answers: tuple[Answer, ...]
    starts: tuple[int, ...]
    groups: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.word} {', '.join(self.groups)}"


@implementer(IPlan)
@dataclass(frozen=True, slots=True, repr=False)
class Plan:
    """See ``IPlan``.

    ``loaded``: numbers of the nodes that are read after it. ``rides`` in the
    order in which they can be unpacked. ``counts``: by number of a step the
    node whose members it counts. ``counted``: names of interfaces whose entities
    are counted by what others are read for.
    """

    steps: tuple[PlannedStep, ...]
    loaded: tuple[int, ...]
    rides: tuple[Ride, ...]
    counts: dict[int, int]
    counted: frozenset[str] = frozenset()
    #: What is worked out once for a plan.
    memo: dict[Any, Any] = field(default_factory=dict, compare=False, repr=False)

    @property
    def rides_by_host(self) -> dict[int, tuple[Ride, ...]]:
        """By number of a node what rides in its rows, where anything does."""
        found: dict[int, tuple[Ride, ...]] | None = self.memo.get("rides")
        if found is None:
            found = {}
            for ride in self.rides:
                found[ride.host] = (*found.get(ride.host, ()), ride)
            self.memo["rides"] = found
        return found

    def __repr__(self) -> str:
        return f"<Plan of {self.statements} statements>"

    def __reduce__(self) -> Any:
        return Plan, (self.steps, self.loaded, self.rides, self.counts, self.counted)

    @property
    def statements(self) -> int:
        """How many statements a database is sent: one for each step."""
        return len(self.steps)

    @property
    def interfaces(self) -> frozenset[str]:
        """Names of the interfaces that it reads."""
        found: frozenset[str] | None = self.memo.get("interfaces")
        if found is None:
            found = self.memo["interfaces"] = frozenset(
                (
                    *(name for each in self.steps for name in interfaces_of(each.step)),
                    *(ride.interface for ride in self.rides),
                    *self.counted,
                )
            )
        return found

    def __str__(self) -> str:
        return "\n".join(
            f"{number}. {planned}" for number, planned in enumerate(self.steps, 1)
        )


def interfaces_of(step: Step) -> Iterator[str]:
    """Names of the interfaces whose entities a step reads."""
    if isinstance(step, ViewerFacts):
        yield step.interface
    elif isinstance(step, Beside):
        for part in step.parts:
            yield from _in_scope(part.scope)
    else:
        yield from _in_scope(step.scope)


def _in_scope(scope: Scope) -> Iterator[str]:
    yield scope.interface
    for condition in scope.where:
        yield from _in_condition(condition)
    match scope.origin:
        case Followed(owner, _, source, over):
            yield owner
            yield from (hop.owner for hop in over)
            if isinstance(source, Scope):
                yield from _in_scope(source)
        case Reached(owner, _, source):
            yield owner
            yield from _in_scope(source)
        case United(parts):
            for part in parts:
                yield from _in_scope(part)


def _in_condition(condition: Condition) -> Iterator[str]:
    match condition:
        case Leads(_, target, over):
            yield from (hop.owner for hop in over)
            yield from _in_scope(target)
        case Not(inner):
            yield from _in_condition(inner)
        case AnyOf(inners):
            for inner in inners:
                yield from _in_condition(inner)
