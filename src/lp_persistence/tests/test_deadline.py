"""Deadlines: no step begins after one, and nothing is readable then."""

import unittest
from time import monotonic

from lp_persistence.context import Context
from lp_persistence.errors import DeadlinePassed, NotRealised
from lp_persistence.people.interfaces import IPersons
from lp_persistence.testing.layers import MEMORY
from lp_persistence.testing.tracker_factory import TrackerFactory


class TestDeadline(unittest.TestCase):
    layer = MEMORY

    def setUp(self):
        factory = TrackerFactory(self.layer["backend"])
        factory.person(id=1, name="ada")
        factory.done()
        self.now = 100.0

    def context(self, deadline, clock=None):
        context = Context(deadline=deadline, clock=clock or (lambda: self.now))
        self.persons = IPersons(context).of([1])
        self.persons.get_emails()
        return context

    def test_what_is_in_time_is_realised(self):
        """The moment itself is not too late."""
        self.context(100.0).realise()
        self.assertEqual(self.persons.one().name, "ada")

    def test_the_error_names_step_and_group(self):
        """And by how much it was too late, and the way out."""
        context = self.context(99.5)
        with self.assertRaises(DeadlinePassed) as caught:
            context.realise()
        self.assertEqual(
            str(caught.exception),
            "The context's deadline passed 0.500 s before the step: fetch "
            "IPersons.of(…). Ask for less, or give Context(deadline=…) more time.",
        )
        self.assertEqual(caught.exception.late, 0.5)

    def test_it_is_looked_at_before_each_step(self):
        """What came before it was run, and nothing of it can be read."""
        steps: list[str] = []

        def clock() -> float:
            steps.append("asked")
            return 100.0 if len(steps) < 2 else 101.0

        context = self.context(100.0, clock)
        with self.assertRaises(DeadlinePassed) as caught:
            context.realise()
        self.assertEqual(caught.exception.step, "follow IPersons.of(…).emails")
        self.assertEqual(len(steps), 2)
        with self.assertRaises(NotRealised):
            list(self.persons)

    def test_by_default_the_clock_is_the_one_that_never_goes_back(self):
        """What has passed by it has passed."""
        context = Context(deadline=monotonic() - 1)
        IPersons(context).of([1])
        with self.assertRaises(DeadlinePassed):
            context.realise()
