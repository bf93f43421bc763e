"""Plans and steps as data."""

from __future__ import annotations

import pickle
from typing import Any

from zope.interface.verify import verifyObject

from lp_persistence.bugs.interfaces import IBugs
from lp_persistence.context import Context
from lp_persistence.interfaces import IPlan
from lp_persistence.people.entities import Person
from lp_persistence.people.interfaces import IPersons
from lp_persistence.pillars.interfaces import IDistributions
from lp_persistence.tests.village import ADA, UBUNTU, Village


class PlanTests(Village):
    def setUp(self) -> None:
        """A plan with every kind of step."""
        super().setUp()
        self.context = context = Context(Person(id=ADA))
        self.distributions = IDistributions(context).of([UBUNTU])
        self.distributions.get_icon()
        bugs = self.distributions.hot_bugs(limit=2)
        bugs.get_subscribers()
        bugs.get_affected()
        bugs.get_tasks()
        self.bugs = IBugs(context).filter(reporter=IPersons(context).filter(team=True))
        IPersons(context).filter(valid=True).size()
        self.plan = context.plan()

    def test_interface(self):
        """A plan is one."""
        verifyObject(IPlan, self.plan)

    def test_words(self):
        """Each step says what it is."""
        self.assertEqual(
            [
                "viewer",
                "select",
                "follow",
                "follow",
                "beside",
                "fetch",
                "fetch",
                "count",
            ],
            [planned.word for planned in self.plan.steps],
        )

    def test_text(self):
        """Numbered lines, one for each statement."""
        lines = str(self.plan).splitlines()
        self.assertEqual(self.plan.statements, len(lines))
        self.assertEqual("1. viewer facts", lines[0])
        self.assertEqual("8. count IPersons.filter(…)", lines[-1])

    def test_plans_pickle(self):
        """Before and after they were run."""
        for _ in range(2):
            self.assertEqual(self.plan, pickle.loads(pickle.dumps(self.plan)))
            self.context.realise()

    def test_steps_pickle(self):
        """Each is data, and equal to what comes back; it can be a key, too."""
        for planned in self.plan.steps:
            again = pickle.loads(pickle.dumps(planned.step))
            self.assertEqual(planned.step, again)
            self.assertEqual(hash(planned.step), hash(again))

    def test_values_pickle(self):
        """What fills the slots, and the keys that steps hand on."""
        run: list[tuple[Any, ...]] = []
        snapshot = self.backend.snapshot(self.context)
        self.context._snapshot = Recorder(snapshot, run)
        self.context.realise()
        self.assertEqual(self.plan.statements, len(run))
        for step, values, keys in run:
            plain = step, values, tuple(map(tuple, keys))
            self.assertEqual(plain, pickle.loads(pickle.dumps(plain)))

    def test_what_it_reads(self):
        """Names of all interfaces: of what rides along and of filters, too."""
        self.assertEqual(
            {"IDistribution", "IFile", "IBug", "IBugTask", "IPerson"},
            set(self.plan.interfaces),
        )
        context = Context()
        IBugs(context).filter(assignees=None).all()
        self.assertEqual({"IBug", "IPerson"}, set(context.plan().interfaces))


class Recorder:
    """A snapshot that keeps what it was asked."""

    begins = 0

    def __init__(self, snapshot: Any, run: list[tuple[Any, ...]]):
        self._snapshot = snapshot
        self._run = run

    def check(self, interfaces: Any) -> None:
        """Nothing ends here."""

    def run(self, *asked: Any) -> Any:
        self._run.append(asked)
        return self._snapshot.run(*asked)
