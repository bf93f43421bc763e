"""Follows that travel in company, and what that saves."""

from __future__ import annotations

from typing import Any

from lp_persistence.bugs import entities, interfaces
from lp_persistence.bugs.interfaces import IBugs
from lp_persistence.context import Context
from lp_persistence.fields import Collection
from lp_persistence.model import EntityType, get_model
from lp_persistence.pillars.interfaces import IDistributions
from lp_persistence.planning.tests.planned import Planned, paths
from lp_persistence.steps import Beside
from lp_persistence.tests.village import CRASH
from lp_persistence.zcml import replace_entity


class CompanyTests(Planned):
    def check(self, expected: list[str], *asked: str) -> None:
        """The plan for what is asked of a bug; ``a.b`` goes on from ``a``."""

        def build(context: Context) -> Any:
            bugs = IBugs(context).of([CRASH])
            for path in asked:
                group = bugs
                for edge in path.split("."):
                    group = getattr(group, f"get_{edge}")()
            return bugs

        texts = [text.replace("IBugs.of(…)", "bug") for text in self.texts(build)]
        self.assertEqual(["fetch bug", *expected], texts)

    def test_what_is_fetched_anyway_is_followed_by_keys(self):
        """The bugs that repeat one, and the one that it repeats."""
        self.check(
            [
                "beside bug.subscribers, bug.duplicates",
                "fetch bug.subscribers",
                "fetch bug.duplicates, bug.duplicate_of",
            ],
            "subscribers",
            "duplicates",
            "duplicate_of",
        )

    def test_rows_that_are_few_travel_with_keys(self):
        """By their own rule, with what was asked of them: without a fetch. Alone they
        are followed as ever."""

        class IBug(interfaces.IBug):
            """Of which few are repeated by many."""

            duplicates = Collection("IBug", inverse="duplicate_of", together=True)

        class Bug(entities.Bug, implements=IBug):
            """Of the same logic."""

        known = get_model().type_named("IBug")
        groups = known.group_interface, known.group_factory
        replace_entity(EntityType(IBug, Bug, *groups))
        self.check(
            [
                "beside bug.duplicates, bug.subscribers",
                "fetch bug.subscribers",
                "fetch bug.duplicate_of",
            ],
            "duplicates",
            "subscribers",
            "duplicate_of",
        )
        self.check(["follow bug.duplicates"], "duplicates")

    def test_where_nothing_is_fetched_anyway(self):
        """The follow is the fetch."""
        self.check(
            [
                "follow bug.duplicates",
                "follow bug.subscribers",
                "fetch bug.subscribers",
            ],
            "duplicates",
            "subscribers",
        )

    def test_where_no_keys_travel(self):
        """They would cost what they save."""
        self.check(
            ["follow bug.duplicates", "fetch bug.duplicate_of"],
            "duplicates",
            "duplicate_of",
        )

    def test_where_something_starts_from_it(self):
        """It would wait for the fetch."""
        self.check(
            [
                "follow bug.duplicates",
                "follow bug.subscribers",
                "follow bug.duplicates.tasks",
                "fetch bug.subscribers",
                "fetch bug.duplicate_of",
            ],
            "subscribers",
            "duplicates.tasks",
            "duplicate_of",
        )

    def test_two_inverse_edges_to_one_type(self):
        """Bring keys together, and are fetched at once."""
        self.check(
            [
                "follow bug.comments",
                "beside bug.subscribers, bug.attachments, bug.comments.attachments",
                "fetch bug.subscribers",
                "fetch bug.attachments, bug.comments.attachments",
            ],
            "subscribers",
            "attachments",
            "comments.attachments",
        )

    def test_keys_wait_for_later_ones(self):
        """Nothing starts from them."""
        self.check(
            [
                "follow bug.duplicates",
                "beside bug.subscribers, bug.duplicates.affected",
                "fetch bug.subscribers, bug.duplicates.affected",
            ],
            "subscribers",
            "duplicates.affected",
        )

    def test_keys_go_with_those_that_go_now(self):
        """Waiting would save nothing."""
        self.check(
            [
                "beside bug.subscribers, bug.affected",
                "fetch bug.subscribers, bug.affected",
                "follow bug.subscribers.teams",
                "fetch bug.subscribers.teams",
            ],
            "subscribers.teams",
            "affected",
        )

    def test_an_edge_waits_for_the_same_from_elsewhere(self):
        """One follow reads both."""
        self.check(
            ["follow bug.duplicates", "follow bug.comments, bug.duplicates.comments"],
            "comments",
            "duplicates.comments",
        )

    def test_nothing_waits_beyond_a_fetch_that_it_adds_to(self):
        """One fetch of the persons that teams are followed from, and of those
        whom it affects."""
        self.check(
            [
                "follow bug.affected",
                "fetch bug.reporter, bug.affected",
                "follow bug.reporter.teams",
                "fetch bug.reporter.teams",
            ],
            "reporters.teams",
            "affected",
        )


