"""Edges made of others, and texts, on every backend: one world, one answer."""

from __future__ import annotations

import unittest
from typing import Any

from lp_persistence.bugs.enums import InformationType
from lp_persistence.bugs.interfaces import IBug, IBugs
from lp_persistence.conditions import Containing, Not
from lp_persistence.context import Context
from lp_persistence.errors import InvalidValue, NotAllowed, UnknownName
from lp_persistence.interfaces import ALL_SEEING
from lp_persistence.people.entities import Person
from lp_persistence.people.interfaces import IPersons
from lp_persistence.testing.layers import MEMORY
from lp_persistence.testing.storm_layers import POSTGRESQL, SQLITE
from lp_persistence.testing.tracker_factory import TrackerFactory

ADA, BEN, CYD, SPIES = range(1, 5)
CRASH, SAME, SECRETLY_SAME, OTHER, LONELY = range(1, 6)


class World:
    """SAME and SECRETLY_SAME repeat CRASH, the latter is private and granted
    to ben. OTHER repeats LONELY. Of the subscribers the spies are a private
    team."""

    layer: Any

    def setUp(self) -> None:
        backend = self.layer["backend"]
        factory = TrackerFactory(backend)
        for key, name in ((ADA, "ada"), (BEN, "ben"), (CYD, "cyd")):
            factory.person(id=key, name=name, displayname=name)
        factory.team([CYD], True, id=SPIES, name="spies", team_owner=CYD)
        factory.bug(id=CRASH, reporter=ADA, tags=("ui", "Z"), subscribers=[CYD])
        factory.bug(
            id=SAME,
            reporter=ADA,
            duplicate_of=CRASH,
            subscribers=[ADA, ADA, SPIES],
            tags=("é", "ui"),
        )
        factory.bug(
            id=SECRETLY_SAME,
            reporter=ADA,
            duplicate_of=CRASH,
            subscribers=[ADA, BEN],
            grantees=[BEN],
            information_type=InformationType.USERDATA,
        )
        factory.bug(id=LONELY, reporter=ADA, tags=("print",))
        factory.bug(id=OTHER, reporter=ADA, duplicate_of=LONELY, subscribers=[BEN])
        factory.done()

    def bugs(self: Any, viewer: Any = None, **tests: Any) -> set[int]:
        """The ids of the bugs that pass."""
        context = Context(viewer)
        found = IBugs(context).filter(**tests).all()
        context.realise()
        return {bug.id for bug in found}

    def subscribers(self: Any, viewer: Any, **said: Any) -> list[int]:
        """The ids of CRASH's subscribers by way of its duplicates."""
        context = Context(viewer)
        found = IBugs(context).of([CRASH, LONELY]).get_duplicate_subscribers(**said)
        context.realise()
        return [person.id for person in found]

    def test_what_lies_between_must_be_seen(self: Any):
        """A hidden duplicate's subscribers do not show, seen as they are."""
        context = Context()
        bugs = IBugs(context).of([CRASH])
        people = bugs.get_duplicate_subscribers()
        context.realise()
        self.assertEqual([ADA], [person.id for person in people])
        self.assertEqual((people[ADA],), bugs[CRASH].duplicate_subscribers)
        self.assertEqual([ADA, BEN], self.subscribers(Person(id=BEN)))
        self.assertEqual([ADA, BEN, SPIES], self.subscribers(ALL_SEEING))

    def test_narrowed(self: Any):
        """Tests, and limits in all and for each; each pair counts once."""
        self.assertEqual([ADA], self.subscribers(ALL_SEEING, limit=1))
        self.assertEqual([ADA, BEN], self.subscribers(ALL_SEEING, limit=1, each=True))
        self.assertEqual([SPIES], self.subscribers(ALL_SEEING, team=True))
        self.assertEqual([], self.subscribers(None, team=True))

    def test_as_a_filter(self: Any):
        """The rule holds for what lies between there too."""
        by_way = "duplicate_subscribers"
        ben = {by_way: Person(id=BEN)}
        self.assertEqual({LONELY}, self.bugs(**ben))
        self.assertEqual({CRASH, LONELY}, self.bugs(ALL_SEEING, **ben))
        self.assertEqual({CRASH, SAME, OTHER}, self.bugs(**{by_way: Not(ben[by_way])}))
        self.assertEqual({SAME, OTHER}, self.bugs(**{by_way: None}))

    def test_in_counts_and_nested_groups(self: Any):
        """And where its members are another group's filter."""
        context = Context()
        people = IBugs(context).of([CRASH]).get_duplicate_subscribers
        size = people(team=False).size()
        reported = IBugs(context).filter(reporter=people(valid=True))
        owned = IPersons(context).filter(id={ADA, BEN})
        count = owned.size()
        context.realise()
        self.assertEqual((1, 2), (int(size), int(count)))
        self.assertEqual(4, len(reported))

    def test_it_goes_beside_and_loads_nothing_that_lies_between(self: Any):
        """One follow with others of its depth, then the fetch of all persons."""
        context = Context()
        bugs = IBugs(context).of([CRASH])
        bugs.get_subscribers().update(bugs.get_duplicate_subscribers())
        self.assertEqual(
            ["viewer", "fetch", "beside", "fetch"],
            ["viewer", *(step.word for step in context.plan().steps)],
        )

    def test_it_is_told_at_once(self: Any):
        """A filter by it needs nothing more where it was asked for."""
        context = Context()
        bugs = IBugs(context).of([CRASH, SAME, LONELY]).need("tags")
        bugs.get_duplicate_subscribers()
        context.realise()
        self.assertEqual([CRASH], [b.id for b in bugs.filter(tags={"Z", None})])
        by_ben = bugs.filter(duplicate_subscribers=Person(id=BEN))
        self.assertEqual([LONELY], [bug.id for bug in by_ben])

    def test_tags_are_a_tuple_by_code_point(self: Any):
        """They come with the bug's own row, when they were asked for."""
        context = Context()
        bugs = IBugs(context).of([CRASH, SAME, OTHER]).need("tags")
        self.assertEqual(1, context.plan().statements)
        context.realise()
        tags = [bug.tags for bug in bugs]
        self.assertEqual([("Z", "ui"), ("ui", "é"), ()], tags)

    def test_bugs_are_filtered_by_tags(self: Any):
        """One, one of several, none of them, no tag at all."""
        for value, found in (
            ("ui", {CRASH, SAME}),
            ("UI", set()),
            ({"Z", "print"}, {CRASH, LONELY}),
            (set(), set()),
            (None, {OTHER}),
            ({"Z", None}, {CRASH, OTHER}),
            (Not("ui"), {LONELY, OTHER}),
            (Not(None), {CRASH, SAME, LONELY}),
            (Not({"Z", None}), {SAME, LONELY}),
        ):
            with self.subTest(value):
                self.assertEqual(found, self.bugs(tags=value))

    def test_what_tags_are_not(self: Any):
        """No order, no part of a text, nothing else than texts."""
        bugs = IBugs(Context())
        with self.assertRaises(NotAllowed) as caught:
            bugs.ordered_by("-tags")
        self.assertRegex(
            str(caught.exception),
            r"^IBug\.tags holds several texts, which have no order among each other\. "
            r"Order by a fact: [a-z_, ]+\.$",
        )
        with self.assertRaises(UnknownName) as unknown:
            bugs.ordered_by("tag")
        self.assertNotIn("tags", unknown.exception.known)
        for value in (5, Containing("u"), ("ui",), {"ui", 5}):
            with self.assertRaisesRegex(InvalidValue, "expected texts, found "):
                bugs.filter(tags=value)

    def test_what_is_loaded_is_dumped(self: Any):
        """The tuple, in order."""
        backend = self.layer["backend"]
        place = [row[0] for row in backend.dump(IBug)].index(CRASH)
        row = list(backend.dump(IBug))[place]
        self.assertIn(("Z", "ui"), row)

    def test_a_composed_edge_is_not_loaded(self: Any):
        """It follows from others."""
        with self.assertRaisesRegex(NotAllowed, "is not kept as pairs"):
            self.layer["backend"].load(IBug["duplicate_subscribers"], [(1, 1)])


class TestMemory(World, unittest.TestCase):
    layer = MEMORY


class TestSQLite(World, unittest.TestCase):
    layer = SQLITE


class TestPostgreSQL(World, unittest.TestCase):
    layer = POSTGRESQL
