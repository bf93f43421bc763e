"""The graph of a bug's page by SQLAlchemy's mapper, in the two ways of
``by_sqlalchemy``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import or_, select, text, true
from sqlalchemy.orm import joinedload, load_only, selectinload
from sqlalchemy_people import Alias, Distribution, Mapper, Viewer, files_of
from sqlalchemy_tables import (
    Attachment,
    Bug,
    Comment,
    DistroSeries,
    Milestone,
    Product,
    ProductSeries,
    Task,
    Watch,
)
from telling import images, kind
from telling_graphs import path, shown_bug, told_bug


class BugPage(Mapper):
    """Everything about a bug, either way."""

    def graph(self, who: Viewer, number: int) -> Bug | None:
        seen, rule = who.persons, seen_bugs(who)
        person = self.person()
        found: Bug | None = who.session.scalars(
            select(Bug)
            .where(Bug.id == number, rule)
            .options(
                selectinload(Bug.tagged),
                self.one(Bug.owner.and_(seen)).options(*person),
                selectinload(Bug.tasks).options(*self._task(seen)),
                selectinload(Bug.comments).options(
                    selectinload(Comment.chunks),
                    selectinload(Comment.owner.and_(seen)).options(*person),
                ),
                selectinload(Bug.subscribed.and_(seen)).options(*person),
                selectinload(Bug.affecting.and_(seen)).options(*person),
                selectinload(Bug.duplicates.and_(rule)).options(
                    load_only(Bug.title),
                    selectinload(Bug.subscribed.and_(seen)).options(*person),
                ),
                selectinload(Bug.original.and_(rule)).load_only(Bug.title),
                selectinload(Bug.attachments).options(
                    self.one(Attachment.alias).joinedload(Alias.content)
                ),
                selectinload(Bug.cves),
                selectinload(Bug.watches).options(self.one(Watch.tracker)),
            )
        ).one_or_none()
        if found is not None:
            attached: dict[int, list[Attachment]] = {}
            for each in found.attachments:
                attached.setdefault(each.message_id, []).append(each)
            for comment in found.comments:
                comment.attachments = attached.get(comment.message_id, ())
        return found

    def _task(self, seen: Any) -> list[Any]:
        pillar = load_only(Distribution.name, Distribution.displayname)
        return [
            selectinload(Task.assigned.and_(seen)).options(*self.person()),
            self.one(Task.product).options(*self.images(Product)),
            self.one(Task.product_series).options(self.one(ProductSeries.above)),
            self.one(Task.distribution).options(pillar, *self.images(Distribution)),
            self.one(Task.distro_series).options(
                self.one(DistroSeries.above).options(pillar)
            ),
            self.one(Task.name),
            self.one(Task.milestone).options(
                self.one(Milestone.product),
                self.one(Milestone.distribution).options(pillar),
            ),
            self.one(Task.watch),
        ]

    def show(self, bug: Any) -> list[Any]:
        return shown_bug(bug)

    def tell(self, bug: Any) -> Iterator[Any]:
        return told_bug(bug, told_images, path)


class SelectinBug(BugPage):
    """By a statement for each relationship."""

    one = staticmethod(selectinload)


class JoinedBug(BugPage):
    """By LEFT JOIN what there is one of."""

    one = staticmethod(joinedload)


def seen_bugs(who: Viewer) -> Any:
    """The bugs that a viewer sees."""
    public = Bug.information_type.in_((1, 2))
    if who.is_admin:
        return true()
    if not who.teams:
        return public
    return or_(
        public,
        Bug.id.in_(_granted("accessartifactgrant", "grantee", who.teams)),
        Bug.id.in_(_granted("accesspolicyartifact", "policy", who.policies)),
    )


def _granted(table: str, column: str, ids: list[int]) -> Any:
    return text(
        f"SELECT a.bug FROM accessartifact a JOIN {table} g ON g.artifact = a.id"
        f" WHERE g.{column} = ANY(:{table})"
    ).bindparams(**{table: ids})


def told_images(owner: Any, stock: str | None = None) -> tuple[str, ...]:
    """The names of three images, of a person where no kind is given."""
    return images(files_of(owner), stock or kind(owner))
