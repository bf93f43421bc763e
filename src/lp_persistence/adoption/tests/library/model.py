"""The library's Storm classes, as they were before anybody thought of a layer."""

from __future__ import annotations

from datetime import UTC
from typing import Any

from storm.properties import DateTime, Int, Unicode
from storm.references import Reference, ReferenceSet

from lp_persistence.adoption.tests.application.services import DBEnum, StormBase
from lp_persistence.adoption.tests.library.interfaces import Access, Genre


class Author(StormBase):
    __storm_table__ = "author"

    id = Int(primary=True, allow_none=False)
    name = Unicode(allow_none=False)
    born = DateTime(tzinfo=UTC)
    books = ReferenceSet(id, "Book.author_id", order_by="Book.id")


class Book(StormBase):
    __storm_table__ = "book"

    id = Int(primary=True, allow_none=False)
    title = Unicode(allow_none=False)
    genre = DBEnum(enum=Genre, allow_none=False)
    _access = DBEnum(name="access", enum=Access, allow_none=False)
    published = DateTime(name="date_published", tzinfo=UTC)
    author_id = Int(name="author", allow_none=False)
    author = Reference(author_id, "Author.id")
    sequel_of_id = Int(name="sequel_of")
    sequel_of = Reference(sequel_of_id, "Book.id")

    loaded = False

    def __storm_loaded__(self) -> None:
        """Rows that no object is made of are not loaded."""
        self.loaded = True

    @property
    def access(self) -> Any:
        """Reading it asks nobody."""
        return self._access


class Praise(StormBase):
    """Who praised which book; the pair is its key."""

    __storm_table__ = "praise"
    __storm_primary__ = ("book_id", "author_id")

    book_id = Int(name="book", allow_none=False)
    book = Reference(book_id, "Book.id")
    author_id = Int(name="author", allow_none=False)
    author = Reference(author_id, "Author.id")
    date_created = DateTime(tzinfo=UTC, allow_none=False)


def create_schema(store: Any) -> None:
    """Make the tables in an empty database."""
    for statement in (
        "CREATE TABLE author (id BIGINT PRIMARY KEY, name TEXT NOT NULL,"
        " born TIMESTAMP WITHOUT TIME ZONE)",
        "CREATE TABLE book (id BIGINT PRIMARY KEY, title TEXT NOT NULL,"
        " genre INTEGER NOT NULL, access INTEGER NOT NULL,"
        " date_published TIMESTAMP WITHOUT TIME ZONE,"
        " author BIGINT NOT NULL REFERENCES author,"
        " sequel_of BIGINT REFERENCES book)",
        "CREATE TABLE praise (book BIGINT NOT NULL REFERENCES book,"
        " author BIGINT NOT NULL REFERENCES author,"
        " date_created TIMESTAMP WITHOUT TIME ZONE NOT NULL,"
        " PRIMARY KEY (book, author))",
    ):
        store.execute(statement, noresult=True)
