"""Contexts: when they read, what they read again, and what goes wrong."""

from __future__ import annotations

import logging
from datetime import UTC, datetime
from random import Random
from typing import Any

import transaction
from zope.component import getGlobalSiteManager, provideHandler
from zope.interface.verify import verifyObject

from lp_persistence.bugs.interfaces import IBugs, IBugTask, IBugTasks
from lp_persistence.conditions import Not
from lp_persistence.context import Context
from lp_persistence.errors import (
    NotRealised,
    NotRegistered,
    NotRequested,
    RealiseError,
    RowError,
    StaleContext,
    Unbounded,
)
from lp_persistence.interfaces import (
    ALL_SEEING,
    IBackend,
    IContext,
    IPlan,
    IPlanned,
    IRealised,
    IStepDone,
)
from lp_persistence.people.entities import Person
from lp_persistence.people.interfaces import IPersons
from lp_persistence.pillars.interfaces import IDistributions
from lp_persistence.planning.steps import Select
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


class BrokenSnapshot:
    """Fails at the step of a number; else hands on."""

    def __init__(self, snapshot: Any, fails_at: int, error: BaseException):
        self.snapshot = snapshot
        self.fails_at = fails_at
        self.error = error
        self.begins = 0

    def check(self, interfaces: Any) -> None:
        self.snapshot.check(interfaces)

    def run(self, step: Any, values: Any, keys: Any) -> Any:
        self.fails_at -= 1
        if not self.fails_at:
            raise self.error
        return self.snapshot.run(step, values, keys)


class BrokenBackend:
    """Gives snapshots that fail."""

    def __init__(self, backend: Any, fails_at: int, error: BaseException):
        self.backend = backend
        self.fails_at = fails_at
        self.error = error

    def snapshot(self, context: Any) -> BrokenSnapshot:
        return BrokenSnapshot(self.backend.snapshot(context), self.fails_at, self.error)


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
        bugs = IBugs(context).filter(private=True)
        bugs.get_subscribers()
        self.assertEqual([], asked)
        context.realise()
        bugs.get_reporters()
        context.realise()
        self.assertEqual([1], asked)
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
    return IBugs(context).filter(private=True)


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


class RowErrorTests(Village):
    def setUp(self) -> None:
        super().setUp()
        self.factory.make(IBugTask, id=77, bug=CRASH, status=77)

    def test_an_item_that_there_is_not(self):
        """It names task and value, and nothing is readable then."""
        context = Context()
        bugs, tasks = hot(context), IBugTasks(context).of([1, 77])
        with self.assertRaises(RowError) as caught:
            context.realise()
        error = caught.exception
        self.assertEqual(("IBugTasks.of(…)", 77), (error.group, error.key))
        self.assertEqual(
            "IBugTask 77 has the status 77, which BugTaskStatus does not know (in "
            "IBugTasks.of(…)).",
            str(error),
        )
        for group in (bugs, tasks):
            with self.assertRaises(NotRealised):
                len(group)

    def test_several(self):
        """All are found before anything is said."""
        self.factory.make(IBugTask, id=78, bug=EXIT, importance=78)
        context = Context()
        IBugTasks(context).of([77, 78]).need("importance")
        with self.assertRaises(RealiseError) as caught:
            context.realise()
        errors: Any = caught.exception.exceptions
        self.assertEqual([77, 78], [error.key for error in errors])
        self.assertIn("2 rows are wrong", str(caught.exception))

    def test_what_is_not_read_is_not_wrong(self):
        """Columns that nobody asked for, and rows that nobody sees."""
        self.factory.make(IBugTask, id=78, bug=CRASH, importance=78)
        self.factory.make(IBugTask, id=79, bug=SECRET, status=79)
        self.assertEqual([78], self.realised(lambda c: IBugTasks(c).of([78, 79])))

    def test_a_reference_to_nothing(self):
        """It is told where it was asked for, and nowhere else."""
        self.factory.bug(id=9, title="Lost", reporter=99)
        self.assertEqual([9], self.realised(lambda c: IBugs(c).of([9])))
        context = Context()
        IBugs(context).of([9]).get_reporters()
        with self.assertRaises(RowError) as caught:
            context.realise()
        self.assertIn("IPerson 99 does not exist", str(caught.exception))
        self.assertIn("reporter", str(caught.exception))

    def test_a_reference_to_nothing_that_rides_along(self):
        """The same error, whoever read it."""
        self.factory.distribution(id=9, icon=99)
        context = Context()
        IDistributions(context).of([9]).get_icon()
        with self.assertRaisesRegex(RowError, r"IFile 99 does not exist.* icon"):
            context.realise()

    def test_after_the_wrong_row_was_mended(self):
        """Another context is as good as ever; the same one tells it again."""
        context = Context()
        IBugTasks(context).of([77])
        for _ in range(2):
            with self.assertRaises(RowError):
                context.realise()


