"""What SQLAlchemy maps for the graph of a bug's page.

In a registry of its own: what the example maps of the same tables knows less.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from handwritten import HIDDEN
from sqlalchemy import INTEGER, TEXT, Boolean, Column, Table, and_
from sqlalchemy.orm import (
    DeclarativeBase,
    Mapped,
    foreign,
    mapped_column,
    relationship,
    remote,
)
from sqlalchemy_people import Alias, Content, Distribution, Person, subscriptions
from telling_graphs import Package

UNRESOLVED = frozenset((10, 13, 14, 15, 20, 21, 22, 23, 25))


class PageBase(DeclarativeBase):
    """What is mapped for pages."""


def to_one(target: Any, column: Callable[[], Any]) -> Any:
    """A reference by a column."""
    return relationship(
        target,
        primaryjoin=lambda: foreign(column()) == target.id,
        lazy="raise",
        viewonly=True,
    )


def to_many(target: Any, key: Callable[[], Any], column: Any, *order: Any) -> Any:
    """The rows whose column has one's key."""
    return relationship(
        target,
        primaryjoin=lambda: key() == foreign(column),
        order_by=order or (target.id,),
        uselist=True,
        lazy="raise",
        viewonly=True,
    )


class Product(PageBase):
    __tablename__ = "product"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    displayname: Mapped[str]
    icon_id: Mapped[int | None] = mapped_column("icon")
    logo_id: Mapped[int | None] = mapped_column("logo")
    mugshot_id: Mapped[int | None] = mapped_column("mugshot")
    icon = to_one(Alias, lambda: Product.icon_id)
    logo = to_one(Alias, lambda: Product.logo_id)
    mugshot = to_one(Alias, lambda: Product.mugshot_id)


class ProductSeries(PageBase):
    __tablename__ = "productseries"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    product_id: Mapped[int] = mapped_column("product")
    above = to_one(Product, lambda: ProductSeries.product_id)

    word = "+series"


class DistroSeries(PageBase):
    __tablename__ = "distroseries"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    displayname: Mapped[str]
    distribution_id: Mapped[int] = mapped_column("distribution")
    above = to_one(Distribution, lambda: DistroSeries.distribution_id)

    word = "+series"


class SourcePackageName(PageBase):
    __tablename__ = "sourcepackagename"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]


class Milestone(PageBase):
    __tablename__ = "milestone"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    product_id: Mapped[int | None] = mapped_column("product")
    distribution_id: Mapped[int | None] = mapped_column("distribution")
    product = to_one(Product, lambda: Milestone.product_id)
    distribution = to_one(Distribution, lambda: Milestone.distribution_id)

    word = "+milestone"

    @property
    def above(self) -> Any:
        return self.product or self.distribution


class Tracker(PageBase):
    __tablename__ = "bugtracker"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    title: Mapped[str]


class Watch(PageBase):
    __tablename__ = "bugwatch"

    id: Mapped[int] = mapped_column(primary_key=True)
    bug_id: Mapped[int] = mapped_column("bug")
    remote_bug: Mapped[str] = mapped_column("remotebug")
    tracker_id: Mapped[int] = mapped_column("bugtracker")
    tracker = to_one(Tracker, lambda: Watch.tracker_id)


class Task(PageBase):
    __tablename__ = "bugtask"

    id: Mapped[int] = mapped_column(primary_key=True)
    bug_id: Mapped[int] = mapped_column("bug")
    status: Mapped[int]
    importance: Mapped[int]
    created: Mapped[datetime] = mapped_column("datecreated")
    assignee_id: Mapped[int | None] = mapped_column("assignee")
    product_id: Mapped[int | None] = mapped_column("product")
    product_series_id: Mapped[int | None] = mapped_column("productseries")
    distribution_id: Mapped[int | None] = mapped_column("distribution")
    distro_series_id: Mapped[int | None] = mapped_column("distroseries")
    name_id: Mapped[int | None] = mapped_column("sourcepackagename")
    milestone_id: Mapped[int | None] = mapped_column("milestone")
    watch_id: Mapped[int | None] = mapped_column("bugwatch")
    assigned = to_one(Person, lambda: Task.assignee_id)
    product = to_one(Product, lambda: Task.product_id)
    product_series = to_one(ProductSeries, lambda: Task.product_series_id)
    distribution = to_one(Distribution, lambda: Task.distribution_id)
    distro_series = to_one(DistroSeries, lambda: Task.distro_series_id)
    name = to_one(SourcePackageName, lambda: Task.name_id)
    milestone = to_one(Milestone, lambda: Task.milestone_id)
    watch = to_one(Watch, lambda: Task.watch_id)

    @property
    def date_created(self) -> datetime:
        return self.created.replace(tzinfo=UTC)

    @property
    def is_unresolved(self) -> bool:
        return self.status in UNRESOLVED

    @property
    def assignee(self) -> Any:
        return HIDDEN if self.assignee_id and not self.assigned else self.assigned

    @property
    def source_package(self) -> Package | None:
        return self._package(self.distribution)

    @property
    def series_source_package(self) -> Package | None:
        return self._package(self.distro_series)

    def _package(self, above: Any) -> Package | None:
        return Package(above, self.name.name) if above and self.name else None

    @property
    def target(self) -> Any:
        return (
            self.product
            or self.product_series
            or self.source_package
            or self.distribution
            or self.series_source_package
            or self.distro_series
        )


class Chunk(PageBase):
    __tablename__ = "messagechunk"

    id: Mapped[int] = mapped_column(primary_key=True)
    message_id: Mapped[int] = mapped_column("message")
    sequence: Mapped[int]
    content: Mapped[str | None]


