"""The graph of a bug's page by Storm's own classes: lazily, and preloaded."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC
from typing import Any

from by_storm import Lazy, Subscription
from handwritten import HIDDEN
from storm.expr import In, Or, SQLRaw
from storm_people import Distribution, Sets, Viewer, files_of
from storm_tables import (
    Affected,
    Attachment,
    Bug,
    Chunk,
    Comment,
    Cve,
    DistroSeries,
    Milestone,
    Product,
    ProductSeries,
    SourcePackageName,
    Tag,
    Task,
    Tracker,
    Watch,
    XRef,
)
from telling import images, kind
from telling_graphs import path, shown_bug, told_bug


class Seen:
    """What a viewer sees of a row: what it has itself, and what stands here."""

    def __init__(self, row: Any, **others: Any):
        self._row = row
        self.__dict__.update(others)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._row, name)


class LazyBug(Lazy):
    """Reads what it needs when it needs it."""

    def graph(self, who: Viewer, number: int) -> Any:
        store = self._store
        bug = store.find(Bug, Bug.id == number, seen_bugs(who)).one()
        if bug is None:
            return None
        self.preload(bug)
        attachments = self._attachments(bug)
        duplicates = self._in_order(Bug, Bug.duplicate_of_id == bug.id, seen_bugs(who))
        return Seen(
            bug,
            date_created=bug.datecreated.replace(tzinfo=UTC),
            reporter=seen(who, bug.owner),
            tags=tuple(sorted(each.tag for each in store.find(Tag, bug_id=bug.id))),
            tasks=[
                Seen(
                    task,
                    date_created=task.datecreated.replace(tzinfo=UTC),
                    assignee=seen(who, task.owner),
                )
                for task in self._in_order(Task, Task.bug_id == bug.id)
            ],
            comments=self._comments(bug, who, attachments),
            subscribers=who.seen(self._people(Subscription, [bug.id])),
            duplicate_subscribers=who.seen(
                self._people(Subscription, [each.id for each in duplicates])
            ),
            affected=who.seen(
                self._people(Affected, [bug.id], Affected.affected == True)  # noqa: E712
            ),
            duplicates=duplicates,
            duplicate_of=self._duplicate_of(bug, who),
            attachments=attachments,
            cves=self._cves(bug),
            watches=self._in_order(Watch, Watch.bug_id == bug.id),
        )

    def preload(self, bug: Bug) -> None:
        """Load beforehand what will be read."""

    def _in_order(self, cls: Any, *conditions: Any) -> list[Any]:
        return list(self._store.find(cls, *conditions).order_by(cls.id))

    def _people(self, link: Any, bugs: list[int], *conditions: Any) -> Iterator[Any]:
        # Storm says IN () of no ids, which is no SQL.
        if bugs:
            for each in self._store.find(link, In(link.bug_id, bugs), *conditions):
                yield each.person

    def _attachments(self, bug: Bug) -> list[Any]:
        return [
            Seen(each, file=each.alias and File(each.alias))
            for each in self._in_order(Attachment, Attachment.bug_id == bug.id)
        ]

    def _comments(self, bug: Bug, who: Viewer, attachments: list[Any]) -> list[Any]:
        rows = self._store.find(Comment, Comment.bug_id == bug.id)
        return [
            Seen(
                comment,
                author=seen(who, comment.owner),
                text=self.text(comment),
                attachments=[
                    each
                    for each in attachments
                    if each.message_id == comment.message_id
                ],
            )
            for comment in rows.order_by(Comment.index, Comment.id)
        ]

    def text(self, comment: Comment) -> str:
        """What was said."""
        return "\n\n".join(joined(comment.chunks))

    def _duplicate_of(self, bug: Bug, who: Viewer) -> Any:
        if bug.duplicate_of_id is None:
            return None
        is_it = Bug.id == bug.duplicate_of_id
        return self._store.find(Bug, is_it, seen_bugs(who)).one() or HIDDEN

    def _cves(self, bug: Bug) -> list[Cve]:
        links = self._store.find(
            XRef,
            XRef.from_type == "bug",
            XRef.from_id_int == bug.id,
            XRef.to_type == "cve",
        )
        sequences = [link.to_id for link in links]
        found = Sets(self._store).find(Cve, Cve.sequence, sequences)
        return sorted(found, key=lambda cve: (cve.sequence, cve.id))

    def show(self, bug: Any) -> list[Any]:
        for _ in self.tell(bug):
            pass
        return shown_bug(bug)

    def tell(self, bug: Any) -> Iterator[Any]:
        return told_bug(bug, told_images, path)


class PreloadedBug(LazyBug):
    """Loads in sets, as Launchpad's ``load_related`` and its like do."""

    def preload(self, bug: Bug) -> None:
        sets = Sets(self._store)
        tasks = sets.find(Task, Task.bug_id, [bug.id])
        series = sets.find(
            ProductSeries, ProductSeries.id, [task.product_series_id for task in tasks]
        )
        distro_series = sets.find(
            DistroSeries, DistroSeries.id, [task.distro_series_id for task in tasks]
        )
        milestones = sets.find(
            Milestone, Milestone.id, [task.milestone_id for task in tasks]
        )
        products = sets.find(
            Product,
            Product.id,
            [each.product_id for each in (*tasks, *series, *milestones)],
        )
        distributions = sets.find(
            Distribution,
            Distribution.id,
            [each.distribution_id for each in (*tasks, *distro_series, *milestones)],
        )
        names = sets.find(
            SourcePackageName, SourcePackageName.id, [task.name_id for task in tasks]
        )
        watches = sets.find(Watch, Watch.bug_id, [bug.id])
        trackers = sets.find(Tracker, Tracker.id, [each.tracker_id for each in watches])
        comments = sets.find(Comment, Comment.bug_id, [bug.id])
        self._texts: dict[int, list[Any]] = {}
        chunks = sets.find(Chunk, Chunk.message_id, [c.message_id for c in comments])
        for chunk in sorted(chunks, key=lambda chunk: chunk.sequence):
            self._texts.setdefault(chunk.message_id, []).append(chunk)
        attachments = sets.find(Attachment, Attachment.bug_id, [bug.id])
        duplicates = sets.find(Bug, Bug.duplicate_of_id, [bug.id])
        subscriptions = sets.find(
            Subscription,
            Subscription.bug_id,
            [bug.id, *(each.id for each in duplicates)],
        )
        affected = sets.find(Affected, Affected.bug_id, [bug.id])
        people = sets.people(
            [
                bug.owner_id,
                *(task.assignee_id for task in tasks),
                *(comment.owner_id for comment in comments),
                *(each.person_id for each in (*subscriptions, *affected)),
            ]
        )
        # Kept, so that the cache, which is of weak references, has them.
        self._kept = [
            *(tasks, series, distro_series, milestones, products, distributions, names),
            *(watches, trackers, comments, attachments, duplicates, people),
            *(sets.images((*products, *distributions)), subscriptions, affected),
            sets.files(each.file_id for each in attachments),
        ]

    def show(self, bug: Any) -> list[Any]:
        # All is loaded: nothing has to be read only to have that done.
        return shown_bug(bug)

    def text(self, comment: Comment) -> str:
        return "\n\n".join(joined(self._texts.get(comment.message_id, ())))


