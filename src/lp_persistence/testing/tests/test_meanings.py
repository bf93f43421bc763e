"""What composed verbs mean: that a verb without a meaning fails, and one that gives
something else is found, also where both halves of its meaning agree with it."""

from __future__ import annotations

import unittest
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from typing import Any
from unittest.mock import patch

from plone.testing import zca
from zope.component import getGlobalSiteManager
from zope.interface.interface import Method

from lp_persistence.arguments import Like, Tests, taking, undeclared
from lp_persistence.bugs import search
from lp_persistence.bugs.groups import Bugs
from lp_persistence.bugs.interfaces import IBugs
from lp_persistence.interfaces import IGroup, IMixedGroup
from lp_persistence.launchpad import search as launchpad_search
from lp_persistence.mixed import MixedGroup
from lp_persistence.model import get_model
from lp_persistence.people.groups import Persons
from lp_persistence.people.membership.groups import TeamMemberships
from lp_persistence.pillars.names import mixed as pillars_of_all_kinds
from lp_persistence.pillars.names.mixed import Pillars
from lp_persistence.root import Root
from lp_persistence.testing.campaign import WORLDS, campaign
from lp_persistence.testing.contract import KINDS, Contract, calls, mixed
from lp_persistence.testing.contract.calls import NoArguments
from lp_persistence.testing.contract.suite import cases_of
from lp_persistence.testing.layers import MEMORY
from lp_persistence.testing.machine import Machine
from lp_persistence.testing.programs import composed_verbs, mixed_roots
from lp_persistence.testing.reference import TRACKER, NoMeaning, NoRootMeaning
from lp_persistence.testing.reference import bug_verbs as reference
from lp_persistence.testing.stores import Store, memory_store

#: A fault: what it is done to, the name there, and what stands there instead.
Fault = tuple[Any, str, Any]


class Proof(Contract):
    """The contract on memory."""

    def stores(self) -> Sequence[Store]:
        return [memory_store()]

    def breaks(self, place: str, kind: str = "verbs") -> bool:
        """Whether a verb is told not to give what it means."""
        return any(self.broken(kind, place, enough=1))


def forgetting(verb: Callable[..., Any], *names: str) -> Any:
    """A verb that forgets some of its arguments."""

    def forgets(self: Any, *args: Any, **tests: Any) -> Any:
        return verb(self, *args, **{n: v for n, v in tests.items() if n not in names})

    return forgets


def of_other_tasks(bugs: Any, order: str = "importance", **tests: Any) -> Any:
    """Status and importance, each of any task of a bug."""
    found = REAL_SEARCH(bugs, order, **tests)
    if "status" in tests and "importance" in tests:
        others = {name: value for name, value in tests.items() if name != "status"}
        found = REAL_SEARCH(bugs, status=tests["status"])
        return REAL_SEARCH(found, order, **others)
    return found


