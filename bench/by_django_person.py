"""The graph of a person's page by Django's mapper, in the two ways of
``by_django``; all people are read at once, as ``by_django_bug`` does."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from by_django_bug import in_order, told_images
from django.db import models
from django_people import (
    Email,
    Joining,
    Kept,
    Mapper,
    Participation,
    Person,
    Prefetching,
    Viewer,
)
from handwritten import HIDDEN
from telling_graphs import path, shown_person, told_person


class Membership(Kept):
    person_key = models.IntegerField(db_column="person")
    team_key = models.IntegerField(db_column="team")
    status = models.IntegerField()

    class Meta(Kept.Meta):
        db_table = "teammembership"


class PersonPage(Mapper):
    """A person with addresses, owner, members and teams, either way."""

    def graph(self, who: Viewer, number: int) -> Person | None:
        seen = self.persons().filter(who.persons)
        person: Any = seen.filter(id=number).first()
        if person is None:
            return None
        emails = Email.objects.filter(person=number).only("email")
        person.emails = list(emails.order_by("email", "id"))
        active = Membership.objects.filter(status__in=(2, 3))
        teams, members, participations = (
            set(rows.values_list(name, flat=True))
            for rows, name in (
                (active.filter(person_key=number), "team_key"),
                (active.filter(team_key=number), "person_key"),
                (Participation.objects.filter(person=number), "team_id"),
            )
        )
        owner = person.teamowner
        persons = seen.in_bulk({owner, *teams, *members, *participations} - {None})
        person.team_owner = None if owner is None else persons.get(owner, HIDDEN)
        person.teams = in_order(teams, persons)
        person.members = in_order(members, persons)
        person.participations = in_order(participations, persons)
        return person

    def show(self, person: Any) -> list[Any]:
        return shown_person(person)

    def tell(self, person: Any) -> Iterator[Any]:
        return told_person(person, told_images, path)


class PrefetchedPerson(Prefetching, PersonPage):
    """By a statement for each relationship."""


class JoinedPerson(Joining, PersonPage):
    """By LEFT JOIN what there is one of."""
