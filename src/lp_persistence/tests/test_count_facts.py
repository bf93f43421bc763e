"""Counts of members as facts of their owner."""

from __future__ import annotations

from typing import Any

from lp_persistence import Not
from lp_persistence.bugs.enums import InformationType
from lp_persistence.bugs.groups import Bugs
from lp_persistence.bugs.interfaces import IBugs, IBugTasks
from lp_persistence.context import Context
from lp_persistence.errors import (
    InvalidValue,
    NotAllowed,
    NotRequested,
    Unbounded,
    UnknownName,
)
from lp_persistence.interfaces import ALL_SEEING
from lp_persistence.people.entities import Person
from lp_persistence.people.interfaces import IPersons
from lp_persistence.tests.village import (
    ADA,
    BEN,
    CRASH,
    CYD,
    DEVELOPERS,
    EXIT,
    SPIES,
    TYPO,
    Village,
)
from lp_persistence.verbs import follow

SEEN = [CRASH, EXIT, TYPO]
PRIVATE = {"information_type": InformationType.USERDATA}


def person(key: int) -> Any:
    return Person(id=key)


class CountFactsTests(Village):
    def counted(self, viewer: Any, name: str) -> dict[int, int]:
        """By id of a bug that all see how many it has."""
        context = Context(viewer)
        bugs = IBugs(context).of(SEEN).need(name)
        context.realise()
        return {bug.id: getattr(bug, name) for bug in bugs}

    def test_who_may_be_seen_counts(self):
        """Each once, however often a link is kept; hidden ones are left out."""
        for viewer, subscribers in (
            (None, {CRASH: 2, EXIT: 2, TYPO: 0}),
            (Person(id=CYD), {CRASH: 2, EXIT: 2, TYPO: 0}),
            (Person(id=BEN), {CRASH: 3, EXIT: 2, TYPO: 0}),
            (ALL_SEEING, {CRASH: 3, EXIT: 2, TYPO: 0}),
        ):
            self.assertEqual(subscribers, self.counted(viewer, "subscriber_count"))

    def test_bugs_that_may_be_seen(self):
        """As the edge would lead to them."""
        self.factory.bug(id=9, title="Hush", duplicate_of=CRASH, **PRIVATE)
        self.factory.done()
        expected = {CRASH: 1, EXIT: 0, TYPO: 0}
        self.assertEqual(expected, self.counted(None, "duplicate_count"))
        expected[CRASH] = 2
        self.assertEqual(expected, self.counted(ALL_SEEING, "duplicate_count"))

    def test_it_is_as_many_as_are_led_to(self):
        """For everybody, of every edge that is counted."""
        for viewer in (None, *map(person, (ADA, BEN, CYD)), ALL_SEEING):
            context = Context(viewer)
            bugs = IBugs(context).all().need("subscriber_count", "duplicate_count")
            bugs.get_subscribers()
            bugs.get_duplicates()
            people = IPersons(context).all().need("member_count")
            people.get_members()
            context.realise()
            for bug in bugs:
                self.assertEqual(len(bug.subscribers), bug.subscriber_count)
                self.assertEqual(len(bug.duplicates), bug.duplicate_count)
            for each in people:
                self.assertEqual(len(each.members), each.member_count)

    def test_filters_and_orders(self):
        """By numbers, as other facts; pages too."""

        def found(viewer: Any, **tests: Any) -> list[int]:
            return self.realised(lambda c: IBugs(c).of(SEEN).filter(**tests), viewer)

        self.assertEqual([EXIT, CRASH], sorted(found(None, subscriber_count=2))[::-1])
        self.assertEqual([EXIT], found(ALL_SEEING, subscriber_count=2))
        self.assertEqual([CRASH, TYPO], found(ALL_SEEING, subscriber_count={0, 3}))
        self.assertEqual([CRASH, EXIT], found(None, subscriber_count=Not(0)))
        self.assertEqual([], found(None, subscriber_count=None))

        def ordered(context: Context) -> Any:
            return IBugs(context).of(SEEN).ordered_by("-subscriber_count")

        self.assertEqual([CRASH, EXIT, TYPO], self.realised(ordered, ALL_SEEING))
        context = Context()
        page = ordered(context).limit(1)
        context.realise()
        key = page.key(page.one())
        self.assertEqual("[2,1]", key)
        rest = self.realised(lambda c: ordered(c).after(key).limit(1))
        self.assertEqual([EXIT], rest)

    def test_over_edges(self):
        """Of what is followed, reached and in a filter; counted by, too."""
        context = Context()
        tasks = IBugTasks(context).all()
        bugs = tasks.get_bug().need("subscriber_count")
        silent = IBugs(context).filter(subscriber_count=0)
        of_silent = IBugTasks(context).filter(bug=silent)
        reached = IBugTasks(context).reach("bug").ordered_by("-subscriber_count", "-id")
        counts = IBugs(context).counted_by("subscriber_count")
        context.realise()
        self.assertEqual({2, 0}, {bug.subscriber_count for bug in bugs})
        self.assertEqual([4], [task.id for task in of_silent])
        self.assertEqual([EXIT, CRASH, TYPO], [bug.id for bug in reached])
        self.assertEqual({2: 2, 0: 1}, counts)

    def test_answered_at_once(self):
        """Of what was asked for."""
        context = Context()
        bugs = IBugs(context).of(SEEN).need("subscriber_count")
        context.realise()
        self.assertEqual([TYPO], [b.id for b in bugs.filter(subscriber_count=0)])

    def test_it_costs_no_statement_and_loads_nobody(self):
        """It is a column, whatever there is; several are as well."""
        names = ("subscriber_count", "comment_count", "affected_count")
        context = Context()
        IBugs(context).of(SEEN).need(*names)
        self.assertEqual(1, context.plan().statements)
        self.assertEqual(3, context.realise().rows)

    def test_what_is_counted_is_read(self):
        """So that changes of it that were not written are told."""
        context = Context()
        IBugs(context).of(SEEN).need("subscriber_count")
        self.assertEqual({"IBug", "IPerson"}, context.plan().interfaces)

    def test_members_of_teams(self):
        """Active and direct ones."""
        context = Context(Person(id=BEN))
        teams = IPersons(context).of([ADA, DEVELOPERS, SPIES]).need("member_count")
        context.realise()
        self.assertEqual([0, 2, 1], [team.member_count for team in teams])

    def test_read_only_if_asked_for(self):
        """The edge does not tell it, nor it the edge."""
        context = Context()
        bugs = IBugs(context).of([CRASH])
        bugs.get_subscribers()
        context.realise()
        with self.assertRaisesRegex(NotRequested, r"\.need\('subscriber_count'\)"):
            bugs.one().subscriber_count  # noqa: B018

    def test_a_count_is_no_edge(self):
        """Nor does it lead anywhere."""

        class Wrong(Bugs):
            get_comment_count = follow("comment_count")
            get_heat = follow("heat")

        context = Context()
        bugs = Wrong(context, IBugs(context).node)
        for verb, text in (
            (
                bugs.get_comment_count,
                "IBug.comment_count leads to nobody: say need('comment_count'), or "
                "for those who are counted follow 'comments'.",
            ),
            (bugs.get_heat, "IBug.heat leads to nobody: say need('heat')."),
        ):
            with self.assertRaises(NotAllowed) as caught:
                verb()
            self.assertEqual(text, str(caught.exception))
        with self.assertRaisesRegex(UnknownName, "'comment_count'; there are: dupli"):
            bugs.reach("comment_count")
        with self.assertRaisesRegex(InvalidValue, "expected int, found Person"):
            bugs.filter(affected_count=Person(id=ADA))
        with self.assertRaisesRegex(NotAllowed, "Order by a fact: affected_count, "):
            bugs.ordered_by("affected")
        with self.assertRaisesRegex(UnknownName, "IBug has no attribute 'counts'; th"):
            bugs.need("counts")

    def test_going_through_all_is_refused(self):
        """No index tells it; with one that does it is fine."""
        for narrow in (
            lambda bugs: bugs.filter(subscriber_count=2),
            lambda bugs: bugs.filter(title="x").ordered_by("-comment_count").limit(2),
        ):
            context = Context()
            narrow(IBugs(context)).need("title")
            with self.assertRaisesRegex(Unbounded, "no index answers its filter"):
                context.realise()
        found = self.realised(lambda c: IBugs(c).filter(heat=50, subscriber_count=2))
        self.assertEqual([CRASH, EXIT], found)