REAL_SEARCH = Bugs.search
ORDERS = dict(search.ORDERS)
#: By place and name what is planted in a domain.
IN_DOMAIN: dict[tuple[str, str], Fault] = {
    ("IBug.search", "the least important first"): (
        search,
        "ORDERS",
        {**ORDERS, "importance": ("via.importance",)},
    ),
    ("IBug.search", "as new as the bug"): (
        search,
        "ORDERS",
        {**ORDERS, "newest": ("-date_created",)},
    ),
    ("IBug.search", "heat by the ids of bugs"): (
        search,
        "ORDERS",
        {**ORDERS, "heat": ("-heat", "id")},
    ),
    ("IBug.search", "incomplete is one status"): (
        search,
        "with_responses",
        lambda status: status,
    ),
    ("IBug.search", "a distribution without its packages"): (
        search,
        "_TARGETS",
        {**search._TARGETS, "IDistribution": "distribution_alone"},
    ),
    ("IBug.search", "status and importance of any task"): (
        Bugs,
        "search",
        of_other_tasks,
    ),
    ("IBug.search", "tags forgotten"): (Bugs, "search", forgetting(Bugs.search, "tag")),
    ("IBug.open", "duplicates too"): (
        Bugs,
        "open",
        lambda bugs, *args, **tests: bugs.search(*args, **tests, unresolved=True),
    ),
    ("IBug.open", "whatever was said of that"): (
        Bugs,
        "open",
        forgetting(Bugs.open, "unresolved"),
    ),
    ("IBug.of_person", "no subscribers"): (
        search,
        "_RELATED",
        ("reporter", "assignees"),
    ),
    ("IPerson.search", "who was merged too"): (
        Persons,
        "search",
        lambda people, text="", **tests: people.filter(
            text=search.Matching(text), **tests
        ).ordered_by("displayname"),
    ),
    ("IPerson.members_of", "over teams in teams"): (
        Persons,
        "members_of",
        Persons.participants_of,
    ),
    ("IPerson.participants_of", "directly"): (
        Persons,
        "participants_of",
        Persons.members_of,
    ),
    ("ITeamMembership.active", "administrators alone"): (
        TeamMemberships,
        "active",
        TeamMemberships.administrators,
    ),
    ("ITeamMembership.administrators", "all that are active"): (
        TeamMemberships,
        "administrators",
        TeamMemberships.active,
    ),
}
#: By place what is planted in pillars of all kinds.
IN_PILLARS: dict[str, Fault] = {
    "IPillars": (Pillars, "all", lambda pillars: pillars),
    "IPillars.get_owner": (
        Pillars,
        "_united",
        lambda pillars, verb: getattr(pillars.parts[0], verb)(),
    ),
    "IPillars.filter(name)": (Pillars, "filter", lambda pillars, **tests: pillars),
    "IPillars.ordered_by(name)": (Pillars, "ordered_by", lambda pillars, name: pillars),
    "IPillars.update(active)": (Pillars, "update", lambda pillars, other: None),
    "IPillars.need": (Pillars, "need", lambda pillars, name: pillars),
}
#: The same faults in the naive groups: then only laws are left to tell.
IN_GROUPS: dict[tuple[str, str], Fault] = {
    ("IBug.search", "the least important first"): (
        reference,
        "ORDERS",
        {**reference.ORDERS, "importance": "via.importance"},
    ),
    ("IBug.search", "as new as the bug"): (
        reference,
        "ORDERS",
        {**reference.ORDERS, "newest": "-date_created"},
    ),
    ("IBug.search", "incomplete is one status"): (
        reference,
        "_each_way",
        lambda status: status,
    ),
    ("IBug.search", "a distribution without its packages"): (
        reference,
        "TARGETS",
        {**reference.TARGETS, "IDistribution": "distribution_alone"},
    ),
}


@contextmanager
def planted(*faults: Fault) -> Iterator[None]:
    """Faults where they are, for a while."""
    with ExitStack() as stack:
        for where, name, wrong in faults:
            stack.enter_context(patch.object(where, name, wrong))
        yield


class MeaningCase(unittest.TestCase):
    layer = MEMORY


class TestItFinds(MeaningCase):
    def test_verbs_that_give_something_else(self) -> None:
        """Each is found by the cases of its verb, which pass without it."""
        proof = Proof()
        for place in dict.fromkeys(place for place, _ in IN_DOMAIN):
            self.assertFalse(proof.breaks(place), place)
        for (place, says), fault in IN_DOMAIN.items():
            with self.subTest(place, says=says), planted(fault):
                self.assertTrue(proof.breaks(place))

    def test_laws_are_no_second_look_at_the_group(self) -> None:
        """They tell what verb and naive group have both got wrong."""
        proof = Proof()
        for key, fault in IN_GROUPS.items():
            place, says = key
            with self.subTest(place, says=says), planted(fault, IN_DOMAIN[key]):
                self.assertTrue(proof.breaks(place))

    def test_roots_of_several_types(self) -> None:
        """What is wrong with them is found by cases that pass without it."""
        proof = Proof()
        for place, fault in IN_PILLARS.items():
            with self.subTest(place):
                self.assertFalse(proof.breaks(place, "mixed"))
                with planted(fault):
                    self.assertTrue(proof.breaks(place, "mixed"))

    def test_groups_of_several_types(self) -> None:
        """By programs as every run draws them: who is not the newest, is not among
        the newest of their kind, is found by another name."""
        for fault in (
            (launchpad_search, "DATE", "id"),
            (launchpad_search, "_first", in_their_own_order),
            (Pillars, "_members", without_aliases),
        ):
            machine = Machine([memory_store()], get_model())

            def check(world: Any, programs: Any, machine: Machine = machine) -> None:
                if machine.find(world, programs) is not None:
                    raise Different

            with self.subTest(fault[1]), planted(fault), self.assertRaises(Different):
                campaign(check, get_model(), worlds=4 * WORLDS)


def in_their_own_order(group: Any, limit: int) -> Any:
    """What holds the words, as it comes."""
    found = group.limit(limit)
    has_date = "date_created" in group.node.type.facts
    return found.need("date_created") if has_date else found


