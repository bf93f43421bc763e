"""Contexts: when they read, what they read again, and what goes wrong."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from random import Random
from typing import Any

import transaction
from zope.component import getGlobalSiteManager
from zope.interface.verify import verifyObject

from lp_persistence.bugs.interfaces import IBugs
from lp_persistence.conditions import Not
from lp_persistence.context import Context, current_context
from lp_persistence.errors import (
    NotAllowed,
    NotRegistered,
    NotRequested,
    StaleContext,
    Unbounded,
)
from lp_persistence.interfaces import ALL_SEEING, IBackend, IContext, IPlan
from lp_persistence.people.entities import Person
from lp_persistence.people.interfaces import IPersons
from lp_persistence.pillars.interfaces import IDistributions
from lp_persistence.tests.village import (
    ADA,
    BEN,
    CRASH,
    CYD,
    DEBIAN,
    DEVELOPERS,
    EXIT,
    HUGE,
    SECRET,
    SPIES,
    TYPO,
    UBUNTU,
    Village,
)


def hot(context: Context) -> Any:
    """The two bugs of one heat."""
    return IBugs(context).filter(heat=50)


class ThreadTests(Village):
    def test_a_with_statement_makes_it_the_threads(self):
        """Of several the innermost; it ends with its block, whatever ends that."""
        with Context() as outer:
            self.assertIs(outer, current_context())
            with self.assertRaises(KeyError), Context() as inner:
                self.assertIs(inner, current_context())
                raise KeyError
            self.assertIs(outer, current_context())
            bugs = hot(current_context()).all()
            outer.realise()
        self.assertEqual(2, len(bugs))
        with self.assertRaises(StaleContext):
            outer.realise()
        with self.assertRaises(NotAllowed) as caught:
            current_context()
        self.assertEqual(
            "This thread is in no context. Say with Context(viewer=…) as context: "
            "around what a script or job does; a page's context is IContext(request).",
            str(caught.exception),
        )

    def test_entered_again_it_ends_with_the_outer_block(self):
        """A function that makes it the thread's may be called in its block."""
        with Context() as context:
            with Context() as other:
                with context:
                    self.assertIs(context, current_context())
                self.assertIs(other, current_context())
            bugs = hot(context)
            context.realise()
            self.assertEqual(2, len(bugs))
        with self.assertRaises(StaleContext):
            context.realise()

    def test_entered_again_after_its_end_it_stays_ended(self):
        """Twice as well."""
        with Context() as context:
            pass
        with context:
            with context:
                pass
            with self.assertRaises(StaleContext):
                context.realise()

    def test_other_threads_have_their_own(self):
        """Or none."""
        with Context(), ThreadPoolExecutor(1) as threads:
            self.assertRaises(NotAllowed, threads.submit(current_context).result)


class InputTests(Village):
    def test_interface(self):
        """A context is one."""
        verifyObject(IContext, Context())
        verifyObject(IPlan, Context().plan())

    def test_what_was_not_said(self):
        """Nobody looks, now, and chance is chance."""
        context = Context()
        self.assertIsNone(context.viewer)
        self.assertIs(UTC, context.now.tzinfo)
        self.assertIsInstance(context.random, Random)

    def test_time_and_chance_are_passed_in(self):
        """A page in a test is the same each time."""
        now, random = datetime(2020, 1, 1, tzinfo=UTC), Random(5)
        context = Context(now=now, random=random)
        self.assertIs(now, context.now)
        self.assertIs(random, context.random)

    def test_the_viewer_is_asked_when_it_is_realised(self):
        """Groups are built before everything is authenticated; once is enough."""
        asked = []

        def viewer() -> Person:
            asked.append(1)
            return Person(id=ADA)

        context = Context(viewer)
        bugs = IBugs(context).filter(private=True).all()
        bugs.get_subscribers()
        self.assertEqual([], asked)
        context.realise()
        bugs.get_reporters()
        context.realise()
        self.assertEqual([1], asked)
        self.assertEqual([SECRET], [bug.id for bug in bugs])

    def test_a_plan_binds_nobody(self):
        """Whoever looks at a plan early in a request does not decide who looks."""
        found = [None, Person(id=ADA)]
        context = Context(lambda: found.pop(0))
        bugs = IBugs(context).filter(private=True).all()
        context.plan()
        context.realise()
        self.assertEqual([SECRET], [bug.id for bug in bugs])

    def test_a_viewer_may_turn_out_to_be_nobody(self):
        """Or to see everything."""
        self.assertEqual([], self.realised(private, lambda: None))
        self.assertEqual([SECRET], self.realised(private, lambda: ALL_SEEING))

    def test_viewers_see_what_they_may(self):
        """By teams in teams and what those were granted."""
        for viewer, expected in (
            (None, []),
            (Person(id=ADA), [SECRET]),
            (Person(id=CYD), []),
            (Person(id=HUGE), []),
            (Person(id=99), []),
            (ALL_SEEING, [SECRET]),
        ):
            with self.subTest(viewer):
                self.assertEqual(expected, self.realised(private, viewer))

    def test_all_seeing_has_a_name(self):
        """It reads in a traceback as it is written."""
        self.assertEqual("ALL_SEEING", repr(ALL_SEEING))


