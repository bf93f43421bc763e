"""Contexts: one unit of reading."""

from __future__ import annotations

import logging
from datetime import UTC, datetime
from random import Random
from time import perf_counter
from typing import Any, Final, Self

from zope.component import queryUtility
from zope.event import notify
from zope.interface import implementer
from zope.security.proxy import removeSecurityProxy

from lp_persistence.entity import Entity
from lp_persistence.errors import (
    InvalidValue,
    NotAllowed,
    NotRealised,
    NotRegistered,
    StaleContext,
)
from lp_persistence.events import Planned, Realisation, Realised, StepDone
from lp_persistence.expression import Expressions, Node, describe
from lp_persistence.fields import ID_RANGE
from lp_persistence.hydration.absorb import Absorber
from lp_persistence.hydration.at_once import (
    Answer,
    answer_at_once,
    told_values,
)
from lp_persistence.hydration.hydrate import Hydration
from lp_persistence.hydration.order import ordered_ids
from lp_persistence.hydration.rows import Found
from lp_persistence.hydration.shapes import readable_names
from lp_persistence.hydration.units import units_of, units_to_make
from lp_persistence.interfaces import ALL_SEEING, IBackend, IContext
from lp_persistence.loading import Loading, is_bare_root
from lp_persistence.model import Model, get_model
from lp_persistence.ordering import order_terms
from lp_persistence.planning.plan import Plan, PlannedStep
from lp_persistence.planning.steps import NOBODY, SOMEBODY, Values, ViewerFacts

logger: Final = logging.getLogger("lp_persistence")


