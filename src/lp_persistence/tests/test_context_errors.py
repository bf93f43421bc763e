"""What goes wrong while a context is realised: rows, statements."""

from __future__ import annotations

from typing import Any

import transaction
from zope.component import getGlobalSiteManager

from lp_persistence.bugs.entities import Bug
from lp_persistence.bugs.interfaces import IBugs, IBugTask, IBugTasks
from lp_persistence.context import Context
from lp_persistence.errors import (
    InvalidValue,
    NotRealised,
    RealiseError,
    RowError,
    StaleContext,
    TooManyRows,
)
from lp_persistence.interfaces import IBackend
from lp_persistence.people.entities import Person
from lp_persistence.people.interfaces import IPersons
from lp_persistence.pillars.interfaces import IDistributions
from lp_persistence.tests.village import ADA, CRASH, EXIT, SECRET, Village


def hot(context: Context) -> Any:
    """The two bugs of one heat."""
    return IBugs(context).filter(heat=50)


class BrokenSnapshot:
    """Fails where its backend does; else hands on."""

    begins = 0

    def __init__(self, backend: BrokenBackend, context: Any):
        self.backend = backend
        self.snapshot = backend.backend.snapshot(context)

    def check(self, interfaces: Any) -> None:
        self.snapshot.check(interfaces)

    def run(self, step: Any, values: Any, keys: Any) -> Any:
        self.backend.fails_at -= 1
        if not self.backend.fails_at:
            raise self.backend.error
        return self.snapshot.run(step, values, keys)


class BrokenBackend:
    """Fails at the step of a number, counted over all its snapshots."""

    def __init__(self, backend: Any, fails_at: int, error: BaseException):
        self.backend = backend
        self.fails_at = fails_at
        self.error = error

    def snapshot(self, context: Any) -> BrokenSnapshot:
        return BrokenSnapshot(self, context)


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

    def test_what_failed_is_told_until_it_is_mended(self):
        """Whoever reads a group, a size or a count hears of it."""
        self.broken(1, ConnectionError("gone"))
        context = Context()
        bugs, size = hot(context), IBugs(context).size()
        counts = IBugs(context).counted_by("heat")
        with self.assertRaises(ConnectionError):
            context.realise()
        for read in (lambda: len(bugs), lambda: int(size), counts.items):
            with self.assertRaisesRegex(
                NotRealised,
                r" built at .*:\d+ was not (realised|counted by heat): realise\(\) "
                r"failed: ConnectionError: gone\. Mend that, and call "
                r"context\.realise\(\) again before it is read\.$",
            ):
                read()
        context.realise()
        self.assertEqual(2, len(bugs))
        with self.assertRaisesRegex(NotRealised, r"was not realised yet\. Call"):
            len(IBugs(context).of([CRASH]).get_subscribers())

    def test_a_transaction_that_ended_before_the_first_step(self):
        """What was realised stays readable; where a step finds it, nothing does."""
        context = Context()
        bugs = hot(context)
        context.realise()
        bugs.need("heat")
        transaction.abort()
        with self.assertRaises(StaleContext):
            context.realise()
        self.assertEqual(2, len(bugs))
        self.broken(1, StaleContext())
        context = Context()
        bugs = hot(context)
        with self.assertRaises(StaleContext):
            context.realise()
        with self.assertRaisesRegex(NotRealised, r"realise\(\) failed: StaleContext"):
            len(bugs)

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


class BoundTests(Village):
    def context(self, most_rows: int | None) -> tuple[Context, Any, Any]:
        """Two bugs, the six who subscribed to them, and these people: 2 + 5 + 4."""
        context = Context(most_rows=most_rows)
        bugs = hot(context)
        return context, bugs, bugs.get_subscribers()

    def test_one_row_beyond_it(self):
        """The error names what was read then, and where it was built."""
        context, bugs, people = self.context(2)
        with self.assertRaises(TooManyRows) as caught:
            context.realise()
        self.assertRegex(
            str(caught.exception),
            r"^The context has read its 2 rows, and there are more in "
            r"IBugs\.filter\(…\)\.subscribers built at \S+test_context_errors.py:\d+. "
            r"Narrow it, give it a limit, or say Context\(most_rows=…\)\.$",
        )
        self.assertEqual(2, caught.exception.most)
        for group in (bugs, people):
            with self.assertRaises(NotRealised):
                len(group)

    def test_it_holds_for_all_that_a_context_reads(self):
        """Also where it realises again; what failed does not count."""
        context, bugs, _ = self.context(None)
        rows = context.realise().rows
        context, bugs, people = self.context(rows)
        self.assertEqual(rows, context.realise().rows)
        people.need("name", "is_valid")
        with self.assertRaisesRegex(TooManyRows, "subscribers"):
            context.realise()
        context.most_rows = 2 * rows
        context.realise()
        self.assertEqual(2, len(bugs))

    def test_the_viewers_facts_count(self):
        """They are rows as well."""
        context = Context(viewer=Person(id=ADA), most_rows=0)
        hot(context)
        with self.assertRaisesRegex(TooManyRows, "there are more in facts"):
            context.realise()

    def test_what_is_no_bound(self):
        """It is refused where it is given."""
        wrong: tuple[Any, ...] = (-1, 1.5, True, "many", 10**9)
        for most in wrong:
            with self.assertRaisesRegex(InvalidValue, r"^Context\.most_rows can't be"):
                Context(most_rows=most)


class ViewerTests(Village):
    def test_what_is_no_viewer(self):
        """It is refused where it is given, or where the function gives it."""
        strange = (Person(id="1"), Person(id=1.5), Person(id=True), Bug(id=1))
        for viewer in ("bob", 7, Person(name="ada"), IPersons(Context()), *strange):
            with self.assertRaisesRegex(InvalidValue, r"^Context\.viewer can't be"):
                Context(viewer=viewer)
            context = Context(viewer=lambda viewer=viewer: viewer)
            with self.assertRaisesRegex(InvalidValue, r"^Context\.viewer can't be"):
                context.plan()

    def test_a_viewer_whose_id_is_nobodys(self):
        """Sees what nobody sees."""
        context = Context(viewer=Person(id=10**30))
        people = IPersons(context).all()
        context.realise()
        nobody = Context()
        seen = IPersons(nobody).all()
        nobody.realise()
        self.assertEqual([each.id for each in seen], [each.id for each in people])
