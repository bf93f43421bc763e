"""Entities that are built by hand."""

from __future__ import annotations

import copy
import pickle
import unittest
import weakref
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from zope.interface.verify import verifyClass

from lp_persistence.entity import Entity, PicklingRefused, declared
from lp_persistence.errors import InvalidValue, NotGiven
from lp_persistence.fields import Bool, Collection, Int, LongText, Reference, Text
from lp_persistence.interfaces import IEntity


class IShelf(IEntity):
    """Where books stand."""

    id = Int(title="Id", brief=True)


class IBook(IEntity):
    """What is read."""

    id = Int(title="Id", brief=True)
    title = Text(title="Title", brief=True)
    pages = Int(title="Pages")
    text = LongText(title="Text")
    shelf = Reference("IShelf", title="Shelf")
    is_thick = Bool(title="Thick", reads=("pages",))
    neighbours = Collection("IBook", derived=True, title="Beside it")


class Shelf(Entity, implements=IShelf):
    """See ``IShelf``."""


class Book(Entity, implements=IBook):
    """See ``IBook``."""

    @property
    def is_thick(self) -> bool:
        return bool(self.pages > 500)

    @property
    def neighbours(self) -> Iterator[Any]:
        return iter((self,))

    def open(self) -> str:
        """A business method."""
        return f"{self.title}!"


class Atlas(Book):
    """An application's own kind of book."""

    def fold(self) -> str:
        return f"{self.title} folded"


class GivenTests(unittest.TestCase):
    def test_what_was_given_is_read(self):
        """By name, entities among them."""
        shelf = Shelf(id=2)
        book = Book(id=1, title="Emma", shelf=shelf)
        self.assertEqual((1, "Emma"), (book.id, book.title))
        self.assertIs(shelf, book.shelf)

    def test_it_can_be_assigned(self):
        """Until it is handed to somebody, a test may change its mind."""
        book = Book(title="Emma")
        book.title = "Persuasion"
        self.assertEqual("Persuasion!", book.open())

    def test_what_was_not_given_raises(self):
        """It says how to give it, and ``hasattr`` does not hide it."""
        with self.assertRaises(NotGiven) as caught:
            hasattr(Book(), "pages")
        self.assertEqual(
            "Book.pages was not given. Build it as Book(pages=…).",
            str(caught.exception),
        )

    def test_what_can_be_changed_in_place_is_refused(self):
        """At the line that assigns it."""
        value: Any
        for value in ([], {}, set(), bytearray(b"")):
            with self.subTest(value), self.assertRaises(InvalidValue) as caught:
                Book(title=value)
            kind = type(value).__name__
            self.assertEqual(
                f"Book.title can't be {value!r}: a {kind} can be changed in place; "
                f"give a tuple or a frozenset.",
                str(caught.exception),
            )

    def test_immutable_values_are_taken(self):
        """None, tuples, frozensets and dates among them."""
        moment = datetime(2020, 1, 1, tzinfo=UTC)
        value: Any
        for value in (None, (), frozenset(), moment, 1, True, "x", Book()):
            self.assertEqual(value, Book(neighbours=value).neighbours)

    def test_values_fit_their_field(self):
        """A mistake is told at the line that makes it; None is always taken."""
        for given in ({"title": 5}, {"pages": "many"}, {"pages": True}):
            with self.assertRaises(InvalidValue):
                Book(**given)
        self.assertIsNone(Book(title=None).title)

    def test_unknown_names_are_refused(self):
        """With the names there are."""
        with self.assertRaises(InvalidValue) as caught:
            Book(titel="Emma")
        self.assertEqual(
            "Book.titel can't be 'Emma': there is no such attribute; there are id, "
            "is_thick, neighbours, pages, shelf, text, title.",
            str(caught.exception),
        )
        with self.assertRaises(InvalidValue):
            Book()._given_title = []

    def test_what_is_not_given_is_computed(self):
        """Own facts and derived edges come from the class."""
        book = Book(pages=501)
        self.assertIs(True, book.is_thick)
        self.assertEqual([book], list(book.neighbours))
        with self.assertRaisesRegex(NotGiven, r"Book\.pages was not given"):
            hasattr(Book(), "is_thick")

    def test_what_is_computed_can_be_given(self):
        """A test that is about something else need not build its cause."""
        book = Book(is_thick=False, pages=501, neighbours=())
        self.assertIs(False, book.is_thick)
        self.assertEqual((), book.neighbours)

    def test_subclasses_are_built_alike(self):
        """An application may add business logic to an entity."""
        atlas = Atlas(title="World")
        self.assertEqual(("World folded", "World!"), (atlas.fold(), atlas.open()))
        with self.assertRaisesRegex(NotGiven, r"Atlas\.pages"):
            hasattr(atlas, "pages")


class IdentityTests(unittest.TestCase):
    def test_equal_by_type_and_id(self):
        """What else they hold does not matter."""
        self.assertEqual(Book(id=1, title="Emma"), Book(id=1))
        self.assertNotEqual(Book(id=1), Book(id=2))
        self.assertNotEqual(Book(id=1), Shelf(id=1))
        self.assertNotEqual(Book(id=1), 1)

    def test_hash_follows(self):
        """A set holds equals once."""
        self.assertEqual(1, len({Book(id=1), Book(id=1)}))
        self.assertEqual(2, len({Book(id=1), Shelf(id=1)}))

    def test_without_an_id_by_identity(self):
        """Not given and None are alike."""
        for given in ({}, {"id": None}):
            one, other = Book(**given), Book(**given)
            self.assertEqual(one, one)
            self.assertNotEqual(one, other)
            self.assertEqual({one}, {one})
            self.assertEqual(2, len({one, other}))

    def test_weakly_referred_to(self):
        """Caches of an application may hold them."""
        book = Book(id=1)
        self.assertIs(book, weakref.ref(book)())

    def test_copies_are_the_object(self):
        """Nothing in it can be changed, so nothing has to be copied."""
        book = Book(id=1)
        self.assertIs(book, copy.copy(book))
        self.assertIs(book, copy.deepcopy([book])[0])

    def test_pickling_is_refused(self):
        """With a way out, by every protocol."""
        for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
            with self.assertRaises(PicklingRefused) as caught:
                pickle.dumps(Book(id=1), protocol)
            self.assertEqual(
                "Book can't be pickled: it belongs to what one context read. Keep "
                "ids, and get it again by a group's of().",
                str(caught.exception),
            )

    def test_repr_never_raises(self):
        """With an id, without one, with None."""
        self.assertEqual("<Book 1>", repr(Book(id=1)))
        self.assertEqual("<Book>", repr(Book()))
        self.assertEqual("<Book>", repr(Book(id=None)))

    def test_no_dict(self):
        """An entity holds what its interface declares, and no more."""
        self.assertFalse(hasattr(Book(), "__dict__"))


class ClassTests(unittest.TestCase):
    def test_names(self):
        """What is built bears the class's name, module and documentation."""
        cls = type(Book())
        self.assertTrue(issubclass(cls, Book))
        for name in ("__name__", "__qualname__", "__module__", "__doc__"):
            self.assertEqual(getattr(Book, name), getattr(cls, name))

    def test_interfaces(self):
        """Class and objects provide what the class implements."""
        self.assertTrue(IBook.implementedBy(Book))
        self.assertTrue(IBook.providedBy(Book()))
        self.assertTrue(verifyClass(IBook, type(Book())))

    def test_declared(self):
        """Methods and plain attributes of an interface are none of an entity's."""
        self.assertEqual(
            {"id", "title", "pages", "text", "shelf", "is_thick", "neighbours"},
            set(declared(IBook)),
        )
