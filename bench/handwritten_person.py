"""The graph of a person's page written by hand: addresses, owner, members, teams.

Five statements for a member: the viewer, who it is about, its addresses and the
ids of people in one, the people, their images.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from handwritten import HIDDEN, IN_ORDER, Handwritten, Person, ranked
from handwritten_bug import told_images
from telling_graphs import path, shown_person, told_person

ONE = "SELECT p.id, p.teamowner FROM person p WHERE p.id = %(person)s {visible}"
LINKS = """
    SELECT 0, team, CAST(NULL AS text) FROM teammembership
     WHERE person = %(person)s AND status IN (2, 3)
    UNION ALL
    SELECT 1, person, NULL FROM teammembership
     WHERE team = %(person)s AND status IN (2, 3)
    UNION ALL
    SELECT 2, team, NULL FROM teamparticipation WHERE person = %(person)s
    UNION ALL
    SELECT 3, id, email FROM emailaddress WHERE person = %(person)s
"""


class Member(Person):
    """A person with what its page shows beside."""

    __slots__ = ("emails", "members", "participations", "team_owner", "teams")


class Address(NamedTuple):
    email: str
    id: int


class SamePerson(Handwritten):
    """The meaning of the layer's groups for a person's page."""

    def load(self, viewer: int | None, number: int) -> Member | None:
        _, visible, facts = self.rules(viewer)
        values: dict[str, Any] = {"person": number, **facts}
        found = self.rows(ONE.format(visible=visible), values)
        if not found:
            return None
        ((_, owner),) = found
        people: tuple[set[int], set[int], set[int]] = (set(), set(), set())
        emails = []
        for part, id, email in self.rows(LINKS, values):
            if part == 3:
                emails.append(Address(email, id))
            else:
                people[part].add(id)
        wanted = {number}.union(*people)
        if owner is not None:
            wanted.add(owner)
        persons = self.persons(wanted, IN_ORDER.format(visible), facts)
        rank = {id: place for place, id in enumerate(persons)}
        person = Member()
        for name in Person.__slots__:
            setattr(person, name, getattr(persons[number], name))
        person.emails = tuple(sorted(emails))
        person.team_owner = None if owner is None else persons.get(owner, HIDDEN)
        person.teams, person.members, person.participations = (
            ranked(ids, persons, rank) for ids in people
        )
        return person

    def show(self, person: Any) -> list[Any]:
        return shown_person(person)

    def tell(self, person: Any) -> Iterator[Any]:
        return told_person(person, told_images, path)
