"""What contestants for the graphs of pages are compared by, as ``telling``.

A contestant's bug or person has the names of the layer's interfaces, and lists in
the order of the layer. Who may not be seen has no id. ``Images`` gives three
names of what has images, by the kind of its stock images, a person's own where
none is given; ``Path`` where something stands: pillars, series, packages,
milestones and whoever has a page.

What is shown, and so within what is measured, are texts and names; addresses and
images are told, and compared, outside of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final, NamedTuple
from urllib.parse import quote

Images = Callable[..., tuple[str, ...]]
Path = Callable[[Any], str | None]

#: Where a task can be, by the order in which one is its target.
PLACES: Final = (
    "product",
    "product_series",
    "distribution",
    "distro_series",
    "source_package",
    "series_source_package",
)


class Package(NamedTuple):
    """A source package: what it is in, and its name."""

    above: Any
    name: str
    word: str = "+source"


def path(place: Any) -> str:
    """The path of a pillar, or of what has one ``above`` it and a ``word``."""
    name = quote(place.name, safe="~+")
    above = getattr(place, "above", None)
    return name if above is None else f"{path(above)}/{place.word}/{name}"


def shown_bug(bug: Any) -> list[Any]:
    """What a page about it prints."""
    return [
        (bug.title, bug.description, bug.heat, bug.tags, bug.reporter.displayname),
        [
            (
                task.is_unresolved,
                task.target and task.target.name,
                task.milestone and task.milestone.name,
                task.assignee and task.assignee.displayname,
            )
            for task in bug.tasks
        ],
        [
            (
                comment.author.displayname,
                comment.text,
                [attachment.title for attachment in comment.attachments],
            )
            for comment in bug.comments
        ],
        *(
            [person.displayname for person in people]
            for people in (bug.subscribers, bug.duplicate_subscribers, bug.affected)
        ),
        [other.title for other in bug.duplicates],
        [attachment.title for attachment in bug.attachments],
        [cve.sequence for cve in bug.cves],
        [(watch.remote_bug, watch.tracker.name) for watch in bug.watches],
    ]


def told_bug(bug: Any, images: Images, path: Path) -> Iterator[Any]:
    """Everything about it."""
    yield bug.id, bug.title, bug.description, _plain(bug.information_type), bug.heat
    yield bug.date_created, bug.tags
    yield _person(bug.reporter, images)
    for task in bug.tasks:
        yield task.id, _plain(task.status), _plain(task.importance), task.date_created
        yield task.is_unresolved, _path(task.target, path)
        for name in PLACES:
            yield _path(getattr(task, name), path)
        for kind in ("product", "distribution"):
            pillar = getattr(task, kind)
            if pillar is not None:
                yield pillar.id, pillar.displayname, images(pillar, kind)
        yield _path(task.milestone, path), task.milestone and task.milestone.id
        yield task.assignee and _person(task.assignee, images)
        yield task.watch and (task.watch.id, task.watch.remote_bug)
    for comment in bug.comments:
        yield comment.id, comment.index, comment.text
        yield _person(comment.author, images)
        yield [(each.id, each.title) for each in comment.attachments]
    for people in (bug.subscribers, bug.duplicate_subscribers, bug.affected):
        yield from _people(people, images)
    yield [(other.id, other.title) for other in bug.duplicates]
    yield bug.duplicate_of and bug.duplicate_of.id
    for attachment in bug.attachments:
        file = attachment.file
        yield attachment.id, attachment.title, file and (file.id, file.sha256)
    yield [(cve.id, cve.sequence) for cve in bug.cves]
    for watch in bug.watches:
        tracker = watch.tracker
        yield watch.id, watch.remote_bug, tracker.id, tracker.name, tracker.title


def shown_person(person: Any) -> list[Any]:
    """What a page about it prints."""
    owner = person.team_owner
    return [
        (person.name, person.displayname, owner and owner.displayname),
        [email.email for email in person.emails],
        *(
            [each.displayname for each in people]
            for people in (person.teams, person.members, person.participations)
        ),
    ]


def told_person(person: Any, images: Images, path: Path) -> Iterator[Any]:
    """Everything about it."""
    yield _person(person, images)
    yield person.team_owner and _person(person.team_owner, images)
    yield [(email.id, email.email) for email in person.emails]
    for people in (person.teams, person.members, person.participations):
        yield from _people(people, images)


def _people(people: Iterable[Any], images: Images) -> Iterator[Any]:
    for person in people:
        yield _person(person, images)
    yield "and"


def _person(person: Any, images: Images) -> tuple[Any, ...]:
    if person.id is None:
        return ("hidden",)
    # SQLite's driver gives 0 and 1.
    valid = bool(person.is_valid)
    return person.id, person.name, person.displayname, valid, images(person)


def _path(place: Any, path: Path) -> str | None:
    return None if place is None else path(place)


def _plain(value: Any) -> int:
    """The number that an enumeration's item is kept as."""
    found: int = getattr(value, "value", value)
    return found