class Attachment(PageBase):
    __tablename__ = "bugattachment"

    id: Mapped[int] = mapped_column(primary_key=True)
    bug_id: Mapped[int] = mapped_column("bug")
    message_id: Mapped[int] = mapped_column("message")
    title: Mapped[str]
    file_id: Mapped[int | None] = mapped_column("libraryfile")
    alias = to_one(Alias, lambda: Attachment.file_id)

    @property
    def file(self) -> Any:
        return self.alias and File(self.alias)


class File:
    """A file by its hash."""

    def __init__(self, alias: Alias):
        content: Content | None = alias.content
        self.id, self.sha256 = alias.id, content and content.sha256


class Comment(PageBase):
    __tablename__ = "bugmessage"

    id: Mapped[int] = mapped_column(primary_key=True)
    bug_id: Mapped[int] = mapped_column("bug")
    message_id: Mapped[int] = mapped_column("message")
    index: Mapped[int]
    owner_id: Mapped[int] = mapped_column("owner")
    owner = to_one(Person, lambda: Comment.owner_id)
    chunks = to_many(
        Chunk, lambda: Comment.message_id, Chunk.message_id, Chunk.sequence
    )

    @property
    def author(self) -> Any:
        return self.owner or HIDDEN

    @property
    def text(self) -> str:
        return "\n\n".join(each.content for each in self.chunks if each.content)


class Tag(PageBase):
    __tablename__ = "bugtag"

    id: Mapped[int] = mapped_column(primary_key=True)
    bug_id: Mapped[int] = mapped_column("bug")
    tag: Mapped[str]


class Cve(PageBase):
    __tablename__ = "cve"

    id: Mapped[int] = mapped_column(primary_key=True)
    sequence: Mapped[str]


affected = Table(
    "bugaffectsperson",
    PageBase.metadata,
    Column("bug", INTEGER),
    Column("person", INTEGER),
    Column("affected", Boolean),
)
links = Table(
    "xref",
    PageBase.metadata,
    Column("from_type", TEXT),
    Column("from_id_int", INTEGER),
    Column("to_type", TEXT),
    Column("to_id", TEXT),
)


class Bug(PageBase):
    __tablename__ = "bug"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]
    description: Mapped[str]
    information_type: Mapped[int]
    heat: Mapped[int]
    created: Mapped[datetime] = mapped_column("datecreated")
    owner_id: Mapped[int] = mapped_column("owner")
    duplicate_of_id: Mapped[int | None] = mapped_column("duplicateof")
    owner = to_one(Person, lambda: Bug.owner_id)
    tasks = to_many(Task, lambda: Bug.id, Task.bug_id)
    comments = to_many(
        Comment, lambda: Bug.id, Comment.bug_id, Comment.index, Comment.id
    )
    attachments = to_many(Attachment, lambda: Bug.id, Attachment.bug_id)
    watches = to_many(Watch, lambda: Bug.id, Watch.bug_id)
    tagged = to_many(Tag, lambda: Bug.id, Tag.bug_id, Tag.tag)
    subscribed = relationship(
        Person,
        secondary=subscriptions,
        primaryjoin=lambda: Bug.id == foreign(subscriptions.c.bug),
        secondaryjoin=lambda: Person.id == foreign(subscriptions.c.person),
        order_by=(Person.displayname, Person.id),
        lazy="raise",
        viewonly=True,
    )
    affecting = relationship(
        Person,
        secondary=affected,
        primaryjoin=lambda: and_(
            Bug.id == foreign(affected.c.bug), affected.c.affected
        ),
        secondaryjoin=lambda: Person.id == foreign(affected.c.person),
        order_by=(Person.displayname, Person.id),
        lazy="raise",
        viewonly=True,
    )
    cves = relationship(
        Cve,
        secondary=links,
        primaryjoin=lambda: and_(
            Bug.id == foreign(links.c.from_id_int),
            links.c.from_type == "bug",
            links.c.to_type == "cve",
        ),
        secondaryjoin=lambda: Cve.sequence == foreign(links.c.to_id),
        order_by=(Cve.sequence, Cve.id),
        lazy="raise",
        viewonly=True,
    )
    duplicates = relationship(
        lambda: Bug,
        primaryjoin=lambda: Bug.id == foreign(remote(Bug.duplicate_of_id)),
        order_by=lambda: Bug.id,
        uselist=True,
        lazy="raise",
        viewonly=True,
    )
    original = relationship(
        lambda: Bug,
        primaryjoin=lambda: foreign(Bug.duplicate_of_id) == remote(Bug.id),
        uselist=False,
        lazy="raise",
        viewonly=True,
    )

    @property
    def date_created(self) -> datetime:
        return self.created.replace(tzinfo=UTC)

    @property
    def tags(self) -> tuple[str, ...]:
        return tuple(each.tag for each in self.tagged)

    @property
    def reporter(self) -> Any:
        return self.owner or HIDDEN

    @property
    def subscribers(self) -> list[Person]:
        return list(dict.fromkeys(self.subscribed))

    @property
    def duplicate_subscribers(self) -> list[Person]:
        found = {person for bug in self.duplicates for person in bug.subscribed}
        return sorted(found, key=lambda person: (person.displayname, person.id))

    @property
    def affected(self) -> list[Person]:
        return list(dict.fromkeys(self.affecting))

    @property
    def duplicate_of(self) -> Any:
        if self.duplicate_of_id is None:
            return None
        return self.original or HIDDEN