def without_aliases(pillars: Any) -> list[Any]:
    """The pillars that bear names themselves."""
    found = {}
    for part in pillars.parts:
        iter(part)
    for name in pillars._names:
        for kind, part in zip(pillars_of_all_kinds.KINDS, pillars.parts, strict=True):
            pillar = getattr(name, kind)
            if pillar is not None:
                found[kind, pillar.id] = part[pillar.id]
    return list(found.values())


class Different(AssertionError):
    """A planted fault was found."""


class TestEnrolling(MeaningCase):
    """Nothing is listed: what is registered has to have a meaning."""

    def test_a_verb_without_a_meaning(self) -> None:
        """Fails, and the text names it and the way out."""

        class Without(Proof):
            def meanings(self) -> Any:
                known = dict(super().meanings())
                del known["IPersons", "members_of"]
                return known

        proof = Without()
        with self.assertRaises(NoMeaning) as caught:
            cases_of(proof.shown[0], "verbs")
        self.assertEqual(
            "IPersons.members_of follows no edge: it is composed of other verbs, and "
            "has no meaning that it could be held against. Give it one, a "
            "Meaning(group, law) under ('IPersons', 'members_of'), in the meanings of "
            "your Contract (see doc/adding.rst).",
            str(caught.exception),
        )

    def test_a_root_of_several_types_without_a_meaning(self) -> None:
        """Fails as well: another package's, too, is found where it is registered."""

        class IShelvesAndBoxes(IMixedGroup):
            """Where books are."""

        zca.pushGlobalRegistry()
        self.addCleanup(zca.popGlobalRegistry)
        root = Root(IShelvesAndBoxes, lambda context: MixedGroup())
        getGlobalSiteManager().registerUtility(root, IShelvesAndBoxes)
        with self.assertRaises(NoRootMeaning) as caught:
            list(KINDS["mixed"](Proof().shown[0].site))
        self.assertEqual(
            "IShelvesAndBoxes is the root of groups of several types, and has no "
            "meaning that it could be held against. Give it one, a function that takes "
            "a NaiveContext and gives a NaiveMixed, under 'IShelvesAndBoxes', in "
            "mixed() of your Contract (see doc/adding.rst).",
            str(caught.exception),
        )

    def test_a_root_that_does_not_say_what_narrows_it(self) -> None:
        """Fails: it would be proven as a whole, and no filter of it."""
        shown = Proof().shown[0]
        with (
            patch.object(mixed, "undeclared", return_value=("tests",)),
            self.assertRaisesRegex(NoArguments, "IPillars.filter takes tests, and"),
        ):
            list(mixed.mixed(shown.site))

    def test_a_verb_that_does_not_say_what_it_takes(self) -> None:
        """Fails as well: its arguments would not be drawn."""
        shown = Proof().shown[0]
        entity_type = shown.site.model.type_named("IPerson")
        with (
            patch.object(calls, "undeclared", return_value=("team",)),
            self.assertRaises(NoArguments) as caught,
        ):
            list(calls.verbs(shown.site, entity_type))
        self.assertEqual(
            "IPersons.search takes team, and does not say what that may be. Say "
            "it beside the method: @taking(team=…), of lp_persistence.arguments.",
            str(caught.exception),
        )

    def test_what_is_not_declared(self) -> None:
        """Parameters by name, and that of further ones where none is declared."""

        class IShelves(IGroup):
            @taking(shelf=Like("IBook", "shelf"))
            def some(shelf, year):
                """Those that came in a year."""

            @taking(shelf=Like("IBook", "shelf"))
            def others(shelf, **tests):
                """Those that pass further tests."""

            @taking(shelf=Like("IBook", "shelf"), tests=Tests("IBook"))
            def more(shelf, **tests):
                """The same, and says so."""

            def bare():
                """All of them."""

        names = IShelves.names()
        declared = {name: undeclared(IShelves[name]) for name in names}
        self.assertEqual(("year",), declared["some"])
        self.assertEqual(("tests",), declared["others"])
        self.assertEqual(((), ()), (declared["more"], declared["bare"]))

    def test_composed_verbs(self) -> None:
        """Are those that follow no edge, and every group has."""
        found = {(each.name, verb) for each, verb, _ in composed_verbs(get_model())}
        self.assertIn(("IBug", "search"), found)
        self.assertNotIn(("IBug", "get_tasks"), found)
        self.assertNotIn(("IDistribution", "hot_bugs"), found)
        self.assertNotIn(("IBug", "filter"), found)
        self.assertIsInstance(IBugs["search"], Method)

    def test_mixed_roots(self) -> None:
        """Each that is registered is known to the naive interpreter."""
        self.assertEqual(set(mixed_roots()), set(TRACKER.mixed))
