"""The example of README.rst by Storm's own classes, in two ways.

``Lazy`` reads what it needs when it needs it, ``Preloaded`` loads in sets the way
Launchpad does: what was found by ids is in the store's cache when a reference is
read. Both see what the viewer may see and give what the layer gives.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final

from psycopg2.extensions import ISOLATION_LEVEL_REPEATABLE_READ
from storm.cache import Cache
from storm.databases.postgres import Postgres
from storm.expr import And, Desc, Exists, In, Is, Not, Or, Select, SQLRaw
from storm.info import ClassAlias
from storm.locals import Bool, Int, Reference, Store, Unicode
from storm.properties import List
from storm.references import ReferenceSet
from storm.tracer import install_tracer, remove_tracer
from storm.uri import URI
from storm_people import Distribution, Person, Sets, Viewer, files_of
from telling import shown, told

UNRESOLVED: Final = (10, 13, 14, 15, 20, 21, 22, 23, 25)


class Subscription:
    __storm_table__ = "bugsubscription"

    id = Int(primary=True)
    bug_id = Int("bug")
    person_id = Int("person")
    person = Reference(person_id, Person.id)


class Task:
    __storm_table__ = "bugtask"

    id = Int(primary=True)
    bug_id = Int("bug")
    assignee_id = Int("assignee")
    assignee = Reference(assignee_id, Person.id)


class Bug:
    __storm_table__ = "bug"

    id = Int(primary=True)
    title = Unicode()
    owner_id = Int("owner")
    owner = Reference(owner_id, Person.id)
    subscriptions = ReferenceSet(id, Subscription.bug_id)
    tasks = ReferenceSet(id, Task.bug_id)

    #: Subscriptions and tasks, where they were loaded beforehand.
    cached: tuple[list[Any], list[Any]] | None = None

    def people(self) -> tuple[Iterable[Any], Iterable[Any]]:
        """Its subscriptions and tasks."""
        return self.cached or (self.subscriptions, self.tasks)


class Flat:
    __storm_table__ = "bugtaskflat"

    bugtask = Int(primary=True)
    bug_id = Int("bug")
    distribution = Int()
    duplicateof = Int()
    status = Int()
    active = Bool()
    heat = Int()
    information_type = Int()
    access_grants = List(type=Int())
    access_policies = List(type=Int())


class Shown:
    """A bug with what the viewer sees of its people."""

    def __init__(self, bug: Bug, distro: Distribution, viewer: Viewer):
        self.id, self.title, self.distro = bug.id, bug.title, distro
        self.reporter = bug.owner if viewer.sees(bug.owner) else None
        subscriptions, tasks = bug.people()
        self.subscribers = viewer.seen(each.person for each in subscriptions)
        self.assignees = viewer.seen(each.assignee for each in tasks)


class Counter:
    """Counts what Storm sends."""

    def __init__(self) -> None:
        self.statements = 0

    def connection_raw_execute(self, *_: Any) -> None:
        self.statements += 1


class SnapshotPostgres(Postgres):
    """PostgreSQL at the isolation that the layer reads at."""

    def __init__(self, uri: URI):
        super().__init__(uri)
        self._isolation = ISOLATION_LEVEL_REPEATABLE_READ


class Lazy:
    """Reads what it needs when it needs it."""

    def __init__(self, uri: str):
        self._database = SnapshotPostgres(URI(uri))
        self._store = Store(self._database)
        self._counter = Counter()

    @property
    def statements(self) -> int:
        return self._counter.statements

    def __call__(self, viewer: int | None, number: int) -> Any:
        # A store is a request's: nothing is left in it from the one before.
        self._store = Store(self._database, cache=Cache(100_000))
        self._counter = Counter()
        install_tracer(self._counter)
        return self.graph(Viewer(self._store, viewer), number)

    def graph(self, who: Viewer, number: int) -> Any:
        """So many bugs as somebody sees them; of other graphs what has this id."""
        distro = self._store.find(Distribution, name="ubuntu").one()
        bugs = self._hot(distro, number, who)
        self.load(distro, bugs)
        return [Shown(bug, distro, who) for bug in bugs]

    def load(self, distro: Distribution, bugs: list[Bug]) -> None:
        """Load beforehand what will be read."""

    def _hot(self, distro: Distribution, limit: int, viewer: Viewer) -> list[Bug]:
        older = ClassAlias(Flat, "older")
        is_older = Select(
            SQLRaw("1"),
            And(
                older.bug_id == Flat.bug_id,
                older.distribution == Flat.distribution,
                older.bugtask < Flat.bugtask,
                older.active,
                In(older.status, UNRESOLVED),
            ),
            tables=older,
        )
        found = self._store.find(
            (Bug, Flat.heat),
            Bug.id == Flat.bug_id,
            Flat.distribution == distro.id,
            Flat.active,
            Is(Flat.duplicateof, None),
            In(Flat.status, UNRESOLVED),
            seen_tasks(viewer),
            Not(Exists(is_older)),
        )
        found.order_by(Desc(Flat.heat), Flat.bugtask)
        return [bug for bug, _ in found.config(limit=limit)]

    def show(self, bugs: Any) -> list[Any]:
        """What the example prints, once all that was asked for is loaded."""
        for _ in self.tell(bugs):
            pass
        return shown(bugs, files_of)

    def tell(self, bugs: Any) -> Iterator[Any]:
        """All that was asked for, to be compared."""
        return told(bugs, files_of)

    def end(self) -> None:
        """Leave the transaction."""
        remove_tracer(self._counter)
        self._store.rollback()
        self._store.close()


class Preloaded(Lazy):
    """Loads in sets."""

    def load(self, distro: Distribution, bugs: list[Bug]) -> None:
        sets = Sets(self._store)
        ids = [bug.id for bug in bugs]
        subscriptions = sets.find(Subscription, Subscription.bug_id, ids)
        tasks = sets.find(Task, Task.bug_id, ids)
        wanted = {bug.owner_id for bug in bugs}
        wanted.update(each.person_id for each in subscriptions)
        wanted.update(each.assignee_id for each in tasks)
        self._kept = sets.people(wanted)
        self._linked(bugs, subscriptions, tasks)

    @staticmethod
    def _linked(
        bugs: list[Any], subscriptions: list[Subscription], tasks: list[Task]
    ) -> None:
        """What Launchpad keeps in its property cache."""
        by_bug: dict[int, tuple[list[Any], list[Any]]]
        by_bug = {bug.id: ([], []) for bug in bugs}
        for each in subscriptions:
            by_bug[each.bug_id][0].append(each)
        for each in tasks:
            by_bug[each.bug_id][1].append(each)
        for bug in bugs:
            bug.cached = by_bug[bug.id]


def seen_tasks(who: Viewer) -> Any:
    """Which flat tasks somebody sees."""
    public = In(Flat.information_type, (1, 2))
    if who.is_admin:
        return True
    if not who.teams:
        return public
    teams = ", ".join(map(str, sorted(who.teams)))
    policies = ", ".join(map(str, sorted(who.policies)))
    return Or(
        public,
        SQLRaw(f"bugtaskflat.access_grants && '{{{teams}}}'::integer[]"),
        SQLRaw(f"bugtaskflat.access_policies && '{{{policies}}}'::integer[]"),
    )
