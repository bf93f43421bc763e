"""The graph of a person's page by SQLAlchemy's mapper, in the two ways of
``by_sqlalchemy``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from by_sqlalchemy_bug import told_images
from sqlalchemy import select
from sqlalchemy.orm import joinedload, load_only, selectinload
from sqlalchemy_people import Email, Mapper, Person, Viewer
from telling_graphs import path, shown_person, told_person


class PersonPage(Mapper):
    """A person with addresses, owner, members and teams, either way."""

    def graph(self, who: Viewer, number: int) -> Person | None:
        person = self.person()
        found: Person | None = who.session.scalars(
            select(Person)
            .where(Person.id == number, who.persons)
            .options(
                *person,
                selectinload(Person.emails).options(load_only(Email.email)),
                *(
                    selectinload(edge.and_(who.persons)).options(*person)
                    for edge in (
                        Person.owner,
                        Person.teams,
                        Person.members,
                        Person.participations,
                    )
                ),
            )
        ).one_or_none()
        return found

    def show(self, person: Any) -> list[Any]:
        return shown_person(person)

    def tell(self, person: Any) -> Iterator[Any]:
        return told_person(person, told_images, path)


class SelectinPerson(PersonPage):
    """By a statement for each relationship."""

    one = staticmethod(selectinload)


class JoinedPerson(PersonPage):
    """By LEFT JOIN what there is one of."""

    one = staticmethod(joinedload)
