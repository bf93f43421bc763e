"""What ``filter`` takes, by kind of value."""

from __future__ import annotations

import unittest
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from lp_persistence.bugs.enums import UNRESOLVED, BugTaskStatus, InformationType
from lp_persistence.bugs.interfaces import IBugs, IBugTasks
from lp_persistence.conditions import Before, Containing, Not
from lp_persistence.context import Context
from lp_persistence.errors import InvalidValue, NotAllowed, UnknownName
from lp_persistence.interfaces import ALL_SEEING
from lp_persistence.people.entities import Person
from lp_persistence.people.enums import PersonVisibility
from lp_persistence.people.interfaces import IPersons
from lp_persistence.pillars.entities import Distribution
from lp_persistence.pillars.interfaces import IDistributions
from lp_persistence.testing.factory import EPOCH
from lp_persistence.tests.village import (
    ADA,
    BEN,
    CRASH,
    CYD,
    DEBIAN,
    DEVELOPERS,
    EXIT,
    HUGE,
    SECRET,
    SPIES,
    TYPO,
    UBUNTU,
    Village,
)


class Filtered(Village):
    def found(self, root: Any, viewer: Any = None, **tests: Any) -> set[int]:
        """The ids of the root's members that pass."""
        return set(self.realised(lambda c: root(c).filter(**tests).all(), viewer))


class FactTests(Filtered):
    def test_a_value(self):
        """Integers, texts, items and booleans are compared as they are."""
        self.assertEqual({CRASH, EXIT}, self.found(IBugs, heat=50))
        self.assertEqual({CRASH}, self.found(IBugs, title="Crash"))
        self.assertEqual(set(), self.found(IBugs, title="crash"))
        self.assertEqual({3}, self.found(IBugTasks, status=BugTaskStatus.TRIAGED))
        self.assertEqual({DEVELOPERS}, self.found(IPersons, team=True))

    def test_the_leading_is_of_a_fact_is_left_out(self):
        """``is_valid_team`` is ``valid_team``, and by no other name."""
        self.assertEqual({DEVELOPERS}, self.found(IPersons, valid_team=True))
        with self.assertRaises(UnknownName):
            IPersons(Context()).filter(is_valid_team=True)

    def test_own_and_graph_facts(self):
        """What is computed can be asked for alike."""
        self.assertEqual({1, 2, 3}, self.found(IBugTasks, unresolved=True))
        self.assertEqual({ADA, BEN}, self.found(IPersons, valid_person=True))
        self.assertEqual({CYD}, self.found(IPersons, valid=False))
        self.assertEqual({SECRET}, self.found(IBugs, ALL_SEEING, private=True))

    def test_none(self):
        """None is asked for by None, and never equals a value."""
        self.assertEqual({TYPO}, self.found(IBugs, heat=None))
        self.assertNotIn(TYPO, self.found(IBugs, heat=0))

    def test_a_set(self):
        """Any of them; None may be among them, and an empty one is nobody."""
        self.assertEqual({CRASH, TYPO}, self.found(IBugs, title={"Crash", "Typo"}))
        self.assertEqual({TYPO}, self.found(IBugs, heat=frozenset({None})))
        self.assertEqual({CRASH, EXIT, TYPO}, self.found(IBugs, heat={50, None}))
        self.assertEqual(set(), self.found(IBugs, heat=set()))
        self.assertEqual({1, 2, 3}, self.found(IBugTasks, status=UNRESOLVED))

    def test_not(self):
        """The complement of whatever it holds, None included."""
        self.assertEqual({TYPO}, self.found(IBugs, heat=Not(50)))
        self.assertEqual({CRASH, EXIT}, self.found(IBugs, heat=Not(None)))
        self.assertEqual({EXIT, TYPO}, self.found(IBugs, title=Not({"Crash"})))
        self.assertEqual({CRASH}, self.found(IBugs, title=Not(Not("Crash"))))
        self.assertEqual({CRASH, EXIT, TYPO}, self.found(IBugs, heat=Not(set())))

    def test_before(self):
        """Earlier than a moment, in whatever zone; None is not."""
        noon = EPOCH + timedelta(minutes=EXIT)
        self.assertEqual({CRASH}, self.found(IBugs, date_created=Before(noon)))
        there = noon.astimezone(timezone(timedelta(hours=-9)))
        self.assertEqual({CRASH}, self.found(IBugs, date_created=Before(there)))
        self.assertEqual(
            {EXIT, TYPO}, self.found(IBugs, date_created=Not(Before(noon)))
        )
        self.factory.bug(id=9, date_created=None)
        self.assertEqual({CRASH}, self.found(IBugs, date_created=Before(noon)))

    def test_containing(self):
        """A part of a text; A–Z are folded, and no character stands for another."""
        self.assertEqual({CRASH}, self.found(IBugs, title=Containing("RAS")))
        self.assertEqual({CRASH, EXIT, TYPO}, self.found(IBugs, title=Containing("")))
        for text in ("%", "_", "cr_sh", "\\", "*"):
            self.assertEqual(set(), self.found(IBugs, title=Containing(text)), text)
        self.factory.bug(id=9, title="100 % Été")
        self.assertEqual({9}, self.found(IBugs, title=Containing("0 % Ét")))
        self.assertEqual(set(), self.found(IBugs, title=Containing("é" + "TÉ")))

    def test_several_tests(self):
        """A member passes them all."""
        self.assertEqual({CRASH}, self.found(IBugs, heat=50, title="Crash"))
        self.assertEqual(set(), self.found(IBugs, heat=50, title="Typo"))

    def test_ids_of_any_size(self):
        """What is past 64 bits is nobody's, which is no error."""
        self.assertEqual({CRASH}, self.found(IBugs, id=CRASH))
        self.assertEqual(set(), self.found(IBugs, id=HUGE))
        self.assertEqual({CRASH}, self.found(IBugs, id={CRASH, HUGE, -HUGE}))
        self.assertEqual({CRASH, EXIT, TYPO}, self.found(IBugs, id=Not(HUGE)))
        self.assertEqual(set(), self.found(IBugs, reporter=Person(id=HUGE)))


