"""No program tells its viewer of what is hidden: neither what it is, nor that
it is there where it takes no place."""

import unittest
from collections.abc import Sequence
from functools import partial
from typing import Any
from unittest.mock import patch

from lp_persistence import ALL_SEEING, Context
from lp_persistence.bugs.groups import Bugs
from lp_persistence.bugs.interfaces import IBugs
from lp_persistence.model import get_model
from lp_persistence.testing.campaign import default_seed
from lp_persistence.testing.layers import MEMORY
from lp_persistence.testing.machine import names_on_backends
from lp_persistence.testing.planted import LEAKS, FaultyBackend
from lp_persistence.testing.privacy import Hidden, NoFact, find_leak
from lp_persistence.testing.privacy.campaign import WORLDS, Case, campaign
from lp_persistence.testing.privacy.hidden import HIDES
from lp_persistence.testing.privacy.observing import Observation, Unknown
from lp_persistence.testing.programs import Program
from lp_persistence.testing.reference import TRACKER, Graph
from lp_persistence.testing.stores import Store, memory_store
from lp_persistence.testing.tests.test_machine import MACHINE
from lp_persistence.testing.world import World


class Told(AssertionError):
    """Something was told; the text says what."""


def search(stores: Sequence[Store], worlds: int = WORLDS) -> int:
    """Look for leaks; gives the number of worlds. Raises Told."""

    def check(case: Case) -> None:
        for store in stores:
            leak = find_leak(store, case.world, get_model(), case.viewer, case.programs)
            if leak is not None:
                raise Told(f"{store.name}\n{leak}")

    return campaign(check, get_model(), default_seed(), worlds)


class TestPrivacy(unittest.TestCase):
    layer = MACHINE

    def test_nothing_is_told(self) -> None:
        """On any backend."""
        self.assertGreaterEqual(search(self.layer["stores"]), WORLDS // 2)


class TestFacts(unittest.TestCase):
    layer = MEMORY

    def test_they_are_the_rules(self) -> None:
        """Said for the third time, they hide what the other two hide."""

        def check(case: Case) -> None:
            graph = Graph(case.world, get_model(), TRACKER)
            for viewer in (None, *graph.ids("IPerson")):
                hidden = Hidden(case.world, viewer).ids(get_model())
                for interface, keys in hidden.items():
                    for key in graph.ids(interface):
                        sees = graph.sees(viewer, interface, key)
                        self.assertEqual(key not in keys, sees, (viewer, interface))

        campaign(check, get_model(), default_seed())

    def test_every_rule_is_among_them(self) -> None:
        """A rule that is nowhere else would be held by nothing."""
        with (
            patch.dict(HIDES, clear=True),
            self.assertRaisesRegex(NoFact, r"^IPerson has a rule .* Say it in HIDES"),
        ):
            Hidden(World(), None).ids(get_model())


def with_other_eyes(bugs: Any, order: str = "importance", **tests: Any) -> Any:
    """A search that counts what others may see."""
    everybody = Context(viewer=ALL_SEEING)
    known = IBugs(everybody).all()
    everybody.realise()
    return SEARCH(bugs, order, **tests).limit(len(known) // 2)


SEARCH = Bugs.search


class TestLeaksAreFound(unittest.TestCase):
    layer = MEMORY

    def test_verbs_that_look_with_other_eyes(self) -> None:
        """Composed ones are called as others are."""
        with patch.object(Bugs, "search", with_other_eyes), self.assertRaises(Told):
            search([memory_store()], worlds=4 * WORLDS)

    def test_names_that_nobody_knows(self) -> None:
        """Would show nothing, and are no program."""
        program = Program("None", ("g1 = INothing(context)",))
        with self.assertRaisesRegex(Unknown, "g1 = INothing"):
            Observation(get_model()).run(program, names_on_backends(get_model()))

    def test_every_leak(self) -> None:
        """That is planted in what the layer asks of a backend."""
        for name, fault in LEAKS.items():
            store = memory_store(partial(FaultyBackend, fault))
            with self.subTest(name), self.assertRaises(Told):
                search([store], worlds=4 * WORLDS)