class File:
    """A file by its hash."""

    def __init__(self, alias: Any):
        self.id = alias.id
        self._alias = alias

    @property
    def sha256(self) -> str | None:
        content = self._alias.content
        return None if content is None else content.sha256


def joined(chunks: Iterable[Any]) -> list[str]:
    return [chunk.content for chunk in chunks if chunk.content is not None]


def seen(who: Viewer, person: Any) -> Any:
    """The person where a viewer sees it; None where there is nobody."""
    return person if person is None or who.sees(person) else HIDDEN


def seen_bugs(who: Viewer) -> Any:
    """The bugs that a viewer sees."""
    public = In(Bug.information_type, (1, 2))
    if who.is_admin:
        return True
    if not who.teams:
        return public
    return Or(
        public,
        _granted("accessartifactgrant", "grantee", who.teams),
        _granted("accesspolicyartifact", "policy", who.policies),
    )


def _granted(table: str, column: str, ids: Iterable[int]) -> SQLRaw:
    listed = ", ".join(map(str, sorted(ids))) or "NULL"
    return SQLRaw(
        f"EXISTS (SELECT 1 FROM accessartifact a JOIN {table} g ON g.artifact = a.id"
        f" WHERE a.bug = bug.id AND g.{column} IN ({listed}))"
    )


def told_images(owner: Any, stock: str | None = None) -> tuple[str, ...]:
    """The names of three images, of a person where no kind is given."""
    return images(files_of(owner), stock or kind(owner))
