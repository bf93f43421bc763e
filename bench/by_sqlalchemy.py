"""The example of the design by SQLAlchemy's mapper, in its two best ways.

``Selectin`` loads each relationship by a statement of its own, ``Joined`` reads
what a person has one of by LEFT JOIN, and the rest as ``Selectin`` does. Columns
that nobody asked for are left out; sessions are new for each run, as a request's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, ClassVar

from sqlalchemy import Column, ForeignKey, Table, and_, event, or_, select, true
from sqlalchemy import create_engine as engine_for
from sqlalchemy.dialects.postgresql import ARRAY, INTEGER
from sqlalchemy.orm import (
    DeclarativeBase,
    Mapped,
    Session,
    aliased,
    contains_eager,
    joinedload,
    load_only,
    mapped_column,
    relationship,
    selectinload,
)
from telling import shown, told

UNRESOLVED = (10, 13, 14, 15, 20, 21, 22, 23, 25)
PREFERRED, ACTIVE, PRIVATE = 4, 20, 30


class Base(DeclarativeBase):
    """What is mapped."""


class Content(Base):
    __tablename__ = "libraryfilecontent"

    id: Mapped[int] = mapped_column(primary_key=True)
    sha256: Mapped[str]


class Alias(Base):
    __tablename__ = "libraryfilealias"

    id: Mapped[int] = mapped_column(primary_key=True)
    content_id: Mapped[int | None] = mapped_column(
        "content", ForeignKey("libraryfilecontent.id")
    )
    content: Mapped[Content | None] = relationship(lazy="raise")


class Account(Base):
    __tablename__ = "account"

    id: Mapped[int] = mapped_column(primary_key=True)
    status: Mapped[int]


class Email(Base):
    __tablename__ = "emailaddress"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column("person", ForeignKey("person.id"))
    status: Mapped[int]


class Person(Base):
    __tablename__ = "person"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    displayname: Mapped[str]
    visibility: Mapped[int]
    teamowner: Mapped[int | None]
    merged: Mapped[int | None]
    account_id: Mapped[int | None] = mapped_column("account", ForeignKey("account.id"))
    icon_id: Mapped[int | None] = mapped_column(
        "icon", ForeignKey("libraryfilealias.id")
    )
    logo_id: Mapped[int | None] = mapped_column(
        "logo", ForeignKey("libraryfilealias.id")
    )
    mugshot_id: Mapped[int | None] = mapped_column(
        "mugshot", ForeignKey("libraryfilealias.id")
    )

    account: Mapped[Account | None] = relationship(lazy="raise")
    preferred: Mapped[Email | None] = relationship(
        lazy="raise",
        viewonly=True,
        primaryjoin=lambda: and_(
            Email.person_id == Person.id, Email.status == PREFERRED
        ),
    )
    icon: Mapped[Alias | None] = relationship(lazy="raise", foreign_keys=icon_id)
    logo: Mapped[Alias | None] = relationship(lazy="raise", foreign_keys=logo_id)
    mugshot: Mapped[Alias | None] = relationship(lazy="raise", foreign_keys=mugshot_id)

    @property
    def is_team(self) -> bool:
        return self.teamowner is not None

    @property
    def is_valid(self) -> bool:
        if self.is_team:
            return self.merged is None
        is_active = self.account is not None and self.account.status == ACTIVE
        return is_active and self.preferred is not None


subscriptions = Table(
    "bugsubscription",
    Base.metadata,
    Column("bug", ForeignKey("bug.id")),
    Column("person", ForeignKey("person.id")),
)
assignments = Table(
    "bugtask",
    Base.metadata,
    Column("bug", ForeignKey("bug.id")),
    Column("assignee", ForeignKey("person.id")),
)


class Distribution(Base):
    __tablename__ = "distribution"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    displayname: Mapped[str]
    icon_id: Mapped[int | None] = mapped_column(
        "icon", ForeignKey("libraryfilealias.id")
    )
    logo_id: Mapped[int | None] = mapped_column(
        "logo", ForeignKey("libraryfilealias.id")
    )
    mugshot_id: Mapped[int | None] = mapped_column(
        "mugshot", ForeignKey("libraryfilealias.id")
    )
    icon: Mapped[Alias | None] = relationship(lazy="raise", foreign_keys=icon_id)
    logo: Mapped[Alias | None] = relationship(lazy="raise", foreign_keys=logo_id)
    mugshot: Mapped[Alias | None] = relationship(lazy="raise", foreign_keys=mugshot_id)


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


class Participation(Base):
    __tablename__ = "teamparticipation"

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[int] = mapped_column("team", ForeignKey("person.id"))
    person_id: Mapped[int] = mapped_column("person", ForeignKey("person.id"))


class PolicyGrant(Base):
    __tablename__ = "accesspolicygrant"

    policy: Mapped[int] = mapped_column(primary_key=True)
    grantee: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)


class Mapper:
    """What both ways have in common."""

    #: Loads what a person or a distribution has at most one of.
    one: ClassVar[Callable[..., Any]]

    def __init__(self, uri: str):
        self._engine = engine_for(
            f"postgresql+psycopg2{uri[uri.index(':') :]}",
            isolation_level="REPEATABLE READ",
        )
        self._session = Session(self._engine)
        self.statements = 0
        event.listen(self._engine, "before_cursor_execute", self._count)

    def _count(self, *_: Any) -> None:
        self.statements += 1

    def __call__(self, viewer: int | None, limit: int) -> list[Bug]:
        self.statements = 0
        session = self._session = Session(self._engine)
        seen_bug, seen_person = self._rules(session, viewer)
        distro = session.scalars(
            select(Distribution)
            .where(Distribution.name == "ubuntu")
            .options(
                load_only(Distribution.name, Distribution.displayname),
                *self._images(Distribution),
            )
        ).one()
        query = self._hot(distro, limit, seen_bug).options(
            contains_eager(Flat.bug).load_only(Bug.title, Bug.owner_id),
            *(
                contains_eager(Flat.bug)
                .selectinload(edge.and_(seen_person))
                .options(*self._person())
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

    def _person(self) -> list[Any]:
        return [
            load_only(Person.name, Person.displayname, Person.teamowner, Person.merged),
            self.one(Person.account),
            self.one(Person.preferred),
            *self._images(Person),
        ]

    def _images(self, owner: Any) -> list[Any]:
        return [
            self.one(image).load_only(Alias.content_id).joinedload(Alias.content)
            for image in (owner.icon, owner.logo, owner.mugshot)
        ]

    @staticmethod
    def _rules(session: Session, viewer: int | None) -> tuple[Any, Any]:
        """Which flat tasks and which persons a viewer sees."""
        public = Flat.information_type.in_((1, 2))
        if viewer is None:
            return public, Person.visibility != PRIVATE
        rows = session.execute(
            select(Participation.team_id, Person.name, PolicyGrant.policy)
            .join(Person, Person.id == Participation.team_id)
            .outerjoin(PolicyGrant, PolicyGrant.grantee == Person.id)
            .where(Participation.person_id == viewer)
        ).all()
        if any(name == "admins" for _, name, _ in rows):
            return true(), true()
        teams = sorted({team for team, _, _ in rows})
        policies = sorted({policy for _, _, policy in rows if policy is not None})
        return (
            or_(
                public,
                Flat.access_grants.op("&&")(teams),
                Flat.access_policies.op("&&")(policies),
            ),
            or_(Person.visibility != PRIVATE, Person.id.in_(teams)),
        )

    def show(self, bugs: list[Bug]) -> list[Any]:
        """What the example prints."""
        return shown(bugs, _files)

    def tell(self, bugs: list[Bug]) -> Iterator[Any]:
        """All that was asked for, to be compared."""
        return told(bugs, _files)

    def end(self) -> None:
        """Leave the transaction."""
        self._session.close()


class Selectin(Mapper):
    """By a statement for each relationship."""

    one = staticmethod(selectinload)


class Joined(Mapper):
    """By LEFT JOIN what there is one of."""

    one = staticmethod(joinedload)


def _files(owner: Any) -> tuple[Any, Any, Any]:
    return tuple(
        alias.content.sha256 if alias is not None and alias.content else None
        for alias in (owner.icon, owner.logo, owner.mugshot)
    )
