"""The example of README.rst by SQLAlchemy's mapper, in its two best ways.

``Selectin`` loads each relationship by a statement of its own, ``Joined`` reads
what a person has one of by LEFT JOIN, and the rest as ``Selectin`` does. Columns
that nobody asked for are left out; sessions are new for each run, as a request's.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Column, ForeignKey, Table, or_, select, true
from sqlalchemy.dialects.postgresql import ARRAY, INTEGER
from sqlalchemy.orm import (
    Mapped,
    aliased,
    contains_eager,
    joinedload,
    load_only,
    mapped_column,
    relationship,
    selectinload,
)
from sqlalchemy_people import (
    Base,
    Distribution,
    Mapper,
    Person,
    Viewer,
    files_of,
    subscriptions,
)
from telling import shown, told

UNRESOLVED = (10, 13, 14, 15, 20, 21, 22, 23, 25)


assignments = Table(
    "bugtask",
    Base.metadata,
    Column("bug", ForeignKey("bug.id")),
    Column("assignee", ForeignKey("person.id")),
)


class Bug(Base):
    __tablename__ = "bug"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]
    owner_id: Mapped[int] = mapped_column("owner", ForeignKey("person.id"))

    reporter: Mapped[Person | None] = relationship(lazy="raise")
    # A pair that the table holds twice is in the list twice.
    subscribed: Mapped[list[Person]] = relationship(
        lazy="raise",
        secondary=subscriptions,
        viewonly=True,
        order_by=(Person.displayname, Person.id),
    )
    assigned: Mapped[list[Person]] = relationship(
        lazy="raise",
        secondary=assignments,
        viewonly=True,
        order_by=(Person.displayname, Person.id),
    )

    @property
    def subscribers(self) -> list[Person]:
        return list(dict.fromkeys(self.subscribed))

    @property
    def assignees(self) -> list[Person]:
        return list(dict.fromkeys(self.assigned))


class Flat(Base):
    __tablename__ = "bugtaskflat"

    bugtask: Mapped[int] = mapped_column(primary_key=True)
    bug_id: Mapped[int] = mapped_column("bug", ForeignKey("bug.id"))
    distribution: Mapped[int | None]
    duplicateof: Mapped[int | None]
    status: Mapped[int]
    active: Mapped[bool]
    heat: Mapped[int]
    information_type: Mapped[int]
    access_grants: Mapped[list[int] | None] = mapped_column(ARRAY(INTEGER))
    access_policies: Mapped[list[int] | None] = mapped_column(ARRAY(INTEGER))

    bug: Mapped[Bug] = relationship(lazy="raise")


class Example(Mapper):
    """The example, either way."""

    def graph(self, who: Viewer, number: int) -> list[Bug]:
        session = who.session
        distro = session.scalars(
            select(Distribution)
            .where(Distribution.name == "ubuntu")
            .options(
                load_only(Distribution.name, Distribution.displayname),
                *self.images(Distribution),
            )
        ).one()
        query = self._hot(distro, number, seen_tasks(who)).options(
            contains_eager(Flat.bug).load_only(Bug.title, Bug.owner_id),
            *(
                contains_eager(Flat.bug)
                .selectinload(edge.and_(who.persons))
                .options(*self.person())
                for edge in (Bug.reporter, Bug.subscribed, Bug.assigned)
            ),
        )
        bugs = [flat.bug for flat in session.scalars(query)]
        for bug in bugs:
            bug.distro = distro  # type: ignore[attr-defined]
        return bugs

    @staticmethod
    def _hot(distro: Distribution, limit: int, seen: Any) -> Any:
        older = aliased(Flat)
        return (
            select(Flat)
            .join(Flat.bug)
            .where(
                Flat.distribution == distro.id,
                Flat.active,
                Flat.duplicateof.is_(None),
                Flat.status.in_(UNRESOLVED),
                seen,
                ~select(older)
                .where(
                    older.bug_id == Flat.bug_id,
                    older.distribution == Flat.distribution,
                    older.bugtask < Flat.bugtask,
                    older.active,
                    older.status.in_(UNRESOLVED),
                )
                .exists(),
            )
            .order_by(Flat.heat.desc(), Flat.bugtask)
            .limit(limit)
            .options(load_only(Flat.bug_id))
        )

    def show(self, bugs: list[Bug]) -> list[Any]:
        """What the example prints."""
        return shown(bugs, files_of)

    def tell(self, bugs: list[Bug]) -> Iterator[Any]:
        """All that was asked for, to be compared."""
        return told(bugs, files_of)


class Selectin(Example):
    """By a statement for each relationship."""

    one = staticmethod(selectinload)


class Joined(Example):
    """By LEFT JOIN what there is one of."""

    one = staticmethod(joinedload)


def seen_tasks(who: Viewer) -> Any:
    """Which flat tasks somebody sees."""
    public = Flat.information_type.in_((1, 2))
    if who.is_admin:
        return true()
    if not who.teams:
        return public
    return or_(
        public,
        Flat.access_grants.op("&&")(who.teams),
        Flat.access_policies.op("&&")(who.policies),
    )
