"""What is read along with what leads to it, and what only among some."""

from __future__ import annotations

from typing import Any

from lp_persistence.bugs.interfaces import (
    IAccessPolicies,
    IAccessPolicy,
    IBugs,
    IBugTasks,
)
from lp_persistence.context import Context
from lp_persistence.interfaces import ALL_SEEING
from lp_persistence.people.interfaces import IPersons
from lp_persistence.planning.tests.planned import (
    Planned,
    paths,
)
from lp_persistence.tests.village import (
    ADA,
    CRASH,
    EXIT,
)


class RideTests(Planned):
    def test_a_reference_rides_along(self):
        """With its own references, however far."""
        plan = self.plan(
            lambda c: IBugs(c).of([CRASH]).get_tasks().get_distribution().get_icon()
        )
        self.assertEqual(2, plan.statements)
        self.assertEqual(
            [
                "status",
                "distribution",
                "distribution.id",
                "distribution.name",
                "distribution.displayname",
                "distribution.icon",
                "distribution.icon.id",
                "distribution.icon.sha256",
            ],
            paths(plan.steps[1].step),
        )

    def test_what_rode_is_there(self):
        """Rows reached twice are one entity."""
        context = Context()
        tasks = IBugs(context).of([CRASH, EXIT]).get_tasks()
        tasks.get_distribution().get_icon()
        context.realise()
        ubuntu = [t.distribution for t in tasks if t.distribution.name == "ubuntu"]
        self.assertEqual(2, len(ubuntu))
        self.assertIs(ubuntu[0], ubuntu[1])
        self.assertEqual("1c0", ubuntu[0].icon.sha256)

    def test_what_rode_with_others_leads_nowhere(self):
        """A fetch that two groups share brings the rows of both; who is nobody
        of this group does not lead on from it."""
        owner = self.factory.person()
        distro = self.factory.distribution(owner=owner)
        self.factory.make(IAccessPolicy, id=70, distribution=distro)
        self.factory.done()
        context = Context()
        some = IAccessPolicies(context).of([70]).get_distribution()
        owners = IAccessPolicies(context).of([]).get_distribution().get_owner()
        context.realise()
        self.assertEqual([distro], [each.id for each in some])
        self.assertEqual(0, len(owners))

    def test_a_rule_prevents_it(self):
        """The id has to pass first."""
        self.assertEqual(
            ["fetch IBugTasks.of(…)", "fetch IBugTasks.of(…).assignee"],
            self.texts(lambda c: IBugTasks(c).of([1]).get_assignee()),
        )

    def test_without_rules_too(self):
        """The shape of a plan is not the viewer's."""
        plan = self.plan(lambda c: IBugTasks(c).of([1]).get_assignee(), ALL_SEEING)
        self.assertEqual(2, plan.statements)

    def test_a_collection_or_a_long_text_prevents_it(self):
        """Its group wants more than a row."""
        for ask in (
            lambda group: group.get_tasks(),
            lambda group: group.need("description"),
        ):

            def build(context: Context, ask: Any = ask) -> None:
                ask(IBugTasks(context).of([1]).get_distribution())

            plan = self.plan(build)
            self.assertEqual(
                ["status", "distribution"], paths(plan.steps[0].step), str(plan)
            )
            self.assertIn("fetch IBugTasks.of(…).distribution", str(plan))

    def test_a_narrowed_reference_is_a_step(self):
        """What is filtered is a group of its own."""
        steps = self.texts(
            lambda c: IBugTasks(c).of([1]).get_distribution(name="ubuntu")
        )
        self.assertEqual("select IBugTasks.of(…).distribution.filter(…)", steps[-1])


class LongTextTests(Planned):
    def test_only_among_those_who_asked(self):
        """One column, for their ids."""

        def build(context: Context) -> None:
            bugs = IBugs(context).of([CRASH])
            bugs.get_subscribers()
            bugs.get_reporters().need("homepage")

        planned = self.plan(build).steps[-1]
        (column,) = [c for c in planned.step.columns if c.path == ("homepage",)]
        reporters = planned.answers[0].nodes[1]
        self.assertEqual((reporters,), planned.sources[column.among])

    def test_where_all_asked(self):
        """A column like any other."""
        plan = self.plan(lambda c: IPersons(c).of([ADA]).need("homepage"))
        (column,) = [c for c in plan.steps[0].step.columns if c.path == ("homepage",)]
        self.assertIsNone(column.among)

    def test_others_do_not_read_it(self):
        """Though it stands in the same rows."""
        context = Context()
        bugs = IBugs(context).of([CRASH])
        subscribers = bugs.get_subscribers()
        bugs.get_reporters().need("homepage")
        context.realise()
        self.assertEqual("homepage-1", bugs.one().reporter.homepage)
        self.assertEqual(2, len(subscribers))
