"""What the library's entities are."""

from typing import Any

from lazr.enum import DBEnumeratedType, DBItem
from zope.interface import taggedValue

from lp_persistence.fields import (
    Bool,
    Choice,
    Collection,
    Datetime,
    Int,
    Reference,
    Text,
)
from lp_persistence.interfaces import IEntity, IGroup
from lp_persistence.model import VISIBLE_TO, VisibleTo


class Genre(DBEnumeratedType):
    """What kind of book."""

    NOVEL = DBItem(10, "Novel")
    POEMS = DBItem(20, "Poems")


class Access(DBEnumeratedType):
    """Who may read it."""

    OPEN = DBItem(1, "Open")
    CLOSED = DBItem(2, "Closed")


class IAuthor(IEntity):
    """Who writes."""

    id = Int(title="Id", brief=True)
    name = Text(title="Name", brief=True, indexed=True)
    born = Datetime(title="Born", indexed=True)
    books = Collection("IBook", inverse="author", title="What they wrote")
    praised = Collection("IBook", inverse="praised_by", title="What they praised")


def may_read(book: Any, viewer: Any) -> bool:
    """Everybody what is open, and whoever wrote it."""
    return book.access == Access.OPEN or book.author.id in viewer.self


class IBook(IEntity):
    """What is lent."""

    taggedValue(VISIBLE_TO, VisibleTo(may_read, ("self",)))

    id = Int(title="Id", brief=True, hidden=None)
    title = Text(title="Title", brief=True, hidden="closed", indexed=True)
    genre = Choice(Genre, title="Kind")
    access = Choice(Access, title="Who may read it")
    published = Datetime(title="Published, if it was", indexed=True)
    is_novel = Bool(title="Is a novel", reads=("genre",))
    is_old = Bool(title="Was published before the century", reads=("published",))
    has_sequel = Bool(title="Goes on in another one", graph=True)

    author = Reference("IAuthor", title="Who wrote it")
    sequel_of = Reference("IBook", title="What it goes on from")
    sequels = Collection(
        "IBook", inverse="sequel_of", together=True, title="What goes on from it"
    )
    praised_by = Collection("IAuthor", title="Who praised it")


class IAuthors(IGroup):
    """Authors."""

    def get_books(**tests):
        """What they wrote."""

    def get_praised(**tests):
        """What they praised."""


class IBooks(IGroup):
    """Books."""

    def get_author():
        """Who wrote them."""

    def get_sequel_of():
        """What they go on from."""

    def get_sequels(**tests):
        """What goes on from them."""

    def get_praised_by(**tests):
        """Who praised them."""
