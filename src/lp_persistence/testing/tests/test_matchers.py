"""Matchers of statements, and what they match."""

import unittest

from lp_persistence.bugs.interfaces import IBug, IBugs
from lp_persistence.context import Context
from lp_persistence.people.interfaces import IPersons
from lp_persistence.testing.layers import MEMORY
from lp_persistence.testing.matchers import (
    SameStatements,
    StatementsAtMost,
    StatementsExactly,
)
from lp_persistence.testing.measuring import measure, measured
from lp_persistence.testing.tracker_factory import TrackerFactory


class Page:
    """What an application's own test measured."""

    def __init__(self, *statements):
        self.statements = list(statements)


class TestMeasured(unittest.TestCase):
    layer = MEMORY

    def setUp(self):
        factory = TrackerFactory(self.layer["backend"])
        factory.bug(id=1, subscribers=[factory.person(), factory.person()])
        factory.done()

    def show(self):
        context = Context()
        bugs = IBugs(context).of([1])
        bugs.get_subscribers().get_emails()
        bugs.get_tasks()
        context.realise()
        return len(bugs)

    def test_statements_are_listed_with_groups_and_rows(self):
        """As the plan words them, with what the function returned."""
        page = measure(self.show)
        self.assertEqual(page.result, 1)
        self.assertEqual(len(page.statements), 5)
        self.assertEqual(str(page.statements[0]), "fetch IBugs.of(…): 1 row")
        self.assertEqual(page.rows, sum(each.rows for each in page.statements))
        self.assertEqual(page.skipped, [])

    def test_statements_are_told_by_the_groups_that_caused_them(self):
        """One that answers several counts for each."""
        found = measure(self.show).by_group()
        emails = "IBugs.of(…).subscribers.emails"
        self.assertEqual([each.rows for each in found[emails]], [2])

    def test_what_had_nothing_to_start_from_is_told(self):
        """It was planned, and not sent."""
        context = Context()
        IBugs(context).of([99]).get_subscribers()
        with measured() as page:
            context.realise()
        self.assertEqual(len(page.statements), 1)
        self.assertEqual(len(page.skipped), 2)
        self.assertIn("IBugs.of(…).subscribers", page.skipped[0])

    def test_several_contexts_count_together(self):
        """And what comes after the block does not."""
        with measured() as page:
            self.show()
            self.show()
        self.show()
        self.assertEqual(len(page.statements), 10)


class TestMatchers(unittest.TestCase):
    layer = MEMORY

    def test_at_most(self):
        """The mismatch lists all statements."""
        matcher = StatementsAtMost(2)
        self.assertEqual(str(matcher), "StatementsAtMost(2)")
        self.assertIsNone(matcher.match(Page("SELECT 1", "SELECT 2")))
        mismatch = matcher.match(Page("SELECT 1", "SELECT 2", "SELECT 3"))
        assert mismatch is not None
        self.assertEqual(
            mismatch.describe(),
            "3 statements, 1 more than 2:\n  1. SELECT 1\n  2. SELECT 2\n  3. SELECT 3",
        )
        self.assertEqual(mismatch.get_details(), {})

    def test_exactly(self):
        """Fewer are a mismatch too: the budget is to follow."""
        matcher = StatementsExactly(2)
        self.assertEqual(str(matcher), "StatementsExactly(2)")
        self.assertIsNone(matcher.match(Page("SELECT 1", "SELECT 2")))
        for page, text in (
            (Page("SELECT 1"), "1 statement, 1 fewer than 2:\n  1. SELECT 1"),
            (Page(1, 2, 3), "3 statements, 1 more than 2:\n  1. 1\n  2. 2\n  3. 3"),
        ):
            mismatch = matcher.match(page)
            assert mismatch is not None
            self.assertEqual(mismatch.describe(), text)

    def test_the_same_at_every_size(self):
        """Realised pages are; one that asks row by row is not, and what the
        one size has and the other has not is listed."""
        factory = TrackerFactory(self.layer["backend"])
        ids = factory.make_many(IBug, 60, reporter=factory.person())

        def at_once(size):
            context = Context()
            IBugs(context).of(ids[:size])
            return measure(context.realise)

        def row_by_row(size):
            with measured() as page:
                at_once(size)
                for _ in range(size):
                    context = Context()
                    IPersons(context).of([1])
                    context.realise()
            return page

        matcher = SameStatements(at=(1, 3))
        self.assertEqual(str(matcher), "SameStatements(at=(1, 3))")
        self.assertIsNone(matcher.match(at_once))
        mismatch = matcher.match(row_by_row)
        assert mismatch is not None
        self.assertEqual(
            mismatch.describe(),
            "2 statements at 1, 4 at 3.\n"
            "Only at 1:\n  none\n"
            "Only at 3:\n"
            "  1. fetch IPersons.of(…): 1 row\n  2. fetch IPersons.of(…): 1 row",
        )