class EdgeTests(Filtered):
    def test_an_entity_whose_id_is_no_number(self):
        """It is refused, and not looked for in all there are."""
        for key in ("1", 1.5, True, (1, 2)):
            for value in (Person(id=key), {Person(id=key)}, Not(Person(id=key))):
                with self.subTest(value), self.assertRaises(InvalidValue):
                    IBugs(Context()).filter(reporter=value)

    def test_an_entity(self):
        """Whoever leads to it, by a reference or a collection."""
        self.assertEqual({CRASH}, self.found(IBugs, reporter=Person(id=ADA)))
        self.assertEqual({CRASH, EXIT}, self.found(IBugs, subscribers=Person(id=ADA)))
        self.assertEqual({1, 3}, self.found(IBugTasks, distribution=ubuntu()))

    def test_none(self):
        """Whatever leads to nobody that the viewer can see."""
        self.assertEqual({2, 3, 4}, self.found(IBugTasks, assignee=None))
        self.assertEqual({2, 4}, self.found(IBugTasks, ALL_SEEING, assignee=None))
        self.assertEqual({TYPO}, self.found(IBugs, subscribers=None))
        self.assertEqual({EXIT, TYPO}, self.found(IBugs, assignees=None))

    def test_a_hidden_entity(self):
        """It is nobody for those who can't see it."""
        spies = Person(id=SPIES)
        self.assertEqual(set(), self.found(IBugTasks, assignee=spies))
        self.assertEqual({3}, self.found(IBugTasks, Person(id=BEN), assignee=spies))
        self.assertEqual({1, 2, 3, 4}, self.found(IBugTasks, assignee=Not(spies)))

    def test_a_set(self):
        """Any of them; None may be among them, and an empty one is nobody."""
        both = {Person(id=ADA), Person(id=CYD)}
        self.assertEqual({CRASH, TYPO}, self.found(IBugs, reporter=both))
        ben = {Person(id=BEN), None}
        self.assertEqual({1, 2, 3, 4}, self.found(IBugTasks, assignee=ben))
        self.assertEqual(set(), self.found(IBugTasks, assignee=frozenset()))

    def test_not(self):
        """The complement: nobody at all included."""
        self.assertEqual({EXIT, TYPO}, self.found(IBugs, reporter=Not(Person(id=ADA))))
        self.assertEqual({1}, self.found(IBugTasks, assignee=Not(None)))
        self.assertEqual({2, 3, 4}, self.found(IBugTasks, assignee=Not(Person(id=BEN))))

    def test_a_group(self):
        """Whoever leads to one of its members that can be seen."""

        def by(people: Any) -> Any:
            return lambda c: IBugs(c).filter(subscribers=people(c))

        teams = by(lambda c: IPersons(c).filter(team=True))
        self.assertEqual([EXIT], self.realised(teams))
        self.assertEqual([CRASH, EXIT], self.realised(teams, ALL_SEEING))
        everybody = by(IPersons)
        self.assertEqual([CRASH, EXIT], self.realised(everybody))
        given = by(lambda c: IPersons(c).of([BEN, HUGE]))
        self.assertEqual([CRASH], self.realised(given))
        owners = by(lambda c: IDistributions(c).filter(name="ubuntu").get_owner())
        self.assertEqual([CRASH, EXIT], self.realised(owners))

    def test_a_union(self):
        """It is a group like any other."""

        def bugs(context: Context) -> Any:
            people = IPersons(context).of([BEN])
            people.update(IPersons(context).of([DEVELOPERS]))
            return IBugs(context).filter(subscribers=people)

        self.assertEqual([CRASH, EXIT], self.realised(bugs))

    def test_a_limited_group(self):
        """Only its first members count."""

        def bugs(context: Context) -> Any:
            people = IPersons(context).ordered_by("-name").limit(2)
            return IBugs(context).filter(reporter=people)

        self.assertEqual([TYPO], self.realised(bugs))

    def test_a_group_of_given_ids_is_a_set_of_them(self):
        """In whatever order: equal expressions are one group."""
        context = Context()
        people = IPersons(context)
        as_set = IBugs(context).filter(reporter={Person(id=ADA), Person(id=BEN)})
        for given in (people.of([BEN, ADA]), people.of([ADA, BEN]).ordered_by("name")):
            self.assertIs(as_set.node, IBugs(context).filter(reporter=given).node)
        limited = IBugs(context).filter(reporter=people.of([ADA, BEN]).limit(2))
        self.assertIsNot(as_set.node, limited.node)

    def test_a_group_is_not_loaded(self):
        """It is a part of the step."""
        context = Context()
        teams = IPersons(context).filter(team=True)
        IBugs(context).filter(subscribers=teams)
        self.assertEqual(1, context.plan().statements)

    def test_not_a_group(self):
        """Whoever leads to none of them."""

        def bugs(context: Context) -> Any:
            teams = IPersons(context).filter(team=True)
            return IBugs(context).filter(subscribers=Not(teams)).all()

        self.assertEqual([CRASH, TYPO], self.realised(bugs))


