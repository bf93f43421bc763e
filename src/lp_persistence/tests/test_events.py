"""What is told of a context: events, and the record in the log."""

from __future__ import annotations

import logging
from typing import Any

from zope.component import provideHandler
from zope.interface.verify import verifyObject

from lp_persistence.bugs.interfaces import IBugs, IBugTask, IBugTasks
from lp_persistence.context import Context
from lp_persistence.errors import RowError
from lp_persistence.interfaces import IPlanned, IRealised, IStepDone
from lp_persistence.steps import Select
from lp_persistence.tests.village import CRASH, Village


def hot(context: Context) -> Any:
    """The two bugs of one heat."""
    return IBugs(context).filter(heat=50)


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
        self.assertEqual(((50,), {}), (step.values.slots, step.values.viewer))
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
