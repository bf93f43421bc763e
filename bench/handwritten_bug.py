"""The graph of a bug's page written by hand: everything about one bug.

Eight statements for a member: the viewer, the bug, its tasks with where they are,
its comments, the people of it by their ids, all that is small in one, the people
themselves, their images. Each starts from the bug, which has passed its rule.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from bug_statements import (
    BUG,
    COMMENTS,
    PEOPLE,
    PUBLIC_BUG,
    SMALL,
    TASKS,
    VISIBLE_BUG,
)
from handwritten import HIDDEN, IN_ORDER, Handwritten, images, kind, ranked
from telling_graphs import Package, path, shown_bug, told_bug

UNRESOLVED = frozenset((10, 13, 14, 15, 20, 21, 22, 23, 25))


class Bug:
    __slots__ = (
        "affected",
        "attachments",
        "comments",
        "cves",
        "date_created",
        "description",
        "duplicate_of",
        "duplicate_subscribers",
        "duplicates",
        "heat",
        "id",
        "information_type",
        "reporter",
        "subscribers",
        "tags",
        "tasks",
        "title",
        "watches",
    )


class Task:
    __slots__ = (
        "assignee",
        "date_created",
        "distribution",
        "distro_series",
        "id",
        "importance",
        "milestone",
        "product",
        "product_series",
        "series_source_package",
        "source_package",
        "status",
        "target",
        "watch",
    )

    @property
    def is_unresolved(self) -> bool:
        return self.status in UNRESOLVED


class Pillar:
    __slots__ = ("displayname", "icon", "id", "logo", "mugshot", "name")

    def __init__(self, id: int, name: str, displayname: str):
        self.id, self.name, self.displayname = id, name, displayname


class Below:
    """A series or a milestone, with the pillar that it is of."""

    __slots__ = ("above", "displayname", "id", "name", "word")

    def __init__(self, word: str, above: Pillar | None, id: int, name: str):
        self.word, self.above, self.id, self.name = word, above, id, name


class Comment:
    __slots__ = ("attachments", "author", "id", "index", "text")


class Attachment(NamedTuple):
    id: int
    title: str
    file: File | None


class File(NamedTuple):
    id: int
    sha256: str | None


class Other(NamedTuple):
    """A bug that this one repeats, or is repeated by."""

    id: int
    title: str


class Cve(NamedTuple):
    id: int
    sequence: str


class Watch(NamedTuple):
    id: int
    remote_bug: str
    tracker: Tracker | None = None


class Tracker(NamedTuple):
    id: int
    name: str
    title: str


class SameBug(Handwritten):
    """The meaning of the layer's groups for a bug's page."""

    def load(self, viewer: int | None, number: int) -> Bug | None:
        _, visible_person, facts = self.rules(viewer)
        visible = "true" if not visible_person else VISIBLE_BUG if facts else PUBLIC_BUG
        values: dict[str, Any] = {"bug": number, **facts}
        found = self.rows(BUG.format(visible=visible), values)
        if not found:
            return None
        bug = Bug()
        (
            bug.id,
            bug.title,
            bug.description,
            bug.information_type,
            bug.heat,
            created,
            reporter,
            values["duplicate_of"],
        ) = found[0]
        bug.date_created = self.moment(created)
        assignees, files = self._tasks(bug, values)
        comments, authors = self._comments(bug, values)
        people: tuple[set[int], set[int], set[int]] = (set(), set(), set())
        for part, person in self.rows(PEOPLE.format(visible=visible), values):
            people[part].add(person)
        self._small(bug, comments, visible, values)

        wanted = {reporter, *authors, *assignees}.union(*people)
        wanted.discard(None)
        persons, content = self.persons_and_files(
            wanted, files, IN_ORDER.format(visible_person), facts
        )
        rank = {id: place for place, id in enumerate(persons)}
        bug.reporter = persons.get(reporter, HIDDEN)
        bug.subscribers, bug.duplicate_subscribers, bug.affected = (
            ranked(ids, persons, rank) for ids in people
        )
        for comment, author in zip(bug.comments, authors, strict=True):
            comment.author = persons.get(author, HIDDEN)
        for task, assignee in zip(bug.tasks, assignees, strict=True):
            task.assignee = None if assignee is None else persons.get(assignee, HIDDEN)
            for pillar in (task.product, task.distribution):
                if pillar is not None:
                    pillar.icon = content.get(pillar.icon)
                    pillar.logo = content.get(pillar.logo)
                    pillar.mugshot = content.get(pillar.mugshot)
        return bug

    def _tasks(self, bug: Bug, values: Any) -> tuple[list[int | None], set[int]]:
        """Set the bug's tasks. Their assignees, and the files of their pillars."""
        tasks, assignees, files = [], [], set()
        for own in self.rows(TASKS, values):
            task = Task()
            task.id, task.status, task.importance, created, assignee, *row = own
            task.date_created = self.moment(created)
            assignees.append(assignee)
            task.product = _branded(row[0:6])
            task.product_series = _below("+series", row[6:8], row[8:11])
            task.distribution = _branded(row[11:17])
            series = _below("+series", (row[17], row[18]), row[20:23])
            if series is not None:
                series.displayname = row[19]
            task.distro_series = series
            name = row[23]
            task.source_package = _package(task.distribution, name)
            task.series_source_package = _package(series, name)
            pillar = row[26:29] if row[26] is not None else row[29:32]
            task.milestone = _below("+milestone", row[24:26], pillar)
            task.watch = None if row[32] is None else Watch(*row[32:34])
            task.target = (
                task.product
                or task.product_series
                or task.source_package
                or task.distribution
                or task.series_source_package
                or series
            )
            files.update(row[3:6])
            files.update(row[14:17])
            tasks.append(task)
        bug.tasks = tuple(tasks)
        files.discard(None)
        return assignees, files

    def _comments(
        self, bug: Bug, values: Any
    ) -> tuple[dict[int, list[Attachment]], list[int]]:
        """Set the bug's comments. The attachments of each, by its message, and
        their authors."""
        comments, authors = [], []
        attached: dict[int, list[Attachment]] = {}
        for message, id, index, author, text in self.rows(COMMENTS, values):
            if message in attached:
                # Another piece of the same one.
                comments[-1].text += f"\n\n{text}"
                continue
            comment = Comment()
            comment.id, comment.index, comment.text = id, index, text or ""
            comment.attachments = attached[message] = []
            comments.append(comment)
            authors.append(author)
        bug.comments = tuple(comments)
        return attached, authors

    def _small(
        self, bug: Bug, attached: dict[int, list[Attachment]], visible: str, values: Any
    ) -> None:
        """Set what is read beside all that."""
        rows = self.rows(SMALL.format(visible=visible), values)
        bug.tags = tuple(sorted(text for part, _, text, *_ in rows if part == 0))
        rows.sort(key=lambda row: row[1] or 0)
        bug.duplicates = tuple(Other(*row[1:3]) for row in rows if row[0] == 1)
        if values["duplicate_of"] is None:
            bug.duplicate_of = None
        else:
            found = (Other(*row[1:3]) for row in rows if row[0] == 2)
            bug.duplicate_of = next(found, HIDDEN)
        cves = [Cve(*row[1:3]) for row in rows if row[0] == 3]
        cves.sort(key=lambda cve: cve.sequence)
        bug.cves = tuple(cves)
        bug.watches = tuple(
            Watch(id, text, Tracker(key, name, title))
            for part, id, text, key, _, name, title in rows
            if part == 4
        )
        attachments = []
        for part, id, text, message, file, sha256, _ in rows:
            if part == 5:
                found = Attachment(id, text, file and File(file, sha256))
                attachments.append(found)
                if message in attached:
                    attached[message].append(found)
        bug.attachments = tuple(attachments)

    def show(self, bug: Any) -> list[Any]:
        return shown_bug(bug)

    def tell(self, bug: Any) -> Iterator[Any]:
        return told_bug(bug, told_images, path)


def told_images(owner: Any, stock: str | None = None) -> tuple[str, ...]:
    """The names of three images, of a person where no kind is given."""
    return images(owner, stock or kind(owner))


def _branded(row: Any) -> Pillar | None:
    if row[0] is None:
        return None
    found = Pillar(*row[:3])
    found.icon, found.logo, found.mugshot = row[3:]
    return found


def _below(word: str, row: Any, pillar: Any) -> Below | None:
    if row[0] is None:
        return None
    return Below(word, None if pillar[0] is None else Pillar(*pillar), *row)


def _package(above: Any, name: str | None) -> Package | None:
    return None if above is None or name is None else Package(above, name)