class RefusedTests(Filtered):
    def refused(
        self, error: type[Exception], text: str, root: Any = IBugs, **tests: Any
    ) -> None:
        """At the line that says it, with this text."""
        with self.assertRaises(error) as caught:
            root(Context()).filter(**tests)
        self.assertEqual(text, str(caught.exception))

    def test_unknown_names(self):
        """With the names there are: facts as they are called here, and edges."""
        self.refused(
            UnknownName,
            "IBugTask has no fact or edge 'assigned'; there are: assignee, bug, "
            "date_assigned, date_closed, date_created, distribution, "
            "distribution_alone, distro_series, distro_series_alone, id, importance, "
            "milestone, owner, product, product_series, series_source_package, "
            "source_package, source_package_name, status, target, unresolved, watch.",
            IBugTasks,
            assigned=True,
        )

    def test_what_is_no_fact(self):
        """Embedded values can't be compared, long texts only by their words."""
        for root, name, error in (
            (IBugs, "description", InvalidValue),
            (IPersons, "branding", UnknownName),
            (IPersons, "homepage", InvalidValue),
        ):
            with self.subTest(name), self.assertRaises(error):
                root(Context()).filter(**{name: "x"})

    def test_a_way_back(self):
        """Only a group knows where it leads."""
        self.refused(
            NotAllowed,
            "IBug.distro can't be filtered by: only a group knows where it leads. "
            "Filter the group that it leads to.",
            distro=None,
        )

    def test_values_of_another_type(self):
        """Each is checked against its field when it is given."""
        self.refused(
            InvalidValue,
            "IBug.heat can't be 'hot': expected int, found str.",
            heat="hot",
        )
        self.refused(
            InvalidValue,
            "IBug.heat can't be [50]: expected int, found list.",
            heat=[50],
        )
        self.refused(
            InvalidValue,
            "IBug.heat can't be '5': expected int, found str.",
            heat={5, "5"},
        )
        self.refused(
            InvalidValue,
            "IBugTask.status can't be 10: expected an item of BugTaskStatus.",
            IBugTasks,
            status=10,
        )

    def test_values_inside_not(self):
        """They are checked like others."""
        self.refused(
            InvalidValue,
            "IBug.heat can't be 'x': expected int, found str.",
            heat=Not("x"),
        )

    def test_integers_that_no_engine_holds(self):
        """Only ids may be of any size."""
        self.refused(
            InvalidValue,
            f"IBug.heat can't be {HUGE}: it has more than 64 bits.",
            heat=HUGE,
        )

    def test_before(self):
        """It is for dates, takes an aware datetime, and None is none."""
        for name, value in (
            ("title", Before(EPOCH)),
            ("date_created", Before(datetime(2020, 1, 1))),
            ("date_created", Before("2020")),  # type: ignore[arg-type]
            ("date_created", Before(None)),  # type: ignore[arg-type]
        ):
            with self.subTest(value), self.assertRaises(InvalidValue):
                IBugs(Context()).filter(**{name: value})

    def test_containing(self):
        """It is for short texts, takes a text, and None is none."""
        for name, value in (
            ("heat", Containing("5")),
            ("title", Containing(5)),  # type: ignore[arg-type]
            ("title", Containing(None)),  # type: ignore[arg-type]
            ("title", Containing("a\0")),
            ("title", Containing("a" * 1001)),
        ):
            with self.subTest(value), self.assertRaises(InvalidValue):
                IBugs(Context()).filter(**{name: value})

    def test_where_an_edge_leads(self):
        """Entities and groups of the edge's type."""
        self.refused(
            InvalidValue,
            "IBug.reporter can't be 1: expected IPerson, a group of them, None, a "
            "set or Not(…).",
            reporter=ADA,
        )
        for value in (Distribution(id=1), "ada", {ADA}, Before(EPOCH)):
            with self.subTest(value), self.assertRaises(InvalidValue):
                IBugs(Context()).filter(reporter=value)

    def test_an_entity_without_an_id(self):
        """Nobody leads to it."""
        for person in (Person(id=None), Person()):
            with self.assertRaisesRegex(InvalidValue, "it has no id"):
                IBugs(Context()).filter(reporter=person)

    def test_a_group_of_another_type(self):
        """With the type that the edge leads to."""
        context = Context()
        with self.assertRaisesRegex(InvalidValue, "it leads to IPerson"):
            IBugs(context).filter(reporter=IBugs(context).filter(heat=5))

    def test_a_group_of_another_context(self):
        """What it is to be is not known here."""
        with self.assertRaises(NotAllowed):
            IBugs(Context()).filter(reporter=IPersons(Context()).filter(team=True))

    def test_a_part_of_each(self):
        """Where nothing was said of an order, positions can be no operand."""
        context = Context()
        some = IPersons(context).limit(3).filter(team=True).limit(1)
        with self.assertRaises(NotAllowed):
            IBugs(context).filter(reporter=some)

    def test_nothing_was_changed(self):
        """The group that refused goes on as if nothing had been said."""
        context = Context()
        bugs = IBugs(context).filter(heat=50)
        with self.assertRaises(InvalidValue):
            bugs.filter(title="Crash", heat="x")
        context.realise()
        self.assertEqual([CRASH, EXIT], [bug.id for bug in bugs])