class TogetherTests(Planned):
    def test_a_link_to_few_brings_what_they_hold(self):
        """Beside the keys of others."""

        def build(context: Context) -> None:
            bugs = IBugs(context).of([CRASH])
            bugs.get_subscribers()
            bugs.get_cves()

        plan = self.plan(build)
        self.assertEqual(
            ["fetch", "beside", "fetch"], [step.word for step in plan.steps]
        )
        beside = plan.steps[1]
        self.assertIsInstance(beside.step, Beside)
        subscribers, cves = beside.step.parts
        self.assertEqual(([], ["id", "sequence"]), (paths(subscribers), paths(cves)))
        self.assertEqual([False, True], [each.brings for each in beside.answers])

    def test_alone(self):
        """It is one step, too."""
        plan = self.plan(lambda c: IBugs(c).of([CRASH]).get_cves())
        self.assertEqual(["fetch", "beside"], [step.word for step in plan.steps])

    def test_narrowed(self):
        """What is filtered is fetched like any other."""
        plan = self.plan(
            lambda c: IBugs(c).of([CRASH]).get_cves().filter(sequence="2026-1")
        )
        self.assertEqual(
            ["fetch", "beside", "fetch"], [step.word for step in plan.steps]
        )
        whole, narrowed = plan.steps[1].answers
        self.assertEqual((True, False), (whole.brings, narrowed.brings))
        self.assertEqual(narrowed.nodes, plan.steps[2].answers[0].nodes)


class FewTests(Planned):
    """The first of every parent are few."""

    def test_they_travel_with_others(self):
        """As keys with their order; one fetch brings all that is shown."""

        def build(context: Context) -> None:
            bugs = IBugs(context).of([CRASH])
            bugs.get_subscribers(limit=2, each=True)
            bugs.get_duplicates(limit=2, each=True)
            bugs.get_assignees()
            bugs.get_reporters()
            bugs.get_duplicate_of()

        plan = self.plan(build)
        self.assertEqual(
            ["fetch", "beside", "fetch", "fetch"], [step.word for step in plan.steps]
        )
        beside = plan.steps[1]
        self.assertIsInstance(beside.step, Beside)
        limited = [part for part in beside.step.parts if part.scope.each]
        self.assertEqual(
            [["displayname"], []], [paths(part) for part in limited], limited
        )
        self.assertFalse(any(each.brings for each in beside.answers))

    def test_alone(self):
        """Their follow is their fetch."""

        def build(context: Context) -> None:
            bugs = IBugs(context).of([CRASH])
            bugs.get_subscribers(limit=2, each=True)

        plan = self.plan(build)
        self.assertEqual(["fetch", "follow"], [step.word for step in plan.steps])

    def test_of_an_edge_with_an_order_of_its_own(self):
        """A strategy may answer it, which nobody would ask beside others."""

        def build(context: Context) -> None:
            distributions = IDistributions(context).of([1])
            distributions.hot_bugs(limit=2, each=True)
            distributions.get_source_package_names()

        plan = self.plan(build)
        self.assertNotIn("beside", [step.word for step in plan.steps])

    def test_a_limit_in_all(self):
        """Where it is cut, only the order of all tells: it goes alone."""

        def build(context: Context) -> None:
            bugs = IBugs(context).of([CRASH])
            bugs.get_subscribers(limit=2)
            bugs.get_assignees()

        plan = self.plan(build)
        self.assertEqual(
            ["fetch", "follow", "follow", "fetch"], [step.word for step in plan.steps]
        )
