"""Contexts: one unit of reading."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from random import Random
from threading import local
from time import monotonic, perf_counter
from typing import Any, Final, Self

from zope.component import queryUtility
from zope.event import notify
from zope.interface import implementer
from zope.security.proxy import removeSecurityProxy

from lp_persistence.errors import (
    DeadlinePassed,
    InvalidValue,
    NotAllowed,
    NotRegistered,
    PicklingRefused,
    StaleContext,
    TooManyRows,
)
from lp_persistence.events import Planned, Realisation, Realised, StepDone
from lp_persistence.expression import Expressions, describe
from lp_persistence.interfaces import IBackend, IContext
from lp_persistence.loading import Loading
from lp_persistence.model import get_model
from lp_persistence.planning.plan import Plan, PlannedStep
from lp_persistence.reading import Reading
from lp_persistence.steps import SOMEBODY, Values, ViewerFacts
from lp_persistence.viewer import Viewer, rule_for
from lp_persistence.windows import check_windows, windows

logger: Final = logging.getLogger("lp_persistence")

#: How many rows a context reads at most, unless it is told otherwise.
MOST_ROWS: Final = 50_000


class _Here(local):
    """The contexts of this thread's with statements, the innermost last."""

    def __init__(self) -> None:
        self.contexts: list[Context] = []


_HERE: Final = _Here()


def current_context() -> Context:
    """The context of the with statement that this thread is in; of several the
    innermost.

    For scripts and jobs, whose functions need not hand it on. NotAllowed outside of
    any: a page's context is its request's.
    """
    if not _HERE.contexts:
        raise NotAllowed(
            "This thread is in no context. Say with Context(viewer=…) as context: "
            "around what a script or job does; a page's context is IContext(request)."
        )
    return _HERE.contexts[-1]