class StatementErrorTests(Village):
    def broken(self, fails_at: int, error: BaseException) -> None:
        """Have a later step fail."""
        sites = getGlobalSiteManager()
        sites.registerUtility(BrokenBackend(self.backend, fails_at, error), IBackend)

    def test_bare_with_a_note(self):
        """It reaches the publisher as what it is, and names group and step."""
        error = ConnectionError("gone")
        self.broken(2, error)
        context = Context()
        hot(context).get_subscribers()
        with self.assertRaises(ConnectionError) as caught:
            context.realise()
        self.assertIs(error, caught.exception)
        (note,) = error.__notes__
        self.assertEqual(
            "While lp_persistence ran the step: follow IBugs.filter(…).subscribers.",
            note,
        )

    def test_nothing_is_readable_then(self):
        """Nor what an earlier realise() had found, until another succeeds."""
        self.broken(2, ConnectionError("gone"))
        context = Context()
        bugs = hot(context)
        context.realise()
        subscribers = bugs.get_subscribers()
        with self.assertRaises(ConnectionError):
            context.realise()
        for group in (bugs, subscribers):
            with self.assertRaises(NotRealised):
                len(group)
        self.assertEqual(3, context.realise().statements)
        self.assertEqual([CRASH, EXIT], [bug.id for bug in bugs])
        self.assertEqual(3, len(subscribers))

    def test_objects_handed_out_stay(self):
        """They can reach nothing anyway."""
        self.broken(2, ConnectionError("gone"))
        context = Context()
        bugs = hot(context)
        context.realise()
        bug = bugs.first()
        bugs.need("heat")
        with self.assertRaises(ConnectionError):
            context.realise()
        self.assertEqual("Crash", bug.title)


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
        bugs = IBugs(context).filter(title="nothing")
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


class EventTests(Village):
    def setUp(self) -> None:
        super().setUp()
        self.heard: list[Any] = []
        for interface in (IPlanned, IStepDone, IRealised):
            provideHandler(self.heard.append, (interface,))
        self.context = Context()
        hot(self.context).get_subscribers()

    def test_planned_steps_realised(self):
        """In this order, with their contents."""
        realisation = self.context.realise()
        planned, *steps, realised = self.heard
        verifyObject(IPlanned, planned)
        verifyObject(IRealised, realised)
        self.assertIs(self.context, planned.context)
        self.assertIs(realisation.plan, planned.plan)
        self.assertIs(realisation, realised.realisation)
        self.assertEqual([s.step for s in planned.plan.steps], [s.step for s in steps])
        self.assertEqual(realisation.rows, sum(step.rows for step in steps))

    def test_a_step(self):
        """Needs, values, rows, milliseconds."""
        self.context.realise()
        step = self.heard[1]
        verifyObject(IStepDone, step)
        self.assertIs(self.context, step.context)
        self.assertIsInstance(step.step, Select)
        self.assertEqual(("IBugs.filter(…)",), step.needs)
        self.assertEqual(((50,), {}), tuple(step.values))
        self.assertEqual(2, step.rows)
        self.assertGreaterEqual(step.milliseconds, 0)

    def test_skipped_steps_were_not_done(self):
        """Nothing is told of them."""
        context = Context()
        IBugs(context).of([]).get_subscribers()
        context.realise()
        self.assertEqual(2, len(self.heard))

    def test_a_failure_is_not_realised(self):
        """Whoever counts sees what was planned and what was done."""
        self.factory.make(IBugTask, id=77, bug=CRASH, status=77)
        context = Context()
        IBugTasks(context).of([77])
        with self.assertRaises(RowError):
            context.realise()
        kinds = [type(event).__name__ for event in self.heard]
        self.assertEqual(["Planned", "StepDone"], kinds)

    def test_the_record_in_the_log(self):
        """One for each realise(), with the figures as data."""
        with self.assertLogs("lp_persistence", logging.INFO) as logs:
            realisation = self.context.realise()
        (record,) = logs.records
        self.assertEqual(
            f"realised {realisation.rows} rows by 3 statements in "
            f"{realisation.milliseconds:.1f} ms",
            record.getMessage(),
        )
        for name in ("statements", "skipped", "trips", "rows", "milliseconds"):
            self.assertEqual(getattr(realisation, name), getattr(record, name))


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
