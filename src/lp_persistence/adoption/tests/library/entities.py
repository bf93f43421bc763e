"""What the library's entities know."""

from datetime import UTC, datetime
from typing import Any

from zope.interface import implementer

from lp_persistence.adoption.tests.library.interfaces import (
    Genre,
    IAuthor,
    IAuthors,
    IBook,
    IBooks,
)
from lp_persistence.entity import Entity
from lp_persistence.group import Group
from lp_persistence.verbs import follow

CENTURY = datetime(2001, 1, 1, tzinfo=UTC)


class Author(Entity, implements=IAuthor):
    """See ``IAuthor``."""


class Book(Entity, implements=IBook):
    """See ``IBook``."""

    @property
    def is_novel(self) -> bool:
        return bool(self.genre == Genre.NOVEL)

    @property
    def is_old(self) -> bool:
        return bool(self.published and self.published < CENTURY)

    @property
    def has_sequel(self) -> bool:
        return bool(self.sequels)


@implementer(IAuthors)
class Authors(Group):
    """See ``IAuthors``."""

    get_books = follow("books")
    get_praised = follow("praised")


@implementer(IBooks)
class Books(Group):
    """See ``IBooks``."""

    get_author = follow("author")
    get_sequel_of = follow("sequel_of")
    get_sequels = follow("sequels")
    get_praised_by = follow("praised_by")


def oneself(viewer: Any) -> tuple[int]:
    """What the rule of books asks of who looks."""
    return (viewer.id,)
