"""Words, and what is searched for them."""

from __future__ import annotations

from typing import Any

from lp_persistence.bugs.interfaces import IBugs
from lp_persistence.conditions import Matching, Not
from lp_persistence.context import Context
from lp_persistence.errors import InvalidValue, UnknownName
from lp_persistence.matching import LONGEST, runs_of, together, words_of
from lp_persistence.people.interfaces import IPersons
from lp_persistence.tests.village import Village


class MatchingTests(Village):
    def found(self, **tests: Any) -> set[str]:
        context = Context()
        people = IPersons(context).filter(**tests).all()
        context.realise()
        return {person.name for person in people}

    def test_words(self):
        """Runs of letters, digits and all beyond ASCII, A–Z folded."""
        self.assertEqual(("1", "b2", "é", "éß"), runs_of("B2-é_B2.éß 1\t"))
        self.assertEqual((), runs_of(" -%_'\\\n"))
        self.assertEqual("a b", together("a", None, "b"))

    def test_runs_that_are_too_long(self):
        """Are no words; nobody has one that is searched for."""
        fits, long = "x" * LONGEST, "x" * (LONGEST + 1)
        self.assertEqual({fits}, words_of(f"{fits} {long}"))
        self.person(name="long", displayname=long)
        self.assertEqual(set(), self.found(displayname=Matching(long)))

    def person(self, **given: Any) -> None:
        self.factory.person(**given)

    def test_together(self):
        """Each word may stand in another text."""
        self.person(name="ink", displayname="Blue Quill")
        self.person(name="blue", displayname="Quill")
        self.assertEqual({"ink"}, self.found(text=Matching("quill INK")))
        everybody = self.found(text=Not(Matching("quill ink")))
        self.assertNotIn("ink", everybody)
        self.assertIn("blue", everybody)

    def test_long_texts(self):
        """Can be searched; no text is no words."""
        self.person(name="ink", homepage="Blue quills")
        self.assertEqual({"ink"}, self.found(homepage=Matching("quills")))
        self.assertIn("ada", self.found(homepage=Not(Matching("quills"))))

    def test_no_words(self):
        """Are passed by everybody, as no test is."""
        self.assertEqual(
            self.found(homepage=Not(Matching("x"))), self.found(text=Matching(" - "))
        )

    def test_answered_at_once(self):
        """Where the texts were asked for."""
        self.person(name="ink", displayname="Blue", homepage="quills")
        context = Context()
        people = IPersons(context).all().need("homepage")
        context.realise()
        blue = people.filter(text=Matching("blue ink"))
        self.assertEqual(["ink"], [person.name for person in blue])
        quills = people.filter(homepage=Not(Matching("quills")))
        self.assertNotIn("ink", [person.name for person in quills])

    def test_refusals(self):
        """Say what can be."""
        bugs = IBugs(Context())
        for expected, tests in (
            ("IBug.text can't be 'x': say Matching('words').", {"text": "x"}),
            (
                "IBug.description can't be 'x': say Matching('words').",
                {"description": "x"},
            ),
            (
                "IBug.heat can't be Matching(value='x'): Matching is for texts.",
                {"heat": Matching("x")},
            ),
            (
                "IBug.text can't be 5: expected str, found int.",
                {"text": Matching(5)},  # type: ignore[arg-type]
            ),
            (
                "IBug.text can't be 'a\\x00': it holds a NUL character.",
                {"text": Matching("a\0")},
            ),
        ):
            with self.assertRaises(InvalidValue) as caught:
                bugs.filter(**tests)
            self.assertEqual(expected, str(caught.exception))
        for call in (
            lambda: bugs.ordered_by("text"),
            lambda: bugs.need("text"),
        ):
            with self.assertRaises(UnknownName):
                call()
