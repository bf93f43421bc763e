"""What is sent to a store while something runs, by the groups that caused it.

    with measured() as page:
        show(IBugs(context))
    page.statements
    page.by_group()

Limits: it counts what contexts realise, in whatever thread, and nothing that
goes past them (which the lock refuses).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import zope.event

from lp_persistence.interfaces import IRealised, IStepDone


@dataclass(frozen=True, slots=True)
class Sent:
    """One statement: the step, as the plan words it, the groups that it
    answers, and how many rows it gave."""

    step: str
    groups: tuple[str, ...]
    rows: int

    def __str__(self) -> str:
        return f"{self.step}: {self.rows} {'row' if self.rows == 1 else 'rows'}"


@dataclass(slots=True)
class Measured:
    """What was sent; ``skipped`` words the steps that had nothing to start
    from, ``result`` is what ``measure`` got."""

    statements: list[Sent] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)
    result: Any = None

    @property
    def rows(self) -> int:
        """How many rows all of them gave."""
        return sum(sent.rows for sent in self.statements)

    def by_group(self) -> dict[str, list[Sent]]:
        """By group the statements that it caused, alone or with others."""
        found: dict[str, list[Sent]] = {}
        for sent in self.statements:
            for group in sent.groups:
                found.setdefault(group, []).append(sent)
        return found


@contextmanager
def measured() -> Iterator[Measured]:
    """Measures what is sent in the block."""
    found = Measured()
    done: list[tuple[Any, int]] = []

    def listen(event: object) -> None:
        if IStepDone.providedBy(event):
            done.append((event.step, event.rows))
        elif IRealised.providedBy(event):
            plan = event.realisation.plan
            _tell(found, plan, done)
            done.clear()

    zope.event.subscribers.append(listen)
    try:
        yield found
    finally:
        zope.event.subscribers.remove(listen)


def _tell(found: Measured, plan: Any, done: list[tuple[Any, int]]) -> None:
    """Note each step of a plan as sent, in order, or as skipped."""
    waiting = list(done)
    for planned in plan.steps:
        if waiting and waiting[0][0] is planned.step:
            found.statements.append(
                Sent(str(planned), planned.groups, waiting.pop(0)[1])
            )
        else:
            found.skipped.append(str(planned))


def measure(function: Callable[[], Any]) -> Measured:
    """What is sent while ``function`` runs."""
    with measured() as found:
        found.result = function()
    return found
