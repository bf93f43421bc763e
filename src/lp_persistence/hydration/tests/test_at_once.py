"""Groups that are answered from realised objects."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from lp_persistence.bugs.interfaces import IBugs, IBugTasks
from lp_persistence.conditions import Before, Containing, Not
from lp_persistence.context import Context
from lp_persistence.errors import NotRealised
from lp_persistence.people.entities import Person
from lp_persistence.people.interfaces import IPersons
from lp_persistence.testing.factory import EPOCH
from lp_persistence.tests.village import (
    ADA,
    BEN,
    CRASH,
    EXIT,
    SECRET,
    SPIES,
    TYPO,
    Village,
)


class AtOnceTests(Village):
    def setUp(self) -> None:
        super().setUp()
        self.context = Context(Person(id=ADA))
        self.bugs = IBugs(self.context).filter(id=Not(99)).all()
        self.bugs.need("heat", "date_created", "is_private")
        self.bugs.get_reporters()
        self.bugs.get_subscribers()
        self.context.realise()

    def answers(self, narrow: Any) -> None:
        """Now and after another realise() the members are the same."""
        now = [bug.id for bug in narrow(self.bugs)]
        context = Context(Person(id=ADA))
        later = narrow(IBugs(context).filter(id=Not(99)).all())
        context.realise()
        self.assertEqual([bug.id for bug in later], now)

    def test_the_same_as_what_is_realised(self):
        """For each kind of value whose fact was asked for."""
        noon = EPOCH + timedelta(minutes=EXIT)
        tests: dict[str, Any]
        for tests in (
            {"heat": 50},
            {"heat": None},
            {"heat": {50, None}},
            {"heat": set()},
            {"heat": Not(50)},
            {"title": Containing("RAS")},
            {"title": Not(Containing("s"))},
            {"date_created": Before(noon)},
            {"private": True},
            {"id": {CRASH, TYPO}},
            {"id": 2**70},
            {"reporter": Person(id=ADA)},
            {"reporter": Not({Person(id=ADA), None})},
            {"subscribers": None},
            {"subscribers": Person(id=BEN)},
            {"subscribers": Person(id=SPIES)},
        ):
            with self.subTest(tests):
                self.answers(lambda bugs, tests=tests: bugs.filter(**tests))

    def ordered_again(self, group: Any, fact: str) -> None:
        """A group's order once more gives the same now as after a realise()."""
        self.context.realise()
        again = group.ordered_by(fact)
        now = [each.id for each in again]
        self.context.realise()
        self.assertEqual([each.id for each in again], now)
        self.assertNotEqual([each.id for each in group], now)

    def test_what_was_reached_over_others_goes_by_these_too(self):
        """So the same order again is another one: what is left goes by its ids."""
        for task, bug in ((91, TYPO), (92, CRASH)):
            self.factory.task(id=task, bug=bug)
        self.factory.done()
        self.context = Context()
        tasks = IBugTasks(self.context).of([91, 92])
        bugs = tasks.reach("bug").ordered_by("private").limit(5)
        self.ordered_again(bugs.need("is_private"), "private")

    def test_what_is_limited_for_each_goes_by_parents_first(self):
        """The same order again goes by itself alone."""
        for task, bug in ((91, TYPO), (92, CRASH)):
            self.factory.task(id=task, bug=bug)
        self.factory.done()
        self.context = Context()
        bugs = IBugs(self.context).of([CRASH, TYPO])
        tasks = bugs.get_tasks(id={91, 92}).ordered_by("id").limit(1, each=True)
        self.ordered_again(tasks, "id")

    def test_of_other_ids(self):
        """Another group's members tell nothing."""
        context = Context()
        IBugs(context).of([EXIT])
        crash = IBugs(context).of([CRASH])
        context.realise()
        self.assertEqual([CRASH], [bug.id for bug in crash.limit(3)])

    def test_tests_in_any_order(self):
        """What was tested already need not be readable."""
        context = Context()
        bugs = IBugs(context).filter(tasks=Not(None)).all()
        context.realise()
        again = IBugs(context).filter(tasks=Not(None), title={"Crash", "exit"}).all()
        found = [bug.title for bug in again]
        context.realise()
        self.assertEqual(found, [bug.title for bug in again])
        self.assertLessEqual(set(found), {bug.title for bug in bugs})

    def test_a_test_said_twice_says_no_more(self):
        """So it is not taken for another that the realised group has."""
        bugs = IBugs(self.context).filter(heat=50)
        narrower = bugs.filter(title="Crash")
        self.context.realise()
        self.assertEqual([CRASH], [bug.id for bug in narrower])
        with self.assertRaises(NotRealised):
            list(bugs.filter(heat=50))

    def test_one_is_another_test_than_a_set_of_one(self):
        """They are two groups: what was tested by the one is not known to have
        been tested by the other."""
        context = Context()
        IBugs(context).filter(reporter=Person(id=ADA))
        context.realise()
        again = IBugs(context).filter(title="Crash", reporter=Person(id=ADA))
        self.assertEqual([CRASH], [bug.id for bug in again])
        with self.assertRaises(NotRealised):
            list(IBugs(context).filter(title="Crash", reporter={Person(id=ADA)}))

    def test_orders_and_limits(self):
        """None is the largest, equals keep the own order."""
        for names in (("heat",), ("-heat", "title"), ("-title",), ("-private", "-id")):
            with self.subTest(names):
                self.answers(lambda bugs, names=names: bugs.ordered_by(*names))
        self.answers(lambda bugs: bugs.ordered_by("-heat").limit(2))
        self.answers(lambda bugs: bugs.limit(2).filter(heat=50))
        self.answers(lambda bugs: bugs.limit(3).ordered_by("-id").limit(1))

    def test_they_are_the_very_objects(self):
        """Which read what they read."""
        some = self.bugs.filter(heat=90)
        self.assertIs(self.bugs[SECRET], some.one())
        self.assertIn(self.bugs[SECRET], some)
        self.assertEqual(1, int(some.size()))

    def test_what_can_not_be_told_is_to_be_realised(self):
        """Whether it can follows from what was asked, never from the data."""
        people = IPersons(self.context).filter(team=True)
        for group in (
            self.bugs.filter(information_type=None, duplicate_of=None),
            self.bugs.ordered_by("date_last_updated"),
            self.bugs.filter(reporter=people),
            self.bugs.filter(heat=12345).filter(duplicate_of=None),
            self.bugs.get_affected(name="ada"),
            IBugs(self.context).filter(heat=50),
        ):
            with self.subTest(group), self.assertRaises(NotRealised):
                len(group)

    def test_realising_it_all_the_same(self):
        """A second realise() loads it like any group."""
        some = self.bugs.filter(heat=50)
        self.assertEqual([CRASH, EXIT], [bug.id for bug in some])
        self.context.realise()
        self.assertEqual([CRASH, EXIT], [bug.id for bug in some])
