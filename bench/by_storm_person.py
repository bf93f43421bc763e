"""The graph of a person's page by Storm's own classes: lazily, and preloaded."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from by_storm import Lazy
from by_storm_bug import Seen, seen, told_images
from storm.expr import In
from storm.locals import Int, Unicode
from storm_people import Participation, Person, Sets, Viewer
from telling_graphs import path, shown_person, told_person

ACTIVE = (2, 3)


class Membership:
    __storm_table__ = "teammembership"

    id = Int(primary=True)
    person_id = Int("person")
    team_id = Int("team")
    status = Int()


class Address:
    __storm_table__ = "emailaddress"

    id = Int(primary=True)
    email = Unicode()
    person_id = Int("person")


class LazyPerson(Lazy):
    """Reads what it needs when it needs it."""

    def graph(self, who: Viewer, number: int) -> Any:
        store = self._store
        person = store.find(Person, Person.id == number).one()
        if person is None or not who.sees(person):
            return None
        is_active = In(Membership.status, ACTIVE)
        teams = store.find(
            Person,
            Membership.team_id == Person.id,
            Membership.person_id == number,
            is_active,
        )
        members = store.find(
            Person,
            Membership.person_id == Person.id,
            Membership.team_id == number,
            is_active,
        )
        participations = store.find(
            Person,
            Participation.team_id == Person.id,
            Participation.person_id == number,
        )
        found = Seen(
            person,
            team_owner=seen(who, store.get(Person, person.teamowner)),
            emails=store.find(Address, person_id=number).order_by(
                Address.email, Address.id
            ),
            teams=who.seen(teams),
            members=who.seen(members),
            participations=who.seen(participations),
        )
        self.preload(found)
        return found

    def preload(self, found: Any) -> None:
        """Load beforehand what will be read."""

    def show(self, person: Any) -> list[Any]:
        for _ in self.tell(person):
            pass
        return shown_person(person)

    def tell(self, person: Any) -> Iterator[Any]:
        return told_person(person, told_images, path)


class PreloadedPerson(LazyPerson):
    """Loads in sets what the people are shown by."""

    def preload(self, found: Any) -> None:
        found.emails = list(found.emails)
        ids = {found.id, found.teamowner}
        for people in (found.teams, found.members, found.participations):
            ids.update(each.id for each in people)
        self._kept = Sets(self._store).people(ids)

    def show(self, person: Any) -> list[Any]:
        # All is loaded: nothing has to be read only to have that done.
        return shown_person(person)