@implementer(IContext)
class Context:
    """See ``IContext``. In a with statement it is the thread's
    (``current_context``), and ends with the block; of several with the outermost.

    ``viewer`` is None for nobody, an entity, ALL_SEEING, or a callable that
    gives one of these when ``realise()`` first runs; an application's own object
    (``IMember``) stands for its entity. ``now`` is an aware
    datetime, ``random`` a ``random.Random``. ``deadline`` is a moment of
    ``clock`` (which counts seconds and never goes back) after which no step
    begins. ``most_rows``: after so many rows of all its steps ``realise()``
    fails, before memory does; None for any number.
    """

    def __init__(
        self,
        viewer: Any = None,
        now: datetime | None = None,
        random: Random | None = None,
        deadline: float | None = None,
        clock: Callable[[], float] = monotonic,
        most_rows: int | None = MOST_ROWS,
    ):
        self.now = datetime.now(UTC) if now is None else checked_now(now)
        self._random = random
        self.deadline = deadline
        self.most_rows = checked_bound(most_rows)
        self._clock = clock
        self.expressions = Expressions(get_model())
        self._viewer = Viewer(viewer, self.expressions.model)
        self._snapshot: Any = None
        self._closed = False
        self.reading = self._begin()

    def _begin(self, failure: BaseException | None = None) -> Reading:
        """Nothing found yet, or nothing left by what failed."""
        return Reading(self.expressions.model, self.expressions.nodes, failure)

    def __reduce_ex__(self, protocol: object) -> Any:
        raise PicklingRefused(type(self).__name__)

    def __enter__(self) -> Self:
        _HERE.contexts.append(self)
        return self

    def __exit__(self, *exc_info: object) -> None:
        # Entered again inside of its block, it ends with the outer one.
        contexts = _HERE.contexts
        places = [place for place, each in enumerate(contexts) if each is self]
        del contexts[places.pop()]
        self._closed = self._closed or not places

    @property
    def random(self) -> Random:
        """See ``IContext``; most pages leave nothing to chance."""
        if self._random is None:
            self._random = Random()
        return self._random

    @property
    def viewer(self) -> Any:
        """See ``IContext``."""
        return self._viewer.get()

    def windows(self, group: Any, size: int = 1000) -> Iterator[Any]:
        """See ``IContext``."""
        group = removeSecurityProxy(group)
        check_windows(self, group, size)
        group.used_up()
        group.node.windowed = True
        return windows(self, group, size)

    def beside(self) -> Context:
        """Another one of the same viewer, moment and transaction, with no groups."""
        self._settle()
        beside = Context(
            self.viewer,
            self.now,
            self.random,
            self.deadline,
            self._clock,
            self.most_rows,
        )
        beside._snapshot = self._read_in()
        beside.reading.facts.update(self.reading.facts)
        return beside

    def plan(self) -> Plan:
        """See ``IContext``."""
        return self._plan(Loading(self.expressions, self.reading.counted))

    def _plan(self, loading: Loading) -> Plan:
        viewer, reading = self.viewer, self.reading
        rule = rule_for(viewer)
        asked = viewer.interface.__name__ if rule == SOMEBODY else None
        return loading.plan(reading.known(), rule, asked, frozenset(reading.facts))

    def realise(self) -> Realisation:
        """See ``IContext``."""
        started = perf_counter()
        self._settle()
        loading = Loading(self.expressions, self.reading.counted)
        plan = self._plan(loading)
        snapshot = self._read_in()
        begins = snapshot.begins
        snapshot.check(plan.interfaces)
        notify(Planned(self, plan))
        try:
            sent, rows = self._run(plan, loading)
        except BaseException as error:
            # Nothing of it is left to agree with, so that another transaction may
            # be read in now.
            self.reading, self._snapshot = self._begin(error), None
            raise
        realisation = Realisation(
            plan,
            sent,
            plan.statements - sent,
            sent + snapshot.begins - begins,
            rows,
            (perf_counter() - started) * 1000,
        )
        notify(Realised(self, realisation))
        logger.info(
            "realised %d rows by %d statements in %.1f ms",
            rows,
            sent,
            realisation.milliseconds,
            extra={
                "statements": sent,
                "skipped": realisation.skipped,
                "trips": realisation.trips,
                "rows": rows,
                "milliseconds": realisation.milliseconds,
            },
        )
        return realisation

    def _settle(self) -> None:
        """From now on it is of one viewer; StaleContext where it has ended."""
        if self._closed:
            raise StaleContext(
                "The with-block of this context has ended. What it realised stays "
                "readable; to read more, make a new context."
            )
        self._viewer.settle()

    def _read_in(self) -> Any:
        """The snapshot, taken now if there is none yet."""
        if self._snapshot is None:
            backend = queryUtility(IBackend)
            if backend is None:
                raise NotRegistered(
                    "Nothing keeps the entities. Include the ZCML of a backend: "
                    '<include package="lp_persistence" file="memory.zcml" />, or '
                    "storm.zcml for a database."
                )
            self._snapshot = backend.snapshot(self)
        return self._snapshot

    def _run(self, plan: Plan, loading: Loading) -> tuple[int, int]:
        """Follow a plan; how many statements were sent, how many rows came."""
        absorber = self.reading.begin(plan)
        sent = rows = 0
        for planned in plan.steps:
            keys = absorber.keys(planned)
            if planned.starts and not any(keys[slot] for slot in planned.starts):
                absorber.absorb(planned, [], keys)
                continue
            got = self._step(planned, loading.values, keys)
            sent += 1
            rows += len(got)
            absorber.absorb(planned, got, keys)
        self.reading.finish(plan, absorber, loading.nodes)
        return sent, rows

    def _step(self, planned: PlannedStep, slots: Any, keys: Any) -> list[Any]:
        if self.deadline is not None:
            late = self._clock() - self.deadline
            if late > 0:
                raise DeadlinePassed(str(planned), late)
        started = perf_counter()
        most = self._rows_left()
        if isinstance(planned.step, ViewerFacts):
            values = Values((self.viewer.id,), most=most)
        else:
            values = Values(slots, self.reading.facts, most)
        try:
            rows: list[Any] = self._snapshot.run(planned.step, values, keys)
        except Exception as error:
            error.add_note(f"While lp_persistence ran the step: {planned}.")
            raise
        self.reading.rows += len(rows)
        if self.most_rows is not None and self.reading.rows > self.most_rows:
            raise TooManyRows(self._groups_of(planned), self.most_rows)
        if isinstance(planned.step, ViewerFacts):
            facts: dict[str, set[int]] = {name: set() for name in planned.step.facts}
            for number, key in rows:
                facts[planned.step.facts[number]].add(key)
            self.reading.facts.update(
                (name, frozenset(ids)) for name, ids in facts.items()
            )
        milliseconds = (perf_counter() - started) * 1000
        notify(
            StepDone(
                self, planned.step, planned.groups, values, len(rows), milliseconds
            )
        )
        return rows

    def _rows_left(self) -> int | None:
        """How many rows the next step may give, and one by which it shows that
        there are more."""
        if self.most_rows is None:
            return None
        return max(0, self.most_rows - self.reading.rows) + 1

    def _groups_of(self, planned: PlannedStep) -> Iterator[str]:
        """What a step is for, with the places where it was built."""
        if not planned.answers:
            yield from planned.groups
        for answer in planned.answers:
            for number in answer.nodes:
                node = self.expressions.nodes[number]
                yield f"{describe(node)} built at {node.place}"


def checked_bound(most_rows: Any) -> int | None:
    """How many rows may be read; InvalidValue for what is no number of rows."""
    if most_rows is None or (type(most_rows) is int and 0 <= most_rows < 10**9):
        return most_rows
    raise InvalidValue(
        "Context",
        "most_rows",
        most_rows,
        "expected a whole number below a thousand million, or None",
    )


def checked_now(now: Any) -> datetime:
    """A moment; InvalidValue unless it is an aware datetime."""
    if not isinstance(now, datetime) or now.tzinfo is None:
        raise InvalidValue(
            "Context", "now", now, "expected a datetime with a time zone"
        )
    return now