class ValueTests(unittest.TestCase):
    def test_values_compare(self):
        """Equal values make equal expressions."""
        self.assertEqual(Not(5), Not(5))
        self.assertEqual({Containing("x")}, {Containing("x")})
        moment = datetime(2020, 1, 1, tzinfo=UTC)
        self.assertNotEqual(Before(moment), Not(moment))


class OtherFactTests(Filtered):
    def test_choices_that_are_none(self):
        """A team has no account."""
        self.assertEqual({DEVELOPERS}, self.found(IPersons, account_status=None))

    def test_visibility_does_not_show(self):
        """Nobody finds what is private by asking for it."""
        private = {"visibility": PersonVisibility.PRIVATE}
        self.assertEqual(set(), self.found(IPersons, **private))
        self.assertEqual({SPIES}, self.found(IPersons, Person(id=BEN), **private))
        userdata = {"information_type": InformationType.USERDATA}
        self.assertEqual(set(), self.found(IBugs, **userdata))
        self.assertEqual({SECRET}, self.found(IBugs, Person(id=ADA), **userdata))

    def test_edges_that_ride_along(self):
        """A file, an owner."""
        from_file = self.found(IDistributions, icon=Not(None))
        self.assertEqual({UBUNTU}, from_file)
        self.assertEqual({UBUNTU}, self.found(IDistributions, owner=Not(None)))
        self.assertEqual({DEBIAN}, self.found(IDistributions, owner=None))


def ubuntu() -> Distribution:
    """The distribution, by hand."""
    return Distribution(id=UBUNTU)