def private(context: Context) -> Any:
    """The bugs that not everybody sees."""
    return IBugs(context).filter(private=True).all()


class AgainTests(Village):
    def setUp(self) -> None:
        super().setUp()
        self.context = Context()
        self.bugs = hot(self.context)
        self.context.realise()
        self.before = self.bugs.first()

    def test_nothing_new_costs_nothing(self):
        """And gives the same objects."""
        self.assertEqual(0, self.context.realise().statements)
        self.assertIs(self.before, self.bugs.first())

    def test_nothing_new_of_unions_and_rides(self):
        """Whatever a page is made of, asking twice is free."""
        context = Context(Person(id=ADA))
        distributions = IDistributions(context).all()
        distributions.get_branding()
        bugs = distributions.hot_bugs(limit=2)
        people = bugs.get_subscribers()
        people.update(bugs.get_reporters())
        people.get_branding()
        context.realise()
        first = people.first()
        self.assertEqual(0, context.realise().statements)
        self.assertIs(first, people.first())

    def test_a_need_gives_new_objects(self):
        """Those handed out stay as they were."""
        self.bugs.need("heat")
        with self.assertRaises(NotRequested):
            hasattr(self.bugs.first(), "heat")
        self.assertEqual(1, self.context.realise().statements)
        after = self.bugs.first()
        self.assertEqual((50, self.before), (after.heat, after))
        self.assertIsNot(self.before, after)
        with self.assertRaises(NotRequested):
            hasattr(self.before, "heat")

    def test_an_edge(self):
        """Only what it leads to is fetched."""
        subscribers = self.bugs.get_subscribers()
        plan: Any = self.context.plan()
        self.assertEqual(2, self.context.realise().statements)
        self.assertEqual({"IPerson"}, {s.step.scope.interface for s in plan.steps})
        self.assertEqual([ADA, BEN, DEVELOPERS], [person.id for person in subscribers])
        self.assertIs(subscribers.first(), self.bugs.first().subscribers[0])

    def test_other_groups_stay(self):
        """What nothing new was asked of keeps its objects."""
        people = IPersons(self.context).of([ADA])
        self.assertEqual(1, self.context.realise().statements)
        self.assertIs(self.before, self.bugs.first())
        self.assertEqual("Ada", people.one().displayname)

    def test_narrowing_what_was_realised(self):
        """It stays readable."""
        some = self.bugs.filter(heat=Not(None))
        self.assertEqual(1, self.context.realise().statements)
        self.assertEqual([CRASH, EXIT], [bug.id for bug in some])
        self.assertEqual([CRASH, EXIT], [bug.id for bug in self.bugs])

    def test_a_long_text_that_others_had_asked_for(self):
        """It was brought for their members only, so it is fetched now."""
        self.bugs.need("description")
        typo = IBugs(self.context).of([TYPO])
        self.context.realise()
        typo.need("description")
        self.assertEqual(1, self.context.realise().statements)
        self.assertEqual("description-3", typo.one().description)

    def test_a_need_of_whom_a_hidden_one_stands_beside(self):
        """What was hidden before is hidden still."""
        distributions = IDistributions(self.context).all()
        owners = distributions.get_owner()
        self.context.realise()
        owners.need("date_created")
        self.context.realise()
        self.assertEqual("<hidden>", distributions[DEBIAN].owner.displayname)
        self.assertIsNotNone(distributions[UBUNTU].owner.date_created)

    def test_the_viewers_facts_are_loaded_once(self):
        """Each when it is first needed."""
        context = Context(Person(id=ADA))
        IPersons(context).of([BEN])
        self.assertEqual(2, context.realise().statements)
        found = private(context)
        self.assertEqual(2, context.realise().statements)
        self.assertEqual([SECRET], [bug.id for bug in found])
        IBugs(context).of([CRASH])
        self.assertEqual(1, context.realise().statements)

    def test_one_snapshot(self):
        """What is loaded in between is not seen by either."""
        self.factory.bug(id=9, heat=50)
        later = IBugs(self.context).of([9])
        self.context.realise()
        self.assertEqual(0, len(later))
        self.assertEqual([CRASH, EXIT, 9], self.realised(hot))


