"""How the library's own classes keep its entities."""

from __future__ import annotations

from datetime import UTC, datetime

from storm.expr import And, Exists, Expr, IsNot, Or, Select, SQLRaw
from storm.info import ClassAlias

from lp_persistence.adoption.tests.library.entities import CENTURY
from lp_persistence.adoption.tests.library.interfaces import (
    Access,
    Genre,
    IAuthor,
    IBook,
)
from lp_persistence.adoption.tests.library.model import Author, Book, Praise
from lp_persistence.storm.records import Records, fact, rule, through
from lp_persistence.storm.viewers import Viewer, ViewerRecords

Sequel = ClassAlias(Book, "sequel")


def may_read(viewer: Viewer | None) -> Expr:
    """The rule of ``IBook``, with an item of the application's enumeration."""
    is_open = Book._access == Access.OPEN
    if viewer is None:
        return is_open
    return Or(is_open, viewer.holds("self", Book.author_id))


authors = Records(
    IAuthor,
    {"id": Author.id, "name": Author.name, "born": Author.born},
)

books = Records(
    IBook,
    {
        "id": Book.id,
        "title": Book.title,
        "genre": Book.genre,
        "access": Book._access,
        "published": Book.published,
        "is_novel": fact(Book.genre == Genre.NOVEL),
        "is_old": fact(And(IsNot(Book.published, None), Book.published < CENTURY)),
        "has_sequel": fact(
            Exists(Select(SQLRaw("1"), Sequel.sequel_of_id == Book.id, tables=[Sequel]))
        ),
        "author": Book.author_id,
        "sequel_of": Book.sequel_of_id,
        "praised_by": through(
            Praise.book_id,
            Praise.author_id,
            fill={Praise.date_created: datetime(2020, 1, 1, tzinfo=UTC)},
        ),
    },
    visible_to=rule(may_read),
)

oneself = ViewerRecords(
    lambda viewer: Select(Author.id, Author.id == viewer), (Author,)
)
