"""Which edges are followed when, and with what."""

from __future__ import annotations

from typing import Any

from lp_persistence.bugs.interfaces import (
    IBugs,
    IBugTasks,
)
from lp_persistence.context import Context
from lp_persistence.people.interfaces import IPersons
from lp_persistence.pillars.interfaces import IDistributions
from lp_persistence.planning.tests.planned import (
    Planned,
    paths,
)
from lp_persistence.steps import (
    NOBODY,
    By,
    Follow,
)
from lp_persistence.tests.village import (
    ADA,
    CRASH,
    DEBIAN,
    EXIT,
    TYPO,
    UBUNTU,
)


class LimitTests(Planned):
    def test_the_first_of_a_link_come_with_what_they_hold(self):
        """The follow asks each for its rule; no fetch needs to ask again."""
        plan = self.plan(
            lambda c: IDistributions(c).of([UBUNTU, DEBIAN]).hot_bugs(limit=3)
        )
        self.assertEqual(["follow", "fetch"], [step.word for step in plan.steps])
        self.assertEqual(["title", "heat", "#rank"], paths(plan.steps[0].step))

    def test_whom_several_have_is_one(self):
        """A row comes for each of them."""
        context = Context()
        distros = IDistributions(context).of([UBUNTU, DEBIAN])
        bugs = distros.hot_bugs(limit=3, each=True)
        realisation = context.realise()
        self.assertEqual([CRASH, EXIT], [bug.id for bug in bugs])
        self.assertEqual(2 + 3, realisation.rows)

    def test_what_was_asked_since_is_fetched(self):
        """By the verdict of each, as ever."""
        context = Context()
        bugs = IDistributions(context).of([UBUNTU]).hot_bugs(limit=3)
        context.realise()
        bugs.need("description")
        self.assertEqual(["fetch"], [step.word for step in context.plan().steps])
        context.realise()
        self.assertIsInstance(bugs.first().description, str)


class FollowTests(Planned):
    def test_entities_with_a_rule_are_fetched_before_they_are_followed(self):
        """No step starts from an id that has not passed its rule."""
        self.assertEqual(
            [
                "fetch IBugs.of(…)",
                "follow IBugs.of(…).subscribers",
                "fetch IBugs.of(…).subscribers",
                "follow IBugs.of(…).subscribers.teams",
                "fetch IBugs.of(…).subscribers.teams",
            ],
            self.texts(lambda c: IBugs(c).of([CRASH]).get_subscribers().get_teams()),
        )

    def test_entities_without_one_are_not(self):
        """Their fetch can come last."""
        steps = self.texts(lambda c: IDistributions(c).of([UBUNTU]).hot_bugs())
        self.assertEqual("follow IDistributions.of(…).hot_bugs", steps[0])

    def test_where_the_target_holds_the_key(self):
        """The follow is its fetch, rule and attributes included."""
        plan = self.plan(lambda c: IBugs(c).of([CRASH]).get_tasks().need("importance"))
        follow = plan.steps[1].step
        self.assertEqual(2, plan.statements)
        self.assertEqual(
            (NOBODY, ["status", "importance"]), (follow.scope.rule, paths(follow))
        )

    def test_beside(self):
        """Follows of one depth that bring only keys travel together."""

        def build(context: Context) -> None:
            bugs = IBugs(context).of([CRASH])
            bugs.get_subscribers()
            bugs.get_affected()
            bugs.get_tasks()

        self.assertEqual(
            [
                "fetch IBugs.of(…)",
                "follow IBugs.of(…).tasks",
                "beside IBugs.of(…).subscribers, IBugs.of(…).affected",
                "fetch IBugs.of(…).subscribers, IBugs.of(…).affected",
            ],
            self.texts(build),
        )

    def test_one_edge_of_several_groups(self):
        """Is followed once."""

        def build(context: Context) -> tuple[Any, Any]:
            hot = IBugs(context).filter(heat=50)
            typo = IBugs(context).filter(id={TYPO, EXIT})
            return hot.get_subscribers(), typo.get_subscribers()

        plan = self.plan(build)
        follows = [s for s in plan.steps if isinstance(s.step, Follow)]
        self.assertEqual(1, len(follows))
        self.assertEqual(2, len(follows[0].answers[0].nodes))
        context = Context()
        hot, typo = build(context)
        context.realise()
        self.assertEqual([1, 2, 4], [person.id for person in hot])
        self.assertEqual([1, 4], [person.id for person in typo])

    def test_narrowed_edges_are_steps_of_their_own(self):
        """With their rule, since nobody fetches what they leave out."""
        plan = self.plan(
            lambda c: IBugs(c).of([CRASH]).get_subscribers(name="ada", limit=1)
        )
        follow = plan.steps[1].step
        self.assertEqual(NOBODY, follow.scope.rule)
        self.assertEqual((By(("displayname",)), By(("id",))), follow.scope.order)

    def test_what_is_fetched_next(self):
        """The type that nothing else could still add to: one fetch of persons."""

        def build(context: Context) -> None:
            bugs = IBugs(context).of([CRASH])
            bugs.get_reporters().get_teams()
            bugs.get_subscribers().get_teams()

        self.assertEqual(
            [
                "fetch IBugs.of(…)",
                "follow IBugs.of(…).subscribers",
                "fetch IBugs.of(…).reporter, IBugs.of(…).subscribers",
                "follow IBugs.of(…).reporter.teams, IBugs.of(…).subscribers.teams",
                "fetch IBugs.of(…).reporter.teams, IBugs.of(…).subscribers.teams",
            ],
            self.texts(build),
        )

    def test_what_is_fetched_next_across_types(self):
        """Bugs first: they lead to more persons."""

        def build(context: Context) -> None:
            tasks = IBugTasks(context).of([1])
            tasks.get_assignee().get_teams()
            tasks.get_bug().get_reporters().get_teams()

        self.assertEqual(
            [
                "fetch IBugTasks.of(…)",
                "fetch IBugTasks.of(…).bug",
                "fetch IBugTasks.of(…).assignee, IBugTasks.of(…).bug.reporter",
            ],
            self.texts(build)[:3],
        )

    def test_one_last_fetch_for_each_type(self):
        """However many groups of it there are."""

        def build(context: Context) -> None:
            bugs = IBugs(context).filter(heat=50)
            bugs.get_subscribers()
            bugs.get_reporters().need("is_valid")
            IPersons(context).of([ADA])

        plan = self.plan(build)
        fetches = [s.step for s in plan.steps if getattr(s.step, "verdict", None)]
        self.assertEqual(["IPerson"], [fetch.scope.interface for fetch in fetches])
        self.assertIn("is_valid", paths(fetches[0]))