class EndTests(Village):
    def test_after_the_transaction(self):
        """What was realised stays readable, and nothing more is read."""
        for end in (transaction.commit, transaction.abort):
            context = Context()
            bugs = hot(context)
            context.realise()
            end()
            bugs.need("heat")
            with self.subTest(end), self.assertRaises(StaleContext):
                context.realise()
            self.assertEqual("Crash", bugs.first().title)

    def test_a_plan_can_still_be_told(self):
        """It reads nothing."""
        context = Context()
        hot(context)
        context.realise()
        transaction.abort()
        IBugs(context).of([CRASH])
        self.assertEqual(1, context.plan().statements)

    def test_the_transaction_begins_with_the_first_realise(self):
        """A context that was only built belongs to none yet."""
        context = Context()
        bugs = hot(context)
        transaction.abort()
        context.realise()
        self.assertEqual(2, len(bugs))

    def test_with(self):
        """At the end of the block the context is closed; its objects remain."""
        with Context() as context:
            bugs = hot(context)
            context.realise()
        self.assertEqual("Crash", bugs.first().title)
        with self.assertRaises(StaleContext):
            context.realise()

    def test_no_backend(self):
        """The text says which ZCML to include."""
        getGlobalSiteManager().unregisterUtility(self.backend, IBackend)
        with self.assertRaises(NotRegistered) as caught:
            Context().realise()
        self.assertIn(
            '<include package="lp_persistence" file="memory.zcml" />',
            str(caught.exception),
        )


class PlanTests(Village):
    def test_it_is_what_is_run(self):
        """The very plan, and it reads nothing."""
        context = Context()
        hot(context).get_subscribers()
        plan = context.plan()
        realisation = context.realise()
        self.assertIs(plan, realisation.plan)
        self.assertEqual(3, realisation.statements)
        self.assertEqual(0, realisation.skipped)

    def test_what_starts_from_nobody_is_skipped(self):
        """It was planned, is not sent, and is reported."""
        context = Context()
        bugs = IBugs(context).filter(title="nothing").all()
        people = bugs.get_subscribers()
        people.get_teams()
        realisation = context.realise()
        self.assertEqual(5, realisation.plan.statements)
        self.assertEqual((1, 4), (realisation.statements, realisation.skipped))
        self.assertEqual((0, 0), (len(bugs), len(people)))

    def test_a_part_of_a_fused_step_is_sent(self):
        """A statement is skipped where its every part would start from nobody."""
        context = Context()
        IBugs(context).of([CRASH]).get_subscribers()
        IBugs(context).of([]).get_assignees()
        self.assertIn("beside", str(context.plan()))
        self.assertEqual(0, context.realise().skipped)

    def test_what_it_cost(self):
        """Statements, trips, rows, milliseconds."""
        context = Context()
        hot(context).get_subscribers()
        realisation = context.realise()
        self.assertEqual(3, realisation.trips)
        self.assertLessEqual(2 + 5 + 4, realisation.rows)
        self.assertGreater(realisation.milliseconds, 0)

    def test_a_root_that_nothing_narrows(self):
        """The plan is refused already."""
        context = Context()
        IBugs(context).need("heat")
        with self.assertRaises(Unbounded):
            context.plan()


class ShareTests(Village):
    def test_equal_asks_share_objects(self):
        """Whatever groups they were reached by."""
        context = Context()
        bugs = hot(context)
        subscribers, reporters = bugs.get_subscribers(), bugs.get_reporters()
        context.realise()
        self.assertIs(subscribers[ADA], reporters[ADA])

    def test_other_asks_do_not(self):
        """Equal, of one hash, and two."""
        context = Context()
        bugs = hot(context)
        subscribers, reporters = bugs.get_subscribers(), bugs.get_reporters()
        reporters.need("is_valid")
        context.realise()
        one, other = subscribers[ADA], reporters[ADA]
        self.assertEqual((one, hash(one)), (other, hash(other)))
        self.assertIsNot(one, other)

    def test_down_to_the_last_edge(self):
        """What is asked two edges further makes them differ, too."""
        context = Context()
        bugs = hot(context)
        subscribers, reporters = bugs.get_subscribers(), bugs.get_reporters()
        subscribers.get_teams().need("is_valid")
        reporters.get_teams()
        context.realise()
        self.assertIsNot(subscribers[ADA], reporters[ADA])
        self.assertTrue(subscribers[ADA].teams[0].is_valid)
        with self.assertRaises(NotRequested):
            hasattr(reporters[ADA].teams[0], "is_valid")

    def test_hidden_ones(self):
        """A reference to what is hidden is the one Hidden of its interface."""
        self.factory.bug(id=9, reporter=SPIES)
        context = Context()
        IBugs(context).of([9]).get_reporters()
        IDistributions(context).of([UBUNTU, DEBIAN]).get_owner()
        context.realise()
        hidden = IBugs(context).of([9])
        bugs, distributions = hidden, IDistributions(context).of([UBUNTU, DEBIAN])
        owner = distributions[DEBIAN].owner
        self.assertIs(owner, bugs.one().reporter)
        self.assertEqual("<hidden>", owner.displayname)
