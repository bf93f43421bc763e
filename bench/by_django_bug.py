"""The graph of a bug's page by Django's mapper, in the two ways of ``by_django``.

All people are read at once by their ids, either way: a prefetch for each way to
them would read them as often as there are ways.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django_people import Joining, Mapper, Person, Prefetching, Viewer, files_of
from django_tables import (
    Affected,
    ArtifactGrant,
    Attachment,
    Chunk,
    Comment,
    Cve,
    PageBug,
    PageSubscription,
    PageTask,
    PolicyArtifact,
    Tag,
    Watch,
    XRef,
)
from handwritten import HIDDEN
from telling import SIZES, images, kind
from telling_graphs import path, shown_bug, told_bug


class BugPage(Mapper):
    """Everything about a bug, either way."""

    def graph(self, who: Viewer, number: int) -> PageBug | None:
        bug = PageBug.objects.filter(seen_bugs(who), id=number).first()
        if bug is None:
            return None
        bug.tags = tuple(
            Tag.objects.filter(bug_id=bug.id)
            .order_by("tag")
            .values_list("tag", flat=True)
        )
        bug.tasks = list(self._tasks().filter(bug_id=bug.id).order_by("id"))
        bug.comments = list(
            Comment.objects.filter(bug_id=bug.id).order_by("index", "id")
        )
        attachments = self.one(Attachment.objects, "alias__content")
        bug.attachments = list(attachments.filter(bug_id=bug.id).order_by("id"))
        watches = self.one(Watch.objects, "tracker")
        bug.watches = list(watches.filter(bug_id=bug.id).order_by("id"))
        links = XRef.objects.filter(
            from_type="bug", to_type="cve", from_id_int=bug.id
        ).values("to_id")
        bug.cves = list(
            Cve.objects.filter(sequence__in=links).order_by("sequence", "id")
        )
        self._others(bug, who)
        self._said(bug)
        self._people(bug, who)
        return bug

    def _tasks(self) -> Any:
        return self.one(
            PageTask.objects,
            *(f"product__{size}__content" for size in SIZES),
            *(f"distribution__{size}__content" for size in SIZES),
            "product_series__above",
            "distro_series__above",
            "name",
            "milestone__product",
            "milestone__distribution",
            "watch",
        )

    @staticmethod
    def _others(bug: Any, who: Viewer) -> None:
        """Set the bugs that it repeats, or is repeated by."""
        seen = PageBug.objects.filter(seen_bugs(who)).only("title").order_by("id")
        bug.duplicates = list(seen.filter(duplicate_key=bug.id))
        bug.duplicate_of = None
        if bug.duplicate_key is not None:
            bug.duplicate_of = seen.filter(id=bug.duplicate_key).first() or HIDDEN

    @staticmethod
    def _said(bug: Any) -> None:
        """Set what comments say, and what came along."""
        by_message = {comment.message_id: comment for comment in bug.comments}
        for comment in bug.comments:
            comment.texts, comment.attachments = [], []
        chunks = Chunk.objects.filter(message_id__in=by_message, content__isnull=False)
        for chunk in chunks.order_by("sequence"):
            by_message[chunk.message_id].texts.append(chunk.content)
        for comment in bug.comments:
            comment.text = "\n\n".join(comment.texts)
        for attachment in bug.attachments:
            if attachment.message_id in by_message:
                by_message[attachment.message_id].attachments.append(attachment)

    def _people(self, bug: Any, who: Viewer) -> None:
        """Set all people."""
        subscriptions = PageSubscription.objects
        duplicates = [other.id for other in bug.duplicates]
        subscribers, of_duplicates, affected = (
            set(rows.values_list("person_key", flat=True))
            for rows in (
                subscriptions.filter(bug_id=bug.id),
                subscriptions.filter(bug_id__in=duplicates),
                Affected.objects.filter(bug_id=bug.id, affected=True),
            )
        )
        wanted = {bug.owner_key, *subscribers, *of_duplicates, *affected}
        wanted.update(comment.owner_key for comment in bug.comments)
        wanted.update(task.assignee_key for task in bug.tasks)
        persons = self.persons().filter(who.persons).in_bulk(wanted - {None})
        bug.reporter = persons.get(bug.owner_key, HIDDEN)
        for comment in bug.comments:
            comment.author = persons.get(comment.owner_key, HIDDEN)
        for task in bug.tasks:
            key = task.assignee_key
            task.assignee = None if key is None else persons.get(key, HIDDEN)
        bug.subscribers = in_order(subscribers, persons)
        bug.duplicate_subscribers = in_order(of_duplicates, persons)
        bug.affected = in_order(affected, persons)

    def show(self, bug: Any) -> list[Any]:
        return shown_bug(bug)

    def tell(self, bug: Any) -> Iterator[Any]:
        return told_bug(bug, told_images, path)


class PrefetchedBug(Prefetching, BugPage):
    """By a statement for each relationship."""


class JoinedBug(Joining, BugPage):
    """By LEFT JOIN what there is one of."""


def in_order(ids: Iterable[int], persons: dict[int, Person]) -> list[Person]:
    """Those of ``ids`` that are among ``persons``."""
    found = [persons[id] for id in ids if id in persons]
    return sorted(found, key=lambda person: (person.displayname, person.id))


def seen_bugs(who: Viewer) -> Q:
    """The bugs that a viewer sees."""
    public = Q(information_type__in=(1, 2))
    if who.is_admin:
        return Q()
    if not who.teams:
        return public
    its_own = {"artifact__bug_id": OuterRef("id")}
    return (
        public
        | Q(Exists(ArtifactGrant.objects.filter(grantee__in=who.teams, **its_own)))
        | Q(Exists(PolicyArtifact.objects.filter(policy__in=who.policies, **its_own)))
    )


def told_images(owner: Any, stock: str | None = None) -> tuple[str, ...]:
    """The names of three images, of a person where no kind is given."""
    return images(files_of(owner), stock or kind(owner))
