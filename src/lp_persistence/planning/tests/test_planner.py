"""Plans as a whole: the example's, roots, and which are one."""

from __future__ import annotations

from lp_persistence.bugs.interfaces import (
    IBug,
    IBugs,
)
from lp_persistence.context import Context
from lp_persistence.interfaces import ALL_SEEING
from lp_persistence.model import get_model
from lp_persistence.people.entities import Person
from lp_persistence.people.interfaces import IPerson, IPersons
from lp_persistence.planning.tests.planned import (
    IMAGES,
    Planned,
    example,
    filtered,
    paths,
)
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
    EXIT,
)

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
