"""Every step, on sailors and ships."""

# The interface alone declares the attributes that a class reads.
# mypy: disable-error-code="attr-defined"

from __future__ import annotations

import unittest
from typing import Any

from lp_persistence.errors import NotAllowed, UnknownName
from lp_persistence.memory.tests.harbour import (
    Harbour,
    ISailor,
    ISailors,
    Sailor,
    year,
)
from lp_persistence.model import EntityType, global_model
from lp_persistence.steps import (
    NOBODY,
    SOMEBODY,
    Beside,
    By,
    Column,
    Count,
    Everything,
    Follow,
    Followed,
    Keys,
    Scope,
    Select,
    Test,
    ViewerFacts,
)

ID = By(("id",))
CREW = Scope("ISailor", Followed("IShip", "crew", Keys(0)), order=(ID,))


class Careless(Sailor):
    """Expects everybody to have had a mentor."""

    @property
    def best_grade(self) -> Any:
        return self.mentor.grade

    @property
    def school(self) -> Any:
        return iter([self.mentor.mentor])


def columns(*paths: str) -> tuple[Column, ...]:
    return tuple(Column(tuple(path.split("."))) for path in paths)


class SelectTests(Harbour, unittest.TestCase):
    def test_stored_columns_come_as_they_stand(self):
        """An unknown grade is handed on; a reference is an id."""
        scope = Scope("ISailor", Keys(0), order=(ID,))
        select = Select(scope, columns("name", "grade", "born", "mentor"))
        smuggler = (4, "smuggler", 77, year(1950), 1)
        expected = [smuggler, (5, "Émil", None, year(1980), 99)]
        self.assertEqual(expected, self.run_step(select, keys=([5, 4],)))

    def test_computed_columns(self):
        """Items come as the integers that are stored for them."""
        scope = Scope("ISailor", Keys(0), order=(ID,))
        select = Select(scope, columns("is_employed", "best_grade"))
        expected = [(1, True, 1), (2, True, 1), (5, False, None)]
        self.assertEqual(expected, self.run_step(select, keys=([1, 2, 5],)))

    def test_columns_along_references(self):
        """None where there is no reference, or nothing at its end."""
        scope = Scope("IShip", Everything(), order=(ID,))
        select = Select(scope, columns("captain.name", "captain.mentor.name"))
        expected = [(1, "Anna", None), (2, "bob", "Bob"), (3, None, None)]
        self.assertEqual(expected, self.run_step(select))
        mentors = Select(Scope("ISailor", Keys(0)), columns("mentor", "mentor.id"))
        self.assertEqual([(5, 99, None)], self.run_step(mentors, keys=([5],)))

    def test_a_column_of_some_only(self):
        """The others have None."""
        column = Column(("log",), 1)
        select = Select(Scope("IShip", Keys(0), order=(ID,)), (column,))
        expected = [(1, None), (2, "last year")]
        self.assertEqual(expected, self.run_step(select, keys=([1, 2], {2, 3})))

    def test_a_verdict_hides_the_columns(self):
        """Rows of all ids that there are."""
        scope = Scope("ISailor", Keys(0), order=(ID,))
        select = Select(scope, columns("name", "wage"), NOBODY)
        expected = [(1, True, "Anna", 90), (4, False, None, None)]
        self.assertEqual(expected, self.run_step(select, keys=([4, 99, 1],)))
        for_friends = Select(scope, columns("name"), SOMEBODY)
        rows = self.run_step(for_friends, keys=([4],), friends=[4])
        self.assertEqual([(4, True, "smuggler")], rows)

    def test_without_a_rule_everybody_is_shown(self):
        """An interface without visible_to hides nothing."""
        select = Select(Scope("IShip", Keys(0)), columns("name"), NOBODY)
        self.assertEqual([(1, True, "ada")], self.run_step(select, keys=([1],)))

    def test_what_entity_code_raises_is_noted(self):
        """The error is its own; the note says what was asked of whom."""
        global_model().register(EntityType(ISailor, Careless, ISailors, object))
        for select, note in (
            (
                Select(Scope("ISailor", Keys(0)), columns("best_grade")),
                "ISailor.best_grade was asked of ISailor 1.",
            ),
            (
                Select(Scope("ISailor", Followed("ISailor", "school", Keys(0)))),
                "school of ISailor 1 was computed.",
            ),
        ):
            with self.subTest(note), self.assertRaises(AttributeError) as caught:
                self.run_step(select, keys=([1],))
            self.assertEqual([note], caught.exception.__notes__)

    def test_columns_there_are_not(self):
        """Each error says what is wrong."""
        for path, error, text in (
            ("age", UnknownName, "no attribute 'age'"),
            ("pupils", NotAllowed, "ISailor.pupils has no value"),
            ("name.age", NotAllowed, "ISailor.name is no reference"),
        ):
            with self.assertRaisesRegex(error, text):
                self.run_step(Select(Scope("ISailor", Everything()), columns(path)))


