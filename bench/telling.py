"""What contestants are compared by: all that was asked for, as plain values.

A contestant's bugs have ``id``, ``title``, ``distro``, ``reporter``, and in the
order of the layer ``subscribers`` and ``assignees``; a reporter whom the viewer
may not see is None. Whatever has images is told by ``images``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

#: Gives icon, logo and mugshot: the hash of a file's content, or None.
Files = Callable[[Any], tuple[Any, Any, Any]]

SIZES = ("icon", "logo", "mugshot")


def images(files: Iterable[str | None], kind: str) -> tuple[str, ...]:
    """The names of three images, stock ones included."""
    return tuple(file or f"{kind}-{size}" for file, size in zip(files, SIZES))


def kind(person: Any) -> str:
    """Which stock images stand for somebody."""
    if person is None:
        return "hidden"
    if person.is_team:
        return "team"
    return "person" if person.is_valid else "inactive"


def shown(bugs: Iterable[Any], files: Files) -> list[Any]:
    """What the example prints."""
    return [
        (
            files(bug.distro)[0] or "distribution-icon",
            bug.title,
            [person.displayname for person in bug.subscribers],
        )
        for bug in bugs
    ]


def told(bugs: Iterable[Any], files: Files) -> Iterator[Any]:
    """All that was asked for."""
    for bug in bugs:
        distro = bug.distro
        yield distro.id, distro.name, distro.displayname
        yield images(files(distro), "distribution")
        yield bug.id, bug.title
        yield from _person(bug.reporter, files)
        for person in bug.subscribers:
            yield from _person(person, files)
        yield "and assignees"
        for person in bug.assignees:
            yield from _person(person, files)


def _person(person: Any, files: Files) -> Iterator[Any]:
    if person is None:
        yield None, None, "<hidden>"
        yield images((None, None, None), "hidden")
    else:
        yield person.id, person.name, person.displayname
        yield images(files(person), kind(person))
