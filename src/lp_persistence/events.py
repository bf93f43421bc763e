"""What happens to contexts, as events of zope.event."""

from __future__ import annotations

from dataclasses import dataclass, field

from zope.interface import implementer

from lp_persistence.interfaces import IContext, IPlanned, IRealised, IStepDone
from lp_persistence.planning.plan import Plan
from lp_persistence.steps import Step, Values


@dataclass(frozen=True, slots=True)
class Realisation:
    """What one realise() cost.

    ``statements`` were sent, ``skipped`` were planned and not needed;
    ``trips`` counts every message that was waited for, BEGIN included.
    """

    plan: Plan = field(repr=False)
    statements: int
    skipped: int
    trips: int
    rows: int
    milliseconds: float


@implementer(IPlanned)
@dataclass(frozen=True, slots=True)
class Planned:
    """See ``IPlanned``."""

    context: IContext
    plan: Plan


@implementer(IStepDone)
@dataclass(frozen=True, slots=True)
class StepDone:
    """See ``IStepDone``."""

    context: IContext
    step: Step
    needs: tuple[str, ...]
    values: Values
    rows: int
    milliseconds: float


@implementer(IRealised)
@dataclass(frozen=True, slots=True)
class Realised:
    """See ``IRealised``."""

    context: IContext
    realisation: Realisation
