"""The example of the design by Storm's own classes, in two ways.

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
from telling import SIZES, shown, told

UNRESOLVED: Final = (10, 13, 14, 15, 20, 21, 22, 23, 25)
PREFERRED, ACTIVE, PRIVATE = 4, 20, 30


class Content:
    __storm_table__ = "libraryfilecontent"

    id = Int(primary=True)
    sha256 = Unicode()


class Alias:
    __storm_table__ = "libraryfilealias"

    id = Int(primary=True)
    content_id = Int("content")
    content = Reference(content_id, Content.id)


class Account:
    __storm_table__ = "account"

    id = Int(primary=True)
    status = Int()


class Email:
    __storm_table__ = "emailaddress"

    id = Int(primary=True)
    person_id = Int("person")
    status = Int()


class Person:
    __storm_table__ = "person"

    id = Int(primary=True)
    name = Unicode()
    displayname = Unicode()
    visibility = Int()
    teamowner = Int()
    merged = Int()
    account_id = Int("account")
    icon_id = Int("icon")
    logo_id = Int("logo")
    mugshot_id = Int("mugshot")
    account = Reference(account_id, Account.id)
    icon = Reference(icon_id, Alias.id)
    logo = Reference(logo_id, Alias.id)
    mugshot = Reference(mugshot_id, Alias.id)

    #: Whether there is a preferred address; None while nobody looked.
    _preferred: bool | None = None

    @property
    def is_team(self) -> bool:
        return self.teamowner is not None

    @property
    def is_valid(self) -> bool:
        if self.is_team:
            return self.merged is None
        if self.account is None or self.account.status != ACTIVE:
            return False
        if self._preferred is None:
            addresses = Store.of(self).find(
                Email, Email.person_id == self.id, Email.status == PREFERRED
            )
            self._preferred = not addresses.is_empty()
        return self._preferred


class Distribution:
    __storm_table__ = "distribution"

    id = Int(primary=True)
    name = Unicode()
    displayname = Unicode()
    icon_id = Int("icon")
    logo_id = Int("logo")
    mugshot_id = Int("mugshot")
    icon = Reference(icon_id, Alias.id)
    logo = Reference(logo_id, Alias.id)
    mugshot = Reference(mugshot_id, Alias.id)


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


class Participation:
    __storm_table__ = "teamparticipation"

    id = Int(primary=True)
    team_id = Int("team")
    person_id = Int("person")


class PolicyGrant:
    __storm_table__ = "accesspolicygrant"
    __storm_primary__ = ("policy", "grantee")

    policy = Int()
    grantee = Int()


class Shown:
    """A bug with what the viewer sees of its people."""

    def __init__(self, bug: Bug, distro: Distribution, viewer: Viewer):
        self.id, self.title, self.distro = bug.id, bug.title, distro
        self.reporter = bug.owner if viewer.sees(bug.owner) else None
        subscriptions, tasks = bug.people()
        self.subscribers = viewer.seen(each.person for each in subscriptions)
        self.assignees = viewer.seen(each.assignee for each in tasks)


class Viewer:
    """Who looks, and what that asks of the database."""

    def __init__(self, store: Store, person: int | None):
        self.teams: set[int] = set()
        self.policies: set[int] = set()
        self.is_admin = False
        if person is None:
            return
        teams = store.find(
            Person,
            Participation.team_id == Person.id,
            Participation.person_id == person,
        )
        for team in teams:
            self.teams.add(team.id)
            self.is_admin |= team.name == "admins"
        grants = store.find(PolicyGrant, In(PolicyGrant.grantee, list(self.teams)))
        self.policies.update(grants.values(PolicyGrant.policy))

    def sees(self, person: Person) -> bool:
        is_public = person.visibility != PRIVATE
        return is_public or self.is_admin or person.id in self.teams

    def seen(self, persons: Iterable[Person | None]) -> list[Person]:
        found = {
            person for person in persons if person is not None and self.sees(person)
        }
        return sorted(found, key=lambda person: (person.displayname, person.id))

    def rule(self) -> Any:
        """Which flat tasks it sees."""
        public = In(Flat.information_type, (1, 2))
        if self.is_admin:
            return True
        if not self.teams:
            return public
        teams = ", ".join(map(str, sorted(self.teams)))
        policies = ", ".join(map(str, sorted(self.policies)))
        return Or(
            public,
            SQLRaw(f"bugtaskflat.access_grants && '{{{teams}}}'::integer[]"),
            SQLRaw(f"bugtaskflat.access_policies && '{{{policies}}}'::integer[]"),
        )


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

    def __call__(self, viewer: int | None, limit: int) -> list[Shown]:
        # A store is a request's: nothing is left in it from the one before.
        self._store = Store(self._database, cache=Cache(100_000))
        self._counter = Counter()
        install_tracer(self._counter)
        who = Viewer(self._store, viewer)
        distro = self._store.find(Distribution, name="ubuntu").one()
        bugs = self._hot(distro, limit, who)
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
            viewer.rule(),
            Not(Exists(is_older)),
        )
        found.order_by(Desc(Flat.heat), Flat.bugtask)
        return [bug for bug, _ in found.config(limit=limit)]

    def show(self, bugs: list[Shown]) -> list[Any]:
        """What the example prints, once all that was asked for is loaded."""
        for _ in self.tell(bugs):
            pass
        return shown(bugs, _files)

    def tell(self, bugs: list[Shown]) -> Iterator[Any]:
        """All that was asked for, to be compared."""
        return told(bugs, _files)

    def end(self) -> None:
        """Leave the transaction."""
        remove_tracer(self._counter)
        self._store.rollback()
        self._store.close()


class Preloaded(Lazy):
    """Loads in sets, as Launchpad's ``load_related`` and its like do."""

    def load(self, distro: Distribution, bugs: list[Bug]) -> None:
        ids = [bug.id for bug in bugs]
        subscriptions = list(self._find(Subscription, Subscription.bug_id, ids))
        tasks = list(self._find(Task, Task.bug_id, ids))
        wanted = {bug.owner_id for bug in bugs}
        wanted.update(each.person_id for each in subscriptions)
        wanted.update(each.assignee_id for each in tasks)
        persons = list(self._find(Person, Person.id, wanted - {None}))
        list(self._find(Account, Account.id, {p.account_id for p in persons} - {None}))
        preferred = self._store.find(
            Email,
            In(Email.person_id, [person.id for person in persons]),
            Email.status == PREFERRED,
        )
        with_address = set(preferred.values(Email.person_id))
        for person in persons:
            person._preferred = person.id in with_address
        files = {getattr(each, f"{size}_id") for each in persons for size in SIZES}
        aliases = list(self._find(Alias, Alias.id, files - {None}))
        contents = {alias.content_id for alias in aliases} - {None}
        # Kept, so that the cache, which is of weak references, has them.
        self._kept = persons, aliases, list(self._find(Content, Content.id, contents))
        self._linked(bugs, subscriptions, tasks)

    def _find(self, cls: type, column: Any, ids: Iterable[int]) -> Any:
        return self._store.find(cls, In(column, sorted(ids)))

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


def _files(owner: Any) -> tuple[Any, ...]:
    return tuple(
        alias.content.sha256 if alias is not None and alias.content else None
        for alias in (owner.icon, owner.logo, owner.mugshot)
    )
