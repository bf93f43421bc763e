"""Facts that take the viewer: each is told theirs, and nobody another's."""

from __future__ import annotations

from typing import Any

from lp_persistence import Not
from lp_persistence.bugs.interfaces import IBugs, IBugTasks
from lp_persistence.context import Context
from lp_persistence.errors import InvalidValue, NotRequested, Unbounded
from lp_persistence.interfaces import ALL_SEEING
from lp_persistence.model import get_model
from lp_persistence.people.entities import Person
from lp_persistence.people.interfaces import IPersons
from lp_persistence.tests.village import (
    ADA,
    BEN,
    CRASH,
    CYD,
    DEVELOPERS,
    EXIT,
    HUGE,
    SPIES,
    TYPO,
    Village,
)

SEEN = [CRASH, EXIT, TYPO]


class ViewersFactsTests(Village):
    def told(self, viewer: Any, *names: str) -> dict[int, tuple[Any, ...]]:
        """By id of a bug that all see what these facts of it are."""
        context = Context(viewer)
        bugs = IBugs(context).of(SEEN).need(*names)
        context.realise()
        return {bug.id: tuple(getattr(bug, each) for each in names) for bug in bugs}

    def test_values(self):
        """Of the entity's own code, with what is asked of the viewer."""
        names = ("is_mine", "is_subscribed")
        yes, no = True, False
        for viewer, expected in (
            (ADA, {CRASH: (yes, yes), EXIT: (no, yes), TYPO: (no, no)}),
            (BEN, {CRASH: (no, yes), EXIT: (yes, no), TYPO: (no, no)}),
            (CYD, {CRASH: (no, no), EXIT: (no, no), TYPO: (yes, no)}),
        ):
            self.assertEqual(expected, self.told(Person(id=viewer), *names))

    def test_nobody_in_particular(self):
        """Nobody, who sees everything, who is not there, who can't be."""
        for viewer in (None, ALL_SEEING, Person(id=99), Person(id=HUGE)):
            told = self.told(viewer, "is_mine", "is_subscribed", "affects_me")
            self.assertEqual(dict.fromkeys(SEEN, (False,) * 3), told)

    def test_who_looks_is_asked_when_it_is_realised(self):
        """A group may be built before anybody is authenticated."""
        signed_in: list[Any] = [None]
        context = Context(lambda: signed_in[0])
        mine = IBugs(context).of(SEEN).filter(mine=True)
        signed_in[0] = Person(id=BEN)
        context.realise()
        self.assertEqual([EXIT], [bug.id for bug in mine])

    def test_filters_and_orders(self):
        """As other facts, with or without being asked for; pages too."""
        ada = Person(id=ADA)

        def found(viewer: Any = ada, **tests: Any) -> list[int]:
            return self.realised(lambda c: IBugs(c).of(SEEN).filter(**tests), viewer)

        self.assertEqual([CRASH, EXIT], found(subscribed=True))
        self.assertEqual([TYPO], found(subscribed=False))
        self.assertEqual([TYPO], found(subscribed=Not(True)))
        self.assertEqual([], found(mine=None))
        self.assertEqual([EXIT], found(mine=False, subscribed=True))
        self.assertEqual([], found(None, subscribed=True))

        def ordered(context: Context) -> Any:
            return IBugs(context).of(SEEN).ordered_by("-mine", "subscribed")

        self.assertEqual([CRASH, TYPO, EXIT], self.realised(ordered, ada))
        context = Context(ada)
        page = ordered(context).limit(1)
        context.realise()
        key = page.key(page.one())
        self.assertEqual("[true,true,1]", key)
        rest = self.realised(lambda c: ordered(c).after(key).limit(2), ada)
        self.assertEqual([TYPO, EXIT], rest)

    def test_over_edges(self):
        """Of what is followed, reached, read along, counted, and in a filter."""
        context = Context(Person(id=ADA))
        tasks = IBugTasks(context).all()
        bugs = tasks.get_bug().need("is_subscribed")
        mine = IBugTasks(context).filter(bug=IBugs(context).filter(mine=True))
        reached = IBugTasks(context).reach("bug").filter(subscribed=False)
        reached = reached.ordered_by("-mine", "id")
        counts = IBugs(context).counted_by("subscribed")
        context.realise()
        self.assertEqual([1, 2], [task.id for task in mine])
        self.assertEqual({CRASH, EXIT}, {b.id for b in bugs if b.is_subscribed})
        self.assertEqual([TYPO, 4], [bug.id for bug in reached])
        self.assertEqual({False: 2, True: 2}, counts)

    def test_answered_at_once(self):
        """Of what was asked for."""
        context = Context(Person(id=ADA))
        bugs = IBugs(context).of(SEEN).need("is_mine")
        context.realise()
        self.assertEqual([CRASH], [bug.id for bug in bugs.filter(mine=True)])

    def test_teams_of_the_viewer(self):
        """Over any number of teams; nobody is a team."""
        for viewer, expected in (
            (BEN, [DEVELOPERS, SPIES]),
            (CYD, []),
            (ADA, [DEVELOPERS]),
        ):
            build = lambda c: IPersons(c).filter(joined=True).all()  # noqa: E731
            self.assertEqual(expected, self.realised(build, Person(id=viewer)))

    def test_plans_are_shared_and_values_are_not(self):
        """Two viewers, and one twice, go by one plan; nobody by another."""
        cache = get_model().cache("plans")
        cache.clear()
        first = self.told(Person(id=ADA), "is_mine")
        self.assertEqual(1, len(cache))
        self.assertNotEqual(first, self.told(Person(id=BEN), "is_mine"))
        self.assertEqual(first, self.told(Person(id=ADA), "is_mine"))
        self.assertEqual(1, len(cache))
        self.assertNotEqual(first, self.told(None, "is_mine"))
        self.assertEqual(2, len(cache))

    def test_what_it_costs(self):
        """The viewer's facts are one statement, with those of the rules; nobody has
        none, and what is not asked for costs nothing."""

        def texts(viewer: Any, *names: str) -> list[str]:
            context = Context(viewer)
            IPersons(context).of([ADA]).need(*names)
            plan = context.plan()
            facts = [getattr(each.step, "facts", ()) for each in plan.steps]
            return [*facts[0], *(each.word for each in plan.steps)]

        rule = ["admins", "teams", "viewer", "fetch"]
        self.assertEqual(rule, texts(Person(id=ADA), "is_joined"))
        self.assertEqual(rule, texts(Person(id=ADA)))
        self.assertEqual(["fetch"], texts(None, "is_joined"))
        context = Context(Person(id=ADA))
        IBugs(context).of([CRASH]).need("is_mine")
        facts: Any = context.plan().steps[0].step
        self.assertEqual(("admins", "person", "policies", "teams"), facts.facts)

    def test_read_only_if_asked_for(self):
        """As every fact of the graph."""
        context = Context(Person(id=ADA))
        bugs = IBugs(context).of([CRASH])
        context.realise()
        with self.assertRaisesRegex(NotRequested, r"Add \.need\('is_mine'\) to"):
            bugs.one().is_mine  # noqa: B018

    def test_what_is_refused(self):
        """Another value, and going through all."""
        with self.assertRaisesRegex(InvalidValue, "IBug.is_mine can't be 'yes'"):
            IBugs(Context()).filter(mine="yes")
        context = Context(Person(id=ADA))
        IBugs(context).filter(mine=True).need("title")
        with self.assertRaisesRegex(Unbounded, "no index answers its filter"):
            context.realise()
