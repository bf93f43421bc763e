"""People and their images by SQLAlchemy's mapper, what a viewer sees of them, and
how they are loaded."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from handwritten import HIDDEN
from sqlalchemy import (
    INTEGER,
    Column,
    ForeignKey,
    Table,
    and_,
    event,
    or_,
    select,
    true,
)
from sqlalchemy import create_engine as engine_for
from sqlalchemy.orm import (
    DeclarativeBase,
    Mapped,
    Session,
    foreign,
    load_only,
    mapped_column,
    relationship,
    remote,
)

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
    email: Mapped[str]
    person_id: Mapped[int] = mapped_column("person", ForeignKey("person.id"))
    status: Mapped[int]


def _through(table: Any, there: str) -> dict[str, Any]:
    """What the ways from persons to persons by way of a table have in common."""
    return {
        "lazy": "raise",
        "viewonly": True,
        "secondary": table,
        "secondaryjoin": lambda: Person.id == table().c[there],
        "order_by": lambda: (Person.displayname, Person.id),
    }


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

    owner: Mapped[Person | None] = relationship(
        lazy="raise",
        viewonly=True,
        primaryjoin=lambda: foreign(Person.teamowner) == remote(Person.id),
    )
    emails: Mapped[list[Email]] = relationship(
        lazy="raise", viewonly=True, order_by=lambda: (Email.email, Email.id)
    )
    teams: Mapped[list[Person]] = relationship(
        **_through(lambda: memberships, "team"),
        primaryjoin=lambda: and_(
            Person.id == memberships.c.person, memberships.c.status.in_((2, 3))
        ),
    )
    members: Mapped[list[Person]] = relationship(
        **_through(lambda: memberships, "person"),
        primaryjoin=lambda: and_(
            Person.id == memberships.c.team, memberships.c.status.in_((2, 3))
        ),
    )
    participations: Mapped[list[Person]] = relationship(
        **_through(lambda: Participation.__table__, "team"),
        primaryjoin=lambda: Person.id == Participation.person_id,
    )

    @property
    def team_owner(self) -> Any:
        return HIDDEN if self.teamowner and not self.owner else self.owner

    @property
    def is_team(self) -> bool:
        return self.teamowner is not None

    @property
    def is_valid(self) -> bool:
        if self.is_team:
            return self.merged is None
        is_active = self.account is not None and self.account.status == ACTIVE
        return is_active and self.preferred is not None


memberships = Table(
    "teammembership",
    Base.metadata,
    Column("person", ForeignKey("person.id")),
    Column("team", ForeignKey("person.id")),
    Column("status", INTEGER),
)
subscriptions = Table(
    "bugsubscription",
    Base.metadata,
    Column("bug", ForeignKey("bug.id")),
    Column("person", ForeignKey("person.id")),
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


class Participation(Base):
    __tablename__ = "teamparticipation"

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[int] = mapped_column("team", ForeignKey("person.id"))
    person_id: Mapped[int] = mapped_column("person", ForeignKey("person.id"))


class PolicyGrant(Base):
    __tablename__ = "accesspolicygrant"

    policy: Mapped[int] = mapped_column(primary_key=True)
    grantee: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)


class Viewer:
    """Who looks, and which persons it sees."""

    def __init__(self, session: Session, viewer: int | None):
        self.session = session
        self.teams: list[int] = []
        self.policies: list[int] = []
        self.is_admin = False
        if viewer is not None:
            rows = session.execute(
                select(Participation.team_id, Person.name, PolicyGrant.policy)
                .join(Person, Person.id == Participation.team_id)
                .outerjoin(PolicyGrant, PolicyGrant.grantee == Person.id)
                .where(Participation.person_id == viewer)
            ).all()
            self.is_admin = any(name == "admins" for _, name, _ in rows)
            self.teams = sorted({team for team, _, _ in rows})
            self.policies = sorted({policy for _, _, policy in rows if policy})

    @property
    def persons(self) -> Any:
        """The rule of persons."""
        public = Person.visibility != PRIVATE
        if self.is_admin:
            return true()
        return or_(public, Person.id.in_(self.teams)) if self.teams else public


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

    def __call__(self, viewer: int | None, number: int) -> Any:
        self.statements = 0
        self._session = Session(self._engine)
        return self.graph(Viewer(self._session, viewer), number)

    def graph(self, who: Viewer, number: int) -> Any:
        """So many bugs as somebody sees them; of other graphs what has this id."""
        raise NotImplementedError(self)

    def person(self) -> list[Any]:
        return [
            load_only(Person.name, Person.displayname, Person.teamowner, Person.merged),
            self.one(Person.account),
            self.one(Person.preferred),
            *self.images(Person),
        ]

    def images(self, owner: Any) -> list[Any]:
        return [
            self.one(image).load_only(Alias.content_id).joinedload(Alias.content)
            for image in (owner.icon, owner.logo, owner.mugshot)
        ]

    def end(self) -> None:
        """Leave the transaction."""
        self._session.close()


def files_of(owner: Any) -> tuple[Any, Any, Any]:
    return tuple(
        alias.content.sha256 if alias is not None and alias.content else None
        for alias in (owner.icon, owner.logo, owner.mugshot)
    )
