"""What may be loaded of a root that is filtered."""

from datetime import UTC, datetime
from typing import Any

from lp_persistence import Before, Containing, Context, Matching, Not
from lp_persistence.bugs.enums import BugTaskStatus, InformationType
from lp_persistence.bugs.interfaces import IBugs, IBugTasks
from lp_persistence.errors import Unbounded
from lp_persistence.people.entities import Person
from lp_persistence.people.interfaces import IPersons
from lp_persistence.pillars.packages.interfaces import ISourcePackages
from lp_persistence.tests.test_place import line
from lp_persistence.tests.village import ADA, CRASH, Village

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class BoundsTests(Village):
    def accepted(self, build: Any) -> None:
        context = Context()
        build(IBugs(context))
        context.plan()

    def refused(self, build: Any) -> None:
        context = Context()
        build(IBugs(context))
        with self.assertRaises(Unbounded):
            context.plan()
        with self.assertRaises(Unbounded):
            context.realise()

    def test_what_is_said(self):
        """The group, its place, why, and each way out."""
        context = Context()
        bugs, place = IBugs(context).filter(title="Crash"), line()
        with self.assertRaises(Unbounded) as caught:
            context.realise()
        self.assertEqual(
            f"IBugs.filter(…) built at {place} would read every IBug: no index "
            "answers its filter. Test one of date_created, date_last_updated, heat, "
            "id, tags, text too, or an edge; or order by an indexed fact, with a "
            "limit; or say .all().",
            str(caught.exception),
        )
        bugs.all()
        context.realise()
        self.assertEqual([CRASH], [bug.id for bug in bugs])

    def test_tests_that_an_index_answers(self):
        """One of all is enough."""
        for tests in (
            {"heat": 50},
            {"heat": {50, None}},
            {"heat": None, "title": "Crash"},
            {"date_created": Before(EPOCH)},
            {"id": {1, 2}},
            {"tags": "print"},
            {"reporter": Person(id=ADA)},
            {"subscribers": {Person(id=ADA)}, "private": True},
            {"text": Matching("crash")},
        ):
            with self.subTest(tests):
                self.accepted(lambda bugs, tests=tests: bugs.filter(**tests))

    def test_tests_that_none_answers(self):
        """Complements, parts of texts, nothing, and what is computed."""
        for tests in (
            {"title": "Crash", "information_type": InformationType.USERDATA},
            {"title": Containing("rash")},
            {"title": Matching("crash")},
            {"text": Matching("?!")},
            {"heat": Not(50)},
            {"tags": None},
            {"tags": {"print", None}},
            {"reporter": None},
            {"reporter": {Person(id=ADA), None}},
            {"reporter": Not(Person(id=ADA))},
            {"private": True},
            {"duplicate": False},
        ):
            with self.subTest(tests):
                self.refused(lambda bugs, tests=tests: bugs.filter(**tests))

    def test_an_order_alone(self):
        """It leaves nobody out, so that it has to be said that all is meant."""
        self.refused(lambda b: b.ordered_by("title").need("heat"))
        self.accepted(lambda b: b.ordered_by("title").need("heat").all())
        self.accepted(lambda b: b.ordered_by("-heat").limit(3).need("title"))

    def test_an_order_and_a_limit(self):
        """Both, and an index of the order."""
        crashes = {"title": "Crash"}
        self.accepted(lambda b: b.filter(**crashes).limit(3))
        self.accepted(lambda b: b.filter(**crashes).ordered_by("-heat").limit(3))
        self.refused(lambda b: b.filter(**crashes).ordered_by("-heat"))
        self.refused(lambda b: b.filter(**crashes).ordered_by("title").limit(3))
        self.refused(lambda b: b.filter(**crashes).ordered_by("title", "heat").limit(3))

    def test_several_filters(self):
        """In whatever order they are said."""
        self.accepted(lambda bugs: bugs.filter(title="Crash").filter(heat=50))
        self.accepted(lambda bugs: bugs.filter(heat=50).filter(title="Crash"))

    def test_what_begins_elsewhere(self):
        """With given ids, an edge, what is reached, or what a limit left; and
        what is counted, or the value of a filter."""
        self.accepted(lambda bugs: bugs.of([CRASH]).filter(title="Crash"))
        self.accepted(lambda bugs: bugs.of([CRASH]).get_duplicates(title="Crash"))
        self.accepted(lambda bugs: bugs.limit(3).filter(title="Crash"))
        self.accepted(lambda bugs: bugs.filter(title="Crash").size())
        self.accepted(lambda bugs: bugs.search(status=BugTaskStatus.NEW))
        context = Context()
        teams = IPersons(context).filter(team=True)
        IBugs(context).filter(reporter=teams)
        IBugTasks(context).of([1]).reach("bug").filter(title="Crash")
        context.plan()

    def test_what_is_asked_of_it(self):
        """It is refused as well, and so is a union that holds it."""
        self.refused(lambda bugs: bugs.filter(title="Crash").get_reporters())
        self.refused(
            lambda bugs: bugs.of([CRASH]).update(
                bugs.filter(title="Crash").need("heat")
            )
        )

    def test_all_holds_for_what_is_narrowed(self):
        """Also for what is answered at once, and stands in a later plan."""
        context = Context()
        bugs = IBugs(context).all()
        context.realise()
        crashes = bugs.filter(title="Crash").ordered_by("title")
        self.assertEqual([CRASH], [bug.id for bug in crashes])
        context.realise()
        self.assertEqual([CRASH], [bug.id for bug in crashes])

    def test_names_of_what_is_made_of_others(self):
        """As an index of what it is made of tells them."""
        context = Context()
        ISourcePackages(context).filter(name="zoo")
        context.plan()
