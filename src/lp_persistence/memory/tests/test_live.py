"""What the entities' own code reads, on sailors and ships."""

from __future__ import annotations

import threading
import unittest
from typing import Any

from zope.interface.verify import verifyObject

from lp_persistence.errors import NotAllowed
from lp_persistence.memory.tests.harbour import Grade, Harbour, ISailor, Sailor, year
from lp_persistence.model import get_model


class LiveTests(Harbour, unittest.TestCase):
    def live(self, name: str, key: int) -> Any:
        world = self.backend.snapshot(None)._world
        return world.live(get_model()).entities[name][key]

    def test_a_live_object_is_an_entity(self):
        """It bears the name of its class and equals others of its id."""
        anna = self.live("ISailor", 1)
        self.assertIsInstance(anna, Sailor)
        verifyObject(ISailor, anna)
        self.assertEqual("<Sailor 1>", repr(anna))
        self.assertEqual(Sailor(id=1), anna)

    def test_stored_attributes(self):
        """Items for integers; what is no item's stays as it is."""
        anna, smuggler = self.live("ISailor", 1), self.live("ISailor", 4)
        self.assertEqual(("Anna", year(1960)), (anna.name, anna.born))
        self.assertIs(Grade.CAPTAIN, anna.grade)
        self.assertEqual(77, smuggler.grade)
        self.assertFalse(smuggler.is_captain)

    def test_edges_in_both_directions(self):
        """References and collections give live objects, each once."""
        anna = self.live("ISailor", 1)
        bob = self.live("ISailor", 2)
        self.assertIsNone(anna.mentor)
        self.assertEqual(anna, bob.mentor)
        self.assertEqual([2, 4], [sailor.id for sailor in anna.pupils])
        self.assertEqual([1], [ship.id for ship in anna.ships])
        self.assertEqual([1, 2, 3], [sailor.id for sailor in anna.ships[0].crew])

    def test_derived_edges(self):
        """A tuple of entities for whoever reads them, ranked or not."""
        self.assertEqual([2, 3, 4], [s.id for s in self.live("ISailor", 1).school])
        self.assertEqual([1, 2], [s.id for s in self.live("ISailor", 3).masters])
        self.assertEqual([1, 2], [s.id for s in self.live("IShip", 1).veterans])

    def test_a_reference_to_a_row_that_is_not_there(self):
        """It gives an entity that holds nothing but its id."""
        ghost = self.live("ISailor", 5).mentor
        self.assertEqual((99, None, None), (ghost.id, ghost.name, ghost.mentor))
        self.assertEqual((), ghost.ships)
        self.assertEqual([5], [sailor.id for sailor in ghost.pupils])
        self.assertFalse(ghost.is_captain)

    def test_a_way_back(self):
        """Only a group knows it."""
        with self.assertRaisesRegex(NotAllowed, "IShip.seen_by is known to a group"):
            self.live("IShip", 1).seen_by  # noqa: B018

    def test_live_objects_are_kept_with_their_world(self):
        """And are others after a load."""
        snapshot = self.backend.snapshot(None)
        world = snapshot._world.live(get_model())
        anna = world.entities["ISailor"][1]
        self.assertIs(anna, world.entities["ISailor"][2].mentor)
        self.backend.load(ISailor, [(6, "Zoe", None, None, None, 1)])
        self.assertIsNot(anna, self.live("ISailor", 1))
        self.assertEqual(2, len(anna.pupils))
        self.assertEqual(3, len(self.live("ISailor", 1).pupils))

    def test_threads_make_the_same_objects(self):
        """Whoever comes first, all get his."""
        self.backend.load(
            ISailor, [(i, "x", None, None, None, i - 1) for i in range(6, 1000)]
        )
        world = self.backend.snapshot(None)._world.live(get_model())
        found: list[list[int]] = []

        def read() -> None:
            people = [world.entities["ISailor"][key] for key in range(6, 1000)]
            found.append([id(person) for person in people])

        threads = [threading.Thread(target=read) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual([found[0]] * 4, found)
