"""What ``realise()`` will do: steps, what they start from, whom they answer."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from zope.interface import implementer

from lp_persistence.interfaces import IPlan
from lp_persistence.planning.steps import Beside, Path, Select, Step, ViewerFacts


@dataclass(frozen=True, slots=True)
class Answer:
    """What the rows of a step, or of one part of it, are for.

    ``nodes`` are numbers of expressions. ``columns`` gives by path where it
    stands in the step's rows; ``id`` stands where ``("id",)`` says.
    """

    nodes: tuple[int, ...]
    columns: dict[Path, int]


@dataclass(frozen=True, slots=True)
class Ride:
    """A reference that was read along: the rows of ``node`` stand in those of
    ``host``, at ``path``."""

    node: int
    host: int
    path: Path


@dataclass(frozen=True, slots=True)
class PlannedStep:
    """A step, what it starts from, and whom it answers.

    ``word`` says what it is: select, follow, beside, fetch, count or viewer.
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
@dataclass(frozen=True, slots=True)
class Plan:
    """See ``IPlan``.

    ``loaded``: numbers of the nodes that are read after it. ``rides`` in the
    order in which they can be unpacked. ``counts``: by number of a step the
    node whose size it gives.
    """

    steps: tuple[PlannedStep, ...]
    loaded: tuple[int, ...]
    rides: tuple[Ride, ...]
    counts: dict[int, int]
    #: What hydration works out once for a plan.
    memo: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)

    def __reduce__(self) -> Any:
        return Plan, (self.steps, self.loaded, self.rides, self.counts)

    @property
    def statements(self) -> int:
        """How many statements a database is sent: one for each step."""
        return len(self.steps)

    @property
    def interfaces(self) -> frozenset[str]:
        """Names of the interfaces that it reads."""
        return frozenset(
            name for planned in self.steps for name in interfaces_of(planned.step)
        )

    def __str__(self) -> str:
        return "\n".join(
            f"{number}. {planned}" for number, planned in enumerate(self.steps, 1)
        )


def interfaces_of(step: Step) -> tuple[str, ...]:
    """Names of the interfaces whose entities a step gives."""
    if isinstance(step, ViewerFacts):
        return ()
    if isinstance(step, Beside):
        return tuple(part.scope.interface for part in step.parts)
    return (step.scope.interface,)


def is_fetch(step: Step) -> bool:
    """Whether its rows bear a verdict."""
    return isinstance(step, Select) and step.verdict is not None
