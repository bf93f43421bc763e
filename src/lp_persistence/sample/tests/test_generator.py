"""Generated worlds as a whole: every part of them, how they are loaded."""

from __future__ import annotations

import unittest
from collections import defaultdict
from hashlib import sha256

from zope.component.testing import PlacelessSetup
from zope.interface import implementer, taggedValue
from zope.interface.interface import InterfaceClass

from lp_persistence.branding.interfaces import IFiles
from lp_persistence.bugs.interfaces import IBug
from lp_persistence.errors import Conflict, NotRegistered
from lp_persistence.fields import Collection, Int, Reference, Text
from lp_persistence.interfaces import IBackend, IEntity
from lp_persistence.memory.backend import MemoryBackend
from lp_persistence.model import ORDERED_BY, EntityType, get_model, global_model
from lp_persistence.people.interfaces import IPerson
from lp_persistence.pillars.interfaces import IDistribution
from lp_persistence.sample import generate, load_world
from lp_persistence.sample.generator import BATCH, Part, stored
from lp_persistence.sample.tests.worlds import (
    SIZE,
    ModelTestCase,
    Tables,
    WorldTestCase,
)


class WorldTests(WorldTestCase):
    def test_has_rows_for_every_entity_and_link_that_there_is(self):
        """Nothing that a backend keeps is left out."""
        targets = {*self.tables.entities, *self.tables.links}
        wanted = {each.name for each in get_model() if not each.key} | {
            field
            for entity_type in get_model()
            for field in entity_type.fields.values()
            if isinstance(field, Collection) and field.is_link
        }
        self.assertEqual(targets, wanted)

    def test_ids_are_unique(self):
        """No two rows of one kind have the same id."""
        for name, rows in self.tables.entities.items():
            with self.subTest(name):
                ids = [row["id"] for row in rows]
                self.assertEqual(len(ids), len(set(ids)))
                self.assertTrue(rows)

    def test_what_a_row_refers_to_comes_before_it(self):
        """References lead to rows that were yielded already, or in a circle:
        products to the series that they are worked on in."""
        seen: dict[str, set[int]] = defaultdict(set)
        later: set[tuple[str, str, int]] = set()
        for target in self.tables.order:
            if not isinstance(target, InterfaceClass):
                owners = seen[target.interface.__name__]
                for owner, other in self.tables.links[target]:
                    self.assertIn(owner, owners, target)
                    self.assertIn(other, seen[target.target], target)
                continue
            references = [
                (name, field)
                for name, field in get_model().type_of(target).fields.items()
                if isinstance(field, Reference) and field.is_stored
            ]
            for row in self.tables[target]:
                for name, field in references:
                    if row[name] not in {None, *seen[field.target]}:
                        later.add((name, field.target, row[name]))
                seen[target.__name__].add(row["id"])
        self.assertEqual({"development_focus"}, {name for name, _, _ in later})
        for _, target, key in later:
            self.assertIn(key, seen[target])

    def test_values_are_what_their_fields_keep(self):
        """Every value is the neutral form of one that its field accepts."""
        for entity_type in get_model():
            for row in self.tables.entities.get(entity_type.name, ()):
                for name in entity_type.stored:
                    field, value = entity_type.field(name), row[name]
                    if isinstance(field, Reference):
                        continue
                    if items := getattr(field, "items", None):
                        self.assertIn(value, (None, *items), name)
                    else:
                        self.assertEqual(field.neutral(value), value)

    def test_says_how_many_rows_there_are(self):
        """Each part counts right before anything is read."""
        world = generate(SIZE)
        for part in world.parts:
            self.assertEqual(sum(1 for _ in stored(part)), part.size, part.target)
        self.assertEqual(len(world), sum(part.size for part in world.parts))

    def test_the_smallest_worlds_are_whole(self):
        """Without bugs, or with one, there are still people and pillars."""
        for size in (0, 1, 2):
            tables = Tables(generate(size))
            self.assertEqual(len(tables[IBug]), size)
            self.assertEqual(tables[IDistribution][0]["name"], "ubuntu")
            self.assertGreater(len(tables[IPerson]), 50)


