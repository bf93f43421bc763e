"""What the factory makes, and where."""

from __future__ import annotations

import unittest
from typing import Any

from zope.component.testing import PlacelessSetup

from lp_persistence.errors import InvalidValue, NotAllowed, UnknownName
from lp_persistence.memory.backend import MemoryBackend
from lp_persistence.memory.tests.harbour import (
    Grade,
    ISailor,
    IShip,
    Sailor,
    register,
    year,
)
from lp_persistence.testing.factory import EPOCH, Factory


class FactoryTests(PlacelessSetup, unittest.TestCase):
    def setUp(self) -> None:
        super().setUp()
        register()
        self.backend = MemoryBackend()
        self.factory = Factory(self.backend)

    def row(self, interface: Any, key: int) -> Any:
        return next(self.backend.dump(interface, key - 1))

    def pairs(self) -> list[Any]:
        return list(self.backend.dump(IShip["crew"]))

    def test_what_is_not_given_is_made(self):
        """By the type of the field, from the id."""
        self.factory.make(ISailor)
        key = self.factory.make(ISailor)
        row = self.row(ISailor, key)
        self.assertEqual((2, "name-2", 1), row[:3])
        self.assertEqual((2, None), row[4:])
        self.assertLess(EPOCH, row[3])
        ship = self.row(IShip, self.factory.make(IShip))
        self.assertEqual((1, "name-1", "log-1", False, None), ship)

    def test_what_is_given_is_kept(self):
        """Items, integers that are no item's, None, entities."""
        anna = self.factory.make(ISailor, name="Anna", grade=Grade.CAPTAIN, wage=None)
        self.assertEqual("Anna", self.row(ISailor, anna)[1])
        self.assertEqual((2, None), self.row(ISailor, anna)[2::2])
        bob = self.factory.make(
            ISailor, mentor=Sailor(id=anna), grade=77, born=year(1970)
        )
        row = self.row(ISailor, bob)
        self.assertEqual((77, year(1970), bob, anna), row[2:])

    def test_references_on_demand(self):
        """What is referred to may be made on the way."""
        key = self.factory.make(IShip, captain=self.factory.make(ISailor))
        self.assertEqual(1, self.row(IShip, key)[4])

    def test_ids_go_on(self):
        """From the largest that the backend holds, or that was given."""
        self.assertEqual(40, self.factory.make(ISailor, id=40))
        self.assertEqual(41, self.factory.make(ISailor))
        self.assertEqual(3, self.factory.make(ISailor, id=3))
        self.assertEqual([42, 43], self.factory.make_many(ISailor, 2))
        self.assertEqual(44, Factory(self.backend.copy()).make(ISailor))

    def test_links_from_both_ends(self):
        """A collection is made where it is kept."""
        one, two = self.factory.make_many(ISailor, 2)
        ship = self.factory.make(IShip, crew=[one, Sailor(id=two)])
        three = self.factory.make(ISailor, ships=[ship])
        self.assertEqual([(ship, one), (ship, two), (ship, three)], self.pairs())
        self.factory.link(IShip["crew"], ship, one)
        self.factory.link(ISailor["ships"], one, ship)
        self.assertEqual(3, self.pairs().count((ship, one)))

    def test_what_can_not_be_given(self):
        """Each error says what to do."""
        for given, error, text in (
            ({"age": 5}, UnknownName, "ISailor has no attribute 'age'"),
            ({"is_captain": True}, NotAllowed, "ISailor.is_captain can't be given"),
            ({"pupils": [1]}, NotAllowed, "ISailor.mentor is not kept as pairs"),
            ({"school": [1]}, NotAllowed, "ISailor.school is not kept as pairs"),
            ({"name": 5}, InvalidValue, "expected str"),
        ):
            with self.subTest(text), self.assertRaisesRegex(error, text):
                self.factory.make(ISailor, **given)
            self.assertEqual([], list(self.backend.dump(ISailor)))

    def test_done_ends_the_loading(self):
        """The backend brings up to date what it derives."""
        finished = []
        backend = MemoryBackend()
        backend.finish_load = lambda: finished.append(True)  # type: ignore[method-assign]
        Factory(backend).done()
        self.assertEqual([True], finished)