class FollowTests(Harbour, unittest.TestCase):
    def test_rows_are_edges(self):
        """One for each, in the scope's order; duplicates are one."""
        follow = Follow(CREW, columns("name"))
        expected = [(1, 1, "Anna"), (1, 2, "Bob"), (1, 3, "bob"), (2, 3, "bob")]
        rows = self.run_step(follow, keys=([1, 2],))
        self.assertEqual([*expected, (2, 4, "smuggler")], rows)

    def test_a_limit_holds_for_every_parent(self):
        """Also where it holds in all: the layer cuts what is too many."""
        for each in True, False:
            scope = Scope("ISailor", CREW.origin, order=(ID,), limit=0, each=each)
            rows = self.run_step(Follow(scope), 1, keys=([2, 1],))
            self.assertEqual([(1, 1), (2, 3)], rows)

    def test_conditions_and_rules_hold_of_the_target(self):
        """Both are asked before a limit counts."""
        where = (Test("is_captain", "is", 1),)
        scope = Scope("ISailor", CREW.origin, where, NOBODY, (ID,), limit=0)
        rows = self.run_step(Follow(scope), 2, False, keys=([1, 2],))
        self.assertEqual([(1, 2), (1, 3), (2, 3)], rows)

    def test_an_edge_to_nothing_is_told_where_only_keys_are_asked(self):
        """So that its fetch finds nothing; where more is asked it leads to
        nobody."""
        origin = Followed("ISailor", "mentor", Keys(0))
        keys = ([5],)
        bare = Follow(Scope("ISailor", origin))
        self.assertEqual([(5, 99)], self.run_step(bare, keys=keys))
        ruled = Follow(Scope("ISailor", origin, rule=NOBODY))
        self.assertEqual([], self.run_step(ruled, keys=keys))
        named = Follow(Scope("ISailor", origin), columns("name"))
        self.assertEqual([], self.run_step(named, keys=keys))

    def test_every_kind_of_edge(self):
        """References, links, inverses, derived edges."""
        for owner, edge, key, expected in (
            ("ISailor", "mentor", 2, [1]),
            ("ISailor", "pupils", 1, [2, 4]),
            ("ISailor", "ships", 3, [1, 2]),
            ("ISailor", "school", 1, [2, 3, 4]),
            ("ISailor", "masters", 3, [1, 2]),
            ("IShip", "veterans", 2, [4]),
        ):
            with self.subTest(edge):
                target = global_model().type_named(owner).edges[edge].target
                follow = Follow(Scope(target, Followed(owner, edge, Keys(0))))
                rows = self.run_step(follow, keys=([key],))
                self.assertEqual([(key, each) for each in expected], sorted(rows))

    def test_a_follow_follows(self):
        """Any other origin is refused."""
        with self.assertRaisesRegex(NotAllowed, "A Follow of ISailor needs"):
            self.run_step(Follow(Scope("ISailor", Everything())))


class OtherStepTests(Harbour, unittest.TestCase):
    def test_beside(self):
        """Each part has a number, and keys of its own."""
        crew = Follow(Scope("ISailor", CREW.origin))
        ships = Follow(Scope("IShip", Followed("ISailor", "ships", Keys(1))))
        rows = self.run_step(Beside((crew, ships)), keys=([2], [3, 5]))
        self.assertEqual([(2, 3, 0), (2, 4, 0), (3, 1, 1), (3, 2, 1)], sorted(rows))

    def test_beside_with_columns(self):
        """They stand behind each other, None in the rows of other parts; where
        nobody is, the id in the columns is None as well."""
        crew = Follow(Scope("ISailor", CREW.origin))
        origin = Followed("ISailor", "ships", Keys(1))
        ships = Follow(Scope("IShip", origin), columns("name"))
        origin = Followed("ISailor", "mentor", Keys(1))
        mentors = Follow(Scope("ISailor", origin), columns("id", "name"))
        rows = self.run_step(Beside((crew, ships, mentors)), keys=([2], [4, 5]))
        self.assertEqual(
            [
                (2, 3, 0, None, None, None),
                (2, 4, 0, None, None, None),
                (4, 1, 2, None, 1, "Anna"),
                (4, 2, 1, "bea", None, None),
                (5, 99, 2, None, None, None),
            ],
            sorted(rows),
        )

    def test_count(self):
        """Entities, not edges."""
        scope = Scope("ISailor", CREW.origin, rule=NOBODY)
        self.assertEqual([(3,)], self.run_step(Count(scope), keys=([1, 2],)))
        self.assertEqual([(0,)], self.run_step(Count(scope), keys=([],)))

    def test_viewer_facts(self):
        """The registered functions are asked of the viewer: Bob sails with
        himself too."""
        step = ViewerFacts(("friends",), "ISailor")
        self.assertEqual([(0, 1), (0, 2), (0, 3)], sorted(self.run_step(step, 2)))

    def test_a_viewer_who_is_not_there_has_no_facts(self):
        """Nor has one without anything to tell."""
        step = ViewerFacts(("friends",), "ISailor")
        self.assertEqual([], self.run_step(step, 99))
        self.assertEqual([], self.run_step(step, 5))

    def test_a_function_that_reads_what_nobody_has(self):
        """Its error is not taken for a viewer of another type."""
        for function in (lambda viewer: viewer.fiends, lambda viewer: viewer.name.of):
            global_model().register_viewer_fact("friends", function)
            with self.assertRaises(AttributeError):
                self.run_step(ViewerFacts(("friends",), "ISailor"), 2)

    def test_a_fact_that_nobody_registered(self):
        """The error names those there are."""
        with self.assertRaisesRegex(UnknownName, "no fact 'foes'; there are: friends"):
            self.run_step(ViewerFacts(("foes",), "ISailor"), 2)

    def test_registrations_may_change(self):
        """What was compiled, and made live, goes with them."""
        step = ViewerFacts(("friends",), "ISailor")
        self.run_step(step, 2)
        global_model().register_viewer_fact("friends", lambda viewer: [viewer.id])
        self.assertEqual([(0, 2)], self.run_step(step, 2))