class DeterminismTests(ModelTestCase):
    #: Of 50 bugs and the seed 7. Another text here is another world for all.
    DIGEST = "45a0ae1f21461788f4050311b9aab5a1908811148a12e404c1c92ca602b92e62"

    def digest(self, world):
        found = sha256()
        for target, rows in world:
            found.update(target.__name__.encode())
            for row in rows:
                found.update(repr(row).encode())
        return found.hexdigest()

    def test_a_world_is_the_same_everywhere(self):
        """Neither machine nor Python nor a second reading changes a row."""
        world = generate(50, seed=7)
        self.assertEqual(self.digest(world), self.DIGEST)
        self.assertEqual(self.digest(world), self.DIGEST)

    def test_a_seed_makes_its_own_world(self):
        """Another seed gives other rows."""
        self.assertNotEqual(
            self.digest(generate(50, seed=8)), self.digest(generate(50, seed=9))
        )


class StoredTests(PlacelessSetup, unittest.TestCase):
    def register(self, interface):
        global_model().register(EntityType(interface, object, IFiles, object))

    def test_values_stand_in_the_order_of_the_model(self):
        """An attribute that worlds don't know yet is None."""

        class IThing(IEntity):
            taggedValue(ORDERED_BY, ())
            id = Int(title="Id", brief=True)
            colour = Text(title="Unknown to the generator")
            name = Text(title="Name")

        self.register(IThing)
        part = Part(IThing, ("name", "id"), lambda: iter([("x", 1), ("y", 2)]), 2)
        self.assertEqual(list(stored(part)), [(1, None, "x"), (2, None, "y")])

    def test_a_value_of_nothing_stored_is_refused(self):
        """The error names the attribute and where its value is made."""

        class IThing(IEntity):
            id = Int(title="Id", brief=True)

        self.register(IThing)
        rows = generate(0).people.rows
        with self.assertRaises(Conflict) as caught:
            stored(Part(IThing, ("id", "colour"), rows, 0))
        self.assertEqual(
            str(caught.exception),
            "Generated worlds have values for colour of IThing, which does not "
            "store them. Change the rows in lp_persistence.sample.people.",
        )

    def test_entities_must_be_registered(self):
        """Without a model there is no order to follow."""
        with self.assertRaises(NotRegistered):
            list(generate(0))


@implementer(IBackend)
class FakeBackend:
    """Counts what it is given."""

    def __init__(self):
        self.calls = []

    def load(self, target, rows):
        self.calls.append((target, len(rows)))

    def finish_load(self):
        self.calls.append(("finished", 0))

    def dump(self, target, after=None):
        raise AssertionError("a loader reads nothing")

    snapshot = refuse = allow = dump


class LoadWorldTests(ModelTestCase):
    def test_loads_all_parts_in_batches_and_finishes(self):
        """Progress grows by what was loaded and ends with all of it."""
        backend, world, told = FakeBackend(), generate(2000), []
        load_world(backend, world, lambda done, total: told.append((done, total)))
        self.assertEqual(backend.calls[-1], ("finished", 0))
        sizes = [size for _, size in backend.calls]
        self.assertEqual(sum(sizes), len(world))
        self.assertLessEqual(max(sizes), BATCH)
        self.assertGreater(
            sum(target is IBug["subscribers"] for target, _ in backend.calls), 1
        )
        self.assertEqual(told, sorted(told))
        self.assertEqual(told[-1], (len(world), len(world)))
        self.assertEqual(told.count(told[-1]), 1)

    def test_progress_is_optional(self):
        """A backend alone is enough."""
        backend = FakeBackend()
        load_world(backend, generate(0))
        self.assertEqual(backend.calls[-1], ("finished", 0))

    def test_a_backend_takes_the_world_as_it_is(self):
        """Memory, which checks each row, gives back what was loaded."""
        backend, world = MemoryBackend(), generate(300)
        load_world(backend, world)
        for target, rows in world:
            self.assertEqual(list(backend.dump(target)), sorted(rows))
