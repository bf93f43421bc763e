"""People and their images by Storm's own classes, what a viewer sees of them, and
how they are loaded in sets."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from storm.expr import In
from storm.locals import Int, Reference, Store, Unicode
from telling import SIZES

PREFERRED: Final = 4
ACTIVE: Final = 20
PRIVATE: Final = 30


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


class Sets:
    """Loads people in sets, as Launchpad's ``load_related`` and its like do."""

    def __init__(self, store: Store):
        self._store = store

    def find(self, cls: type, column: Any, ids: Iterable[Any]) -> list[Any]:
        """The rows whose column holds one of these."""
        wanted = sorted(id for id in set(ids) if id is not None)
        # Storm says IN () of no ids, which is no SQL.
        return list(self._store.find(cls, In(column, wanted))) if wanted else []

    def people(self, ids: Iterable[int | None]) -> tuple[list[Any], ...]:
        """Whatever a person is shown by. The caller keeps it: the store's cache
        is of weak references."""
        persons = self.find(Person, Person.id, ids)
        accounts = self.find(Account, Account.id, {p.account_id for p in persons})
        preferred = self._store.find(
            Email,
            In(Email.person_id, [person.id for person in persons]),
            Email.status == PREFERRED,
        )
        with_address = set(preferred.values(Email.person_id))
        for person in persons:
            person._preferred = person.id in with_address
        return persons, accounts, *self.images(persons)

    def images(self, owners: Iterable[Any]) -> tuple[list[Any], list[Any]]:
        """The files of images, and their contents."""
        return self.files(
            getattr(each, f"{size}_id") for each in owners for size in SIZES
        )

    def files(self, ids: Iterable[int | None]) -> tuple[list[Any], list[Any]]:
        aliases = self.find(Alias, Alias.id, ids)
        return aliases, self.find(Content, Content.id, {a.content_id for a in aliases})


def files_of(owner: Any) -> tuple[Any, ...]:
    return tuple(
        alias.content.sha256 if alias is not None and alias.content else None
        for alias in (owner.icon, owner.logo, owner.mugshot)
    )