@implementer(IContext)
class Context:
    """See ``IContext``.

    ``viewer`` is None for nobody, an entity, ALL_SEEING, or a callable that
    gives one of these when ``realise()`` first runs. ``now`` is an aware
    datetime, ``random`` a ``random.Random``.
    """

    def __init__(
        self,
        viewer: Any = None,
        now: datetime | None = None,
        random: Random | None = None,
    ):
        self.now = now if now is not None else datetime.now(UTC)
        self.random = random if random is not None else Random()
        self.expressions = Expressions(get_model())
        viewer = removeSecurityProxy(viewer)  # a proxy can always be called
        if not callable(viewer):
            viewer = checked_viewer(viewer, self.expressions.model)
        self._viewer = viewer
        self._nodes = self.expressions.nodes
        self._snapshot: Any = None
        self._closed = False
        self._start_over()

    def _start_over(self) -> None:
        """Forget what was found."""
        self._found: dict[int, Found] = {}
        self._facts: dict[str, frozenset[int]] = {}
        self._sizes: dict[int, int] = {}
        self._loaded: frozenset[int] = frozenset()
        self._asked: dict[int, tuple[str, ...]] = {}
        self._absorber: Absorber | None = None
        self._at_once: dict[Node, Answer | None] = {}
        self._realised_nodes = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc_info: object) -> None:
        self._closed = True

    @property
    def viewer(self) -> Any:
        """See ``IContext``."""
        if callable(self._viewer):
            self._viewer = checked_viewer(self._viewer(), self.expressions.model)
        return self._viewer

    def _who(self) -> str | None:
        """Whose rule holds; see ``Scope.rule``."""
        viewer = self.viewer
        if viewer is ALL_SEEING:
            return None
        is_nobody = viewer is None or viewer.id not in ID_RANGE
        return NOBODY if is_nobody else SOMEBODY

    # --- planning --------------------------------------------------------

    def plan(self) -> Plan:
        """See ``IContext``."""
        return self._plan(Loading(self.expressions, self._sizes))

    def _plan(self, loading: Loading) -> Plan:
        known = {
            number: found.columns
            for number, found in self._found.items()
            if found.rows is not None
        }
        who = self._who()
        viewer = self.viewer.interface.__name__ if who == SOMEBODY else None
        return loading.plan(known, who, viewer, frozenset(self._facts))

    # --- realising -------------------------------------------------------

    def realise(self) -> Realisation:
        """See ``IContext``."""
        started = perf_counter()
        if self._closed:
            raise StaleContext()
        loading = Loading(self.expressions, self._sizes)
        plan = self._plan(loading)
        backend = queryUtility(IBackend)
        if backend is None:
            raise NotRegistered(
                "Nothing keeps the entities. Include the ZCML of a backend: "
                '<include package="lp_persistence" file="memory.zcml" />, or '
                "storm.zcml for a database."
            )
        if self._snapshot is None:
            self._snapshot = backend.snapshot(self)
        begins = self._snapshot.begins
        self._snapshot.check(plan.interfaces)
        notify(Planned(self, plan))
        try:
            sent, rows = self._run(plan, loading)
        except BaseException:
            self._start_over()
            raise
        realisation = Realisation(
            plan,
            sent,
            plan.statements - sent,
            sent + self._snapshot.begins - begins,
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

    def _run(self, plan: Plan, loading: Loading) -> tuple[int, int]:
        """Follow a plan; how many statements were sent, how many rows came."""
        found = self._found
        for number in plan.loaded:
            found.setdefault(number, Found())
        absorber = Absorber(plan, self._nodes, found, self._sizes)
        sent = rows = 0
        for planned in plan.steps:
            keys = absorber.keys(planned)
            if planned.starts and not any(keys[slot] for slot in planned.starts):
                absorber.absorb(planned, [])
                continue
            got = self._step(planned, loading.values, keys)
            sent += 1
            rows += len(got)
            absorber.absorb(planned, got)
        units = plan.memo.get("units")
        if units is None:
            units = plan.memo["units"] = units_of(loading.nodes)
        make = units_to_make(units, self._nodes, self._asked, found)
        Hydration(
            self.expressions.model, self._nodes, found, absorber.ids, units, make
        ).run()
        self._absorber = absorber
        self._at_once = {}
        self._realised_nodes = len(self._nodes)
        self._loaded = frozenset(plan.loaded)
        self._asked = {node.number: tuple(node.asked) for node in loading.nodes}
        for node in loading.nodes:
            node.wanted = True  # whatever is made of it now, it stays readable
        return sent, rows

    def _step(self, planned: PlannedStep, slots: Any, keys: Any) -> list[Any]:
        started = perf_counter()
        if isinstance(planned.step, ViewerFacts):
            values = Values((self.viewer.id,))
        else:
            values = Values(slots, self._facts)
        try:
            rows: list[Any] = self._snapshot.run(planned.step, values, keys)
        except Exception as error:
            error.add_note(f"While lp_persistence ran the step: {planned}.")
            raise
        if isinstance(planned.step, ViewerFacts):
            facts: dict[str, set[int]] = {name: set() for name in planned.step.facts}
            for number, key in rows:
                facts[planned.step.facts[number]].add(key)
            self._facts.update((name, frozenset(ids)) for name, ids in facts.items())
        milliseconds = (perf_counter() - started) * 1000
        notify(
            StepDone(
                self, planned.step, planned.groups, values, len(rows), milliseconds
            )
        )
        return rows

    # --- reading ---------------------------------------------------------

    def _read(self, node: Node) -> Found:
        """What was found of a node; NotRealised where it was not loaded."""
        found = self._found.get(node.number)
        if found is None or node.number not in self._loaded or found.links is None:
            group = node.type.group_interface.__name__
            built = f"{group} built at {node.place}"
            if is_bare_root(node) and not node.complete:
                text = "is not loaded: nothing narrows it. Narrow it, or say .all()."
            elif node.wanted or node.handles or node.sized:
                text = "was not realised yet. Call context.realise() before it is read."
            else:
                text = "was only made use of. Say .all() to load it as well."
            raise NotRealised(f"{built} {text}")
        return found

    def members(self, node: Node) -> tuple[Any, ...]:
        """The members of a realised group, in its order."""
        if node.number not in self._loaded:
            at_once = self._answer(node)
            if at_once is not None:
                return at_once.members
        found = self._read(node)
        if found.members is None:
            assert found.links is not None and self._absorber is not None
            ids = ordered_ids(node, self._found, self._absorber.ids)
            found.members = tuple(map(found.links.__getitem__, ids))
        return found.members

    def reads(self, node: Node, name: str) -> bool:
        """Whether the members that a group has now can be read for a name."""
        answer = self._answer(node)
        return answer is not None and name in answer.readable

    def member(self, node: Node, key: Any) -> Any:
        """The member with an id, or None."""
        if node.number not in self._loaded:
            for member in self.members(node):
                if member.id == key:
                    return member
            return None
        found = self._read(node)
        assert found.links is not None and self._absorber is not None
        if type(key) is not int or key not in self._absorber.ids(node):
            return None
        return found.links[key]

    def _answer(self, node: Node) -> Answer | None:
        """What is known of a group that was realised, or that was made since
        and is told by the objects of one that was."""
        if node.number in self._loaded:
            readable = readable_names(node.type, self._asked[node.number])
            return Answer(self.members(node), readable)
        if node.number < self._realised_nodes:
            return None
        if node not in self._at_once:
            realised = [self._nodes[number] for number in sorted(self._loaded)]
            self._at_once[node] = answer_at_once(node, realised, self._answer)
        return self._at_once[node]

    def size(self, node: Node) -> int:
        """How many members a group has that was asked for its size."""
        size = self._sizes.get(node.number)
        return len(self.members(node)) if size is None else size

    def order_values(self, node: Node, key: int) -> tuple[Any, ...]:
        """The values by which a member stands where it stands."""
        if node.narrowing.limit is None:
            raise NotAllowed(
                f"{describe(node)} has no limit, so there is no next page. Say "
                f"limit(…) before realise()."
            )
        answer = self._answer(node)
        if answer is not None and node.number not in self._loaded:
            values = told_values(node, answer, key)
            if values is not None:
                return values
        found = self._read(node)
        paths = [term.path for term in order_terms(node)[:-1]]
        if found.pairs is not None and found.pairs_index.keys() >= set(paths):
            row = next(row for row in found.pairs if row[1] == key)
            index = found.pairs_index
        else:
            assert found.rows is not None
            row, index = found.rows.row(key), found.rows.index
        return (*(row[index[path]] for path in paths), key)


def checked_viewer(viewer: Any, model: Model) -> Any:
    """A viewer without its security proxy; InvalidValue unless it is None,
    ALL_SEEING, or an entity with an id that can be asked for its facts."""
    viewer = removeSecurityProxy(viewer)
    if viewer is None or viewer is ALL_SEEING:
        return viewer
    if (
        isinstance(viewer, Entity)
        and viewer.identity() is not None
        and (not model.viewers or viewer.interface in model.viewers)
    ):
        return viewer
    known = " or ".join(sorted(each.__name__ for each in model.viewers)) or "entity"
    raise InvalidValue(
        "Context",
        "viewer",
        viewer,
        f"expected None, an {known} with an id, ALL_SEEING, or a function that "
        f"gives one of these",
    )
