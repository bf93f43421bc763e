"""The backend that keeps everything in memory."""

from __future__ import annotations

import threading
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any

import transaction
from zope.interface import implementer
from zope.interface.interface import InterfaceClass

from lp_persistence.errors import NotAllowed, StaleContext
from lp_persistence.interfaces import IBackend, ISnapshot
from lp_persistence.loaded import check_has_rows
from lp_persistence.memory.answers import answer
from lp_persistence.memory.run import Run
from lp_persistence.memory.world import (
    LinkName,
    Row,
    Target,
    World,
    checked_pairs,
    checked_rows,
    link_name,
)
from lp_persistence.model import get_model
from lp_persistence.refusal import refuse_access
from lp_persistence.steps import Beside, Step, Values, ViewerFacts
from lp_persistence.transactions import current_transaction


@implementer(IBackend)
class MemoryBackend:
    """See ``IBackend``. It holds one world, empty at first.

    What is registered (the ``IModel`` in force) says what the rows mean.
    Threads may read while one loads: a snapshot's world never changes.
    """

    def __init__(self) -> None:
        self._world = World({}, {})
        #: What of the world nobody else reads, so that it may grow in place.
        self._own: set[str | LinkName] = set()
        self._lock = threading.Lock()
        self._held = _Held()

    def copy(self) -> MemoryBackend:
        """Another backend that begins with the same world; costs nothing
        that grows with the world. Tokens are not taken along."""
        twin = MemoryBackend()
        twin._world = self._shared_world()
        return twin

    def snapshot(self, context: Any) -> MemorySnapshot:
        """See ``IBackend``."""
        return MemorySnapshot(self, self._shared_world())

    def load(self, target: Target, rows: Iterable[Sequence[Any]]) -> None:
        """See ``IBackend``. Datetimes of other time zones become UTC."""
        self.check_free(f"load of {_name(target)}")
        rows = list(rows)
        with self._lock:
            if isinstance(target, InterfaceClass):
                self._load_rows(target, rows)
            else:
                self._load_pairs(target, rows)

    def finish_load(self) -> None:
        """See ``IBackend``. Nothing derived is kept here."""
        self.check_free("finish_load")

    def dump(self, target: Target, after: Any = None) -> Iterator[Row]:
        """See ``IBackend``."""
        self.check_free(f"dump of {_name(target)}")
        world = self._shared_world()
        if isinstance(target, InterfaceClass):
            entity_type = get_model().type_of(target)
            check_has_rows(entity_type.name, entity_type.fields)
            rows = world.rows.get(entity_type.name, {})
            return (rows[k] for k in sorted(rows) if after is None or k > after)
        pairs = sorted(world.links.get(link_name(get_model(), target), ()))
        return (pair for pair in pairs if after is None or pair > tuple(after))

    def refuse(self, token: Any) -> None:
        """See ``IBackend``."""
        self._held.tokens.append(token)

    def allow(self, token: Any) -> None:
        """See ``IBackend``. NotAllowed for a token that refuses nothing."""
        tokens = self._held.tokens
        for position, held in enumerate(tokens):
            if held is token:
                del tokens[position]
                return
        raise NotAllowed(f"{token!r} can't be taken back: it was not refused with.")

    def check_free(self, statement: str) -> None:
        """Raise DatabaseLocked, naming ``statement``, while a token is held
        that does not tolerate it."""
        refuse_access(statement, self._held.tokens)

    def _shared_world(self) -> World:
        with self._lock:
            self._own.clear()
            return self._world

    def _load_rows(
        self, interface: InterfaceClass, rows: Iterable[Sequence[Any]]
    ) -> None:
        entity_type = get_model().type_of(interface)
        name = entity_type.name
        check_has_rows(name, entity_type.fields)
        there = self._world.rows.get(name, {})
        new = checked_rows(entity_type, rows, there)
        grown = there if name in self._own and isinstance(there, dict) else {**there}
        grown.update(new)
        self._own.add(name)
        self._world = World({**self._world.rows, name: grown}, self._world.links)

    def _load_pairs(self, field: Any, pairs: Iterable[Sequence[Any]]) -> None:
        model, world = get_model(), self._world
        name = link_name(model, field)
        new = checked_pairs(
            name,
            pairs,
            world.rows.get(name[0], {}),
            field.target,
            world.rows.get(field.target, {}),
        )
        there = world.links.get(name, [])
        grown = there if name in self._own and isinstance(there, list) else [*there]
        grown.extend(new)
        self._own.add(name)
        self._world = World(world.rows, {**world.links, name: grown})


class _Held(threading.local):
    """The tokens of a thread: a page that is rendered locks no other."""

    def __init__(self) -> None:
        self.tokens: list[Any] = []


@implementer(ISnapshot)
class MemorySnapshot:
    """See ``ISnapshot``.

    It belongs to the transaction that the thread's manager runs when it is
    made (or to none), and listens to that manager to learn of its end.
    """

    #: No message is ever waited for.
    begins = 0

    def __init__(self, backend: MemoryBackend, world: World):
        self._backend = backend
        self._world = world
        self._transaction = current_transaction()
        self._has_ended = False
        transaction.manager.registerSynch(self)

    def check(self, interfaces: Collection[str]) -> None:
        """See ``ISnapshot``. There are no changes that were not written."""
        if self._has_ended or current_transaction() is not self._transaction:
            raise StaleContext()

    def run(
        self, step: Step, values: Values, keys: Sequence[Collection[int]]
    ) -> list[Row]:
        """See ``ISnapshot``."""
        self._backend.check_free(_text(step))
        self.check(())
        model = get_model()
        rows = answer(model, step)(Run(self._world.live(model), values, keys))
        return rows[: values.most]

    def newTransaction(self, new: Any) -> None:
        """Told by the transaction manager; also of the one that runs, when
        this begins to listen."""
        if new is not self._transaction:
            self._has_ended = True

    def beforeCompletion(self, ending: Any) -> None:
        """A synchroniser of the transaction package needs it."""

    def afterCompletion(self, ended: Any) -> None:
        """Told by the transaction manager, after a commit, tried or done, and
        after an abort."""
        if ended is self._transaction:
            self._has_ended = True


def _name(target: Target) -> str:
    if isinstance(target, InterfaceClass):
        return str(target.__name__)
    return f"{target.interface.__name__}[{target.__name__!r}]"


def _text(step: Step) -> str:
    """What a locked backend was asked for."""
    kind = type(step).__name__
    if isinstance(step, ViewerFacts):
        return f"{kind} {', '.join(step.facts)}"
    if isinstance(step, Beside):
        return f"{kind} of {', '.join(p.scope.interface for p in step.parts)}"
    return f"{kind} of {step.scope.interface}"
