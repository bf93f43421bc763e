"""The contract as a test case; see ``Contract``."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any

from hypothesis import strategies as st

from lp_persistence.model import Model, get_model
from lp_persistence.testing.campaign import default_seed
from lp_persistence.testing.contract.cases import Case
from lp_persistence.testing.contract.kinds import KINDS
from lp_persistence.testing.contract.seam import Seam
from lp_persistence.testing.contract.worlds import (
    Shown,
    chosen,
    same_everywhere,
    worth,
)
from lp_persistence.testing.failures import Found
from lp_persistence.testing.machine import Machine
from lp_persistence.testing.reference import TRACKER, Meaning, Rules
from lp_persistence.testing.reference.own_code import rules_of_code
from lp_persistence.testing.reference.ruleset import Place
from lp_persistence.testing.stores import Store
from lp_persistence.testing.world import World
from lp_persistence.testing.worlds import worlds

#: On how many worlds each program runs.
WORLDS = 3


class Contract(Seam):
    """What every backend promises of every registered entity.

    ::

        class TestMine(Contract, unittest.TestCase):
            layer = MY_LAYER

            def stores(self):
                return [memory_store(MyBackend)]

    The layer registers entities. For each field, fact, edge, order, filter and
    rule of visibility that their interfaces declare there are cases, made of
    the declaration; what they have to give is computed by the entities' own
    code over worlds that are drawn. Nothing has to be listed: what is
    registered is proven. Verbs that a group composes of others need a meaning
    besides, and so do roots of several types; they fail without: see ``meanings``
    and ``mixed``.
    """

    def stores(self) -> Sequence[Store]:
        """The backends to be proven."""
        raise NotImplementedError(
            f"{type(self).__name__}.stores() has to give the stores to be proven."
        )

    def worlds(self, model: Model) -> st.SearchStrategy[World]:
        """Worlds of the model's entities, as the tables can hold them."""
        return worlds(model)

    @property
    def seed(self) -> int:
        """What the worlds are drawn from."""
        return default_seed()

    @property
    def model(self) -> Model:
        """What is registered."""
        return get_model()

    def meanings(self) -> Mapping[Place, Meaning]:
        """By interface of a group and verb what a verb means that is composed of
        others; those of the tracker. See ``lp_persistence.testing.reference``."""
        return TRACKER.verbs

    def mixed(self) -> Mapping[str, Callable[[Any], Any]]:
        """By the interface of groups of several types what their root means: a
        function that takes a ``NaiveContext`` and gives a ``NaiveMixed``; those of
        the tracker."""
        return TRACKER.mixed

    @cached_property
    def rules(self) -> Rules:
        """What the entities' own code says, and what verbs and roots mean."""
        own = rules_of_code(self.model)
        return replace(own, verbs=self.meanings(), mixed=self.mixed())

    @property
    def shown(self) -> list[Shown]:
        """The worlds that programs run on."""
        key = type(self), tuple(self.model)
        if key not in _SHOWN:
            drawn = self.worlds(self.model)
            _SHOWN[key] = chosen(drawn, self.model, self.rules, self.seed)
        return _SHOWN[key]

    def test_attributes(self) -> None:
        """What can be asked for is read as the entities' code has it."""
        self.prove("attributes")

    def test_addresses(self) -> None:
        """Canonical URLs, which hold no name of what is hidden."""
        self.prove("addresses")

    def test_visibility(self) -> None:
        """Nobody is shown what the rule hides, nor that it is there."""
        self.prove("visibility")

    def test_permissions(self) -> None:
        """Who has which permission on what they see."""
        self.prove("permissions")

    def test_facts(self) -> None:
        """Filters by every operator, and orders, with pages behind a key."""
        self.prove("facts")

    def test_edges(self) -> None:
        """Edges are followed, narrowed, counted, and filtered by."""
        self.prove("edges")

    def test_embedded(self) -> None:
        """Values that are made of others."""
        self.prove("embedded")

    def test_verbs(self) -> None:
        """Verbs that are composed of others give what their meaning says."""
        self.prove("verbs")

    def test_mixed(self) -> None:
        """Groups of several types are what the meaning of their root says."""
        self.prove("mixed")

    def test_something_could_be_wrong(self) -> None:
        """Each fact differs somewhere in the worlds, each edge leads on, each
        rule shows and hides: else the cases would prove nothing."""
        self.assertEqual([], list(same_everywhere(self.shown, self.model)))

    def prove(self, kind: str) -> None:
        """Run the cases of one kind; a failure for each place, the first of
        them made small."""
        machine = Machine(self.stores(), self.model, self.rules)
        for number, (place, world, found) in enumerate(self.broken(kind)):
            with self.subTest(place):
                if number:
                    self.fail(f"{found.error}\n{found.program}")
                raise machine.failure(world, found)

    def broken(
        self, kind: str, place: str | None = None, enough: int | None = None
    ) -> Iterator[tuple[str, World, Found]]:
        """Each place, or this one, at which a case fails; its first failure.
        Of each world so many are looked for, or all."""
        machine = Machine(self.stores(), self.model, self.rules)
        known: set[str] = set()
        for number, shown in enumerate(self.shown):
            cases = [
                case
                for case in cases_of(shown, kind)
                if place in (None, case.place)
                and case.place not in known
                and number in self._where(case.place)
            ]
            places = {case.program: case.place for case in cases}
            for found in machine.find_all(shown.world, list(places), enough):
                if places[found.program] not in known:
                    known.add(places[found.program])
                    yield places[found.program], shown.world, found

    def _where(self, place: str) -> set[int]:
        """The numbers of the worlds that show most of a place."""
        interface, _, name = place.partition(".")

        def score(number: int) -> int:
            of_type = [
                feature
                for feature in self.shown[number].features
                if feature[0] == interface
            ]
            # Of a verb, which is no attribute, all of its type.
            return worth([each for each in of_type if each[1] == name] or of_type)

        ranked = sorted(range(len(self.shown)), key=score, reverse=True)
        return set(ranked[:WORLDS])


#: The chosen worlds, by test case and registrations: choosing takes seconds.
_SHOWN: dict[Any, list[Shown]] = {}


def cases_of(shown: Shown, kind: str) -> list[Case]:
    """The cases of a kind for all that is registered, on one world."""
    if kind not in shown.cases:
        shown.cases[kind] = list(KINDS[kind](shown.site))
    return shown.cases[kind]
