"""Plans: which steps, in which order, and what they bring."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from lp_persistence.bugs.interfaces import (
    IAccessPolicies,
    IAccessPolicy,
    IBug,
    IBugs,
    IBugTasks,
)
from lp_persistence.context import Context
from lp_persistence.interfaces import ALL_SEEING
from lp_persistence.launchpad.lazy import Launchpad
from lp_persistence.model import get_model
from lp_persistence.people.entities import Person
from lp_persistence.people.interfaces import IPerson, IPersons
from lp_persistence.pillars.interfaces import IDistributions
from lp_persistence.steps import (
    NOBODY,
    RANK,
    SOMEBODY,
    Beside,
    By,
    Count,
    Follow,
    Followed,
    Given,
    Keys,
    Select,
    ViewerFacts,
)
from lp_persistence.tests.village import (
    ADA,
    BEN,
    CRASH,
    DEBIAN,
    EXIT,
    TYPO,
    UBUNTU,
    Village,
)


def example(context: Context) -> Any:
    """The graph of the design."""
    distros = Launchpad.search(context, distro_name="ubuntu")
    branding = distros.get_branding()
    bugs = distros.hot_bugs(limit=20)
    people = bugs.get_subscribers()
    people.update(bugs.get_assignees())
    people.update(bugs.get_reporters())
    branding.update(people.get_branding())
    return bugs


IMAGES = ("icon", "logo", "mugshot")

EXAMPLE = """\
1. select IDistributions.filter(…)
2. follow IDistributions.filter(…).hot_bugs.limit(…)
3. beside IDistributions.filter(…).hot_bugs.limit(…).subscribers, \
IDistributions.filter(…).hot_bugs.limit(…).assignees
4. fetch IDistributions.filter(…).hot_bugs.limit(…).subscribers, \
IDistributions.filter(…).hot_bugs.limit(…).assignees, \
IDistributions.filter(…).hot_bugs.limit(…).reporter
5. fetch """ + ", ".join(
    f"IDistributions.filter(…).hot_bugs.limit(…).{edge}.{size}"
    for edge in ("subscribers", "assignees", "reporter")
    for size in ("icon", "logo", "mugshot")
)


class Planned(Village):
    def plan(self, build: Callable[[Context], Any], viewer: Any = None) -> Any:
        """The plan of what ``build`` makes in a context of its own."""
        context = Context(viewer)
        self.kept = build(context)
        return context.plan()

    def texts(self, build: Callable[[Context], Any], viewer: Any = None) -> list[str]:
        """Its steps as they are written."""
        return list(map(str, self.plan(build, viewer).steps))


def filtered(**tests: Any) -> Callable[[Context], Any]:
    """Bugs that pass these."""
    return lambda context: IBugs(context).filter(**tests)


def paths(step: Any) -> list[str]:
    """What its rows bring, as attributes of attributes."""
    return [".".join(column.path) for column in step.columns]


class ExampleTests(Planned):
    def test_for_nobody(self):
        """Five statements: files apart from the persons they belong to."""
        plan = self.plan(example)
        self.assertEqual(EXAMPLE, str(plan))
        self.assertEqual(5, plan.statements)

    def test_for_a_viewer(self):
        """One more, for what rules ask of the viewer."""
        plan = self.plan(example, Person(id=ADA))
        self.assertEqual(6, plan.statements)
        self.assertEqual("viewer facts", str(plan.steps[0]))
        self.assertIsInstance(plan.steps[0].step, ViewerFacts)
        self.assertEqual(("admins", "policies", "teams"), plan.steps[0].step.facts)

    def test_who_sees_everything(self):
        """No rule at all."""
        plan = self.plan(example, ALL_SEEING)
        self.assertEqual(5, plan.statements)
        for planned in plan.steps:
            self.assertNotIn(NOBODY, repr(planned.step))
            self.assertNotIn(SOMEBODY, repr(planned.step))

    def test_the_steps(self):
        """What each starts from, and by whose rule."""
        one, two, three, four, five = (s.step for s in self.plan(example).steps)
        self.assertIsNone(one.scope.rule)
        self.assertEqual(
            ["name", "displayname"]
            + [
                path
                for size in IMAGES
                for path in (size, f"{size}.id", f"{size}.sha256")
            ],
            paths(one),
        )
        self.assertEqual(
            Followed("IDistribution", "hot_bugs", Keys(0)), two.scope.origin
        )
        self.assertEqual(NOBODY, two.scope.rule)
        self.assertEqual((By(("heat",), True), By(RANK), By(("id",))), two.scope.order)
        self.assertIsNotNone(two.scope.limit)
        self.assertEqual(["title", "reporter", "heat", "#rank"], paths(two))
        self.assertEqual(
            ["subscribers", "assignees"],
            [part.scope.origin.edge for part in three.parts],
        )
        self.assertEqual([None, None], [part.scope.rule for part in three.parts])
        self.assertEqual(NOBODY, four.verdict)
        self.assertEqual(
            ["name", "displayname", *IMAGES, "is_team", "is_valid"], paths(four)
        )
        self.assertEqual(("IFile", None), (five.scope.interface, five.verdict))

    def test_few_and_many_rows(self):
        """The number of statements follows from the shape alone."""

        def sent() -> tuple[int, int]:
            context = Context(Person(id=BEN))
            bugs = example(context)
            statements = context.realise().statements
            return statements, max(len(bug.subscribers) for bug in bugs)

        few = sent()
        people = self.factory.make_many(IPerson, 1000)
        self.backend.load(IBug["subscribers"], [(CRASH, person) for person in people])
        self.factory.done()
        many = sent()
        self.assertEqual((6, 6), (few[0], many[0]))
        self.assertGreater(many[1], 1000)


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


class RootTests(Planned):
    def test_a_narrowed_root_brings_its_attributes(self):
        """One step."""
        plan = self.plan(lambda c: IBugs(c).filter(heat=50).need("heat", "is_private"))
        (planned,) = plan.steps
        self.assertIsInstance(planned.step, Select)
        self.assertEqual(NOBODY, planned.step.scope.rule)
        self.assertEqual(["title", "heat", "information_type"], paths(planned.step))

    def test_given_ids_are_fetched(self):
        """By verdict, so that what follows knows whom to start from."""
        (planned,) = self.plan(lambda c: IBugs(c).of([CRASH])).steps
        self.assertEqual(Keys(0), planned.step.scope.origin)
        self.assertEqual(NOBODY, planned.step.verdict)
        (planned,) = self.plan(lambda c: IBugs(c).of([CRASH]).filter(heat=5)).steps
        self.assertEqual(Given(0), planned.step.scope.origin)

    def test_groups_as_filters_have_their_rule(self):
        """Nobody is found by what is hidden."""
        (planned,) = self.plan(
            lambda c: IBugs(c).filter(subscribers=IPersons(c).filter(team=True))
        ).steps
        (condition,) = planned.step.scope.where
        self.assertEqual(NOBODY, condition.target.rule)

    def test_sizes(self):
        """A step that counts."""
        plan = self.plan(lambda c: IBugs(c).filter(heat=50).size())
        (planned,) = plan.steps
        self.assertIsInstance(planned.step, Count)
        self.assertEqual("count IBugs.filter(…)", str(planned))

    def test_nothing(self):
        """A plan of no steps."""
        self.assertEqual(0, self.plan(lambda c: None).statements)


class CacheTests(Planned):
    def test_the_same_shape(self):
        """One plan, whatever the values."""
        one, *others = (self.plan(filtered(heat=heat)) for heat in (1, 2, 50))
        for other in others:
            self.assertIs(one, other)
        self.assertIs(self.plan(example), self.plan(example))

    def test_other_shapes(self):
        """None, another need, another limit that was not said, another viewer."""
        plain = self.plan(filtered(heat=1))
        for build, viewer in (
            (filtered(heat=None), None),
            (filtered(heat={1}), None),
            (lambda c: filtered(heat=1)(c).need("heat"), None),
            (lambda c: filtered(heat=1)(c).limit(1), None),
            (filtered(heat=1), Person(id=ADA)),
            (filtered(heat=1), ALL_SEEING),
        ):
            self.assertIsNot(plain, self.plan(build, viewer))

    def test_another_viewer_of_a_kind(self):
        """Who it is, is a value."""
        self.assertIs(
            self.plan(example, Person(id=ADA)), self.plan(example, Person(id=BEN))
        )

    def test_planning_is_a_pure_function(self):
        """Without the cache the plan is an equal one."""
        from_cache = self.plan(example)
        get_model().cache("plans").clear()
        again = self.plan(example)
        self.assertIsNot(from_cache, again)
        self.assertEqual(from_cache, again)

    def test_equal_after_it_was_run(self):
        """What hydration keeps with it is none of its contents."""
        plan = self.plan(example)
        context = Context()
        example(context)
        self.assertIs(plan, context.realise().plan)
        get_model().cache("plans").clear()
        self.assertEqual(plan, self.plan(example))

    def test_values_of_one_are_not_read_by_another(self):
        """They stand beside the plan."""
        for heat, ids in ((50, [CRASH, EXIT]), (1, [])):
            self.assertEqual(ids, self.realised(filtered(heat=heat)))


class KindTests(Planned):
    def test_of_steps(self):
        """Each word of a plan stands for its kind of step."""
        kinds = {
            "select": Select,
            "fetch": Select,
            "follow": Follow,
            "beside": Beside,
        }
        for planned in self.plan(example).steps:
            self.assertIsInstance(planned.step, kinds[planned.word])
