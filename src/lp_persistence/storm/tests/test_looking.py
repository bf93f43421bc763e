"""Texts of statements that depend on who looks."""

import unittest
from typing import Any

from storm.properties import Int as StormInt

from lp_persistence.fields import Int
from lp_persistence.interfaces import IEntity
from lp_persistence.steps import (
    ALL_PERMITTED,
    NOBODY,
    SOMEBODY,
    By,
    Column,
    Everything,
    Keys,
    Leads,
    Scope,
    Select,
    Test,
)
from lp_persistence.storm.book import RecordsBook, get_book
from lp_persistence.storm.expressions import When
from lp_persistence.storm.records import Records, rule
from lp_persistence.storm.statements import compile_step
from lp_persistence.storm.tests.cases import BY_ID
from lp_persistence.storm.tests.test_texts import SORTED, SQLITE_DIALECT
from lp_persistence.storm.viewers import Viewer
from lp_persistence.testing.storm_layers import SQLITE

SUBSCRIBERS = """
(SELECT COUNT(DISTINCT bugsubscription.person) FROM bugsubscription
JOIN person ON person.id = bugsubscription.person
WHERE bugsubscription.bug = bug.id{})
"""
REPEATING = """
(SELECT COUNT(*) FROM bug AS bug_2
WHERE (bug_2.duplicateof IS NOT NULL) AND bug_2.duplicateof = bug.id
AND (bug_2.information_type IN (1, 2)))
"""
SUBSCRIBED = """
COALESCE(EXISTS (SELECT 1 FROM bugsubscription WHERE bugsubscription.bug = bug.id
AND bugsubscription.person IN (SELECT value FROM json_each(?))), FALSE)
"""
HELD = "bug.id IN (SELECT value FROM json_each(?))"


class Lamp:
    __storm_table__ = "lamp"

    id = StormInt(primary=True, allow_none=False)
    turns = StormInt()


class ILamp(IEntity):
    """A lamp, which tells those who have it how often it was lit."""

    id = Int(brief=True)
    turns = Int(viewer=("person",))


def turns(viewer: Viewer | None) -> Any:
    return None if viewer is None else When(viewer.has("person"), Lamp.turns)


class TestTexts(unittest.TestCase):
    layer = SQLITE
    maxDiff = None

    def text(self, scope: Scope, *columns: Column) -> str:
        return compile_step(Select(scope, columns), get_book(), SQLITE_DIALECT).text

    def says(self, expected: str, *columns: Column) -> None:
        """What is read of some bugs."""
        text = f"SELECT bug.id, {flat(expected)} FROM bug WHERE {HELD}"
        self.assertEqual(text, self.text(Scope("IBug", Keys(0)), *columns))

    def test_counts_are_queries_within_the_statement(self) -> None:
        """Of those who are there and are shown, each once; two are not joined."""
        nobody = SUBSCRIBERS.format(" AND (person.visibility != 30)")
        subscribers = Column(("subscriber_count",), None, NOBODY)
        repeating = Column(("duplicate_count",), None, NOBODY)
        self.says(nobody, subscribers)
        self.says(f"{REPEATING}, {nobody}", repeating, subscribers)
        whole = subscribers._replace(whose=ALL_PERMITTED)
        self.says(SUBSCRIBERS.format(""), whole)

    def test_what_nobody_is_told_asks_nothing(self) -> None:
        """A fact that takes the viewer knows it without a table."""
        subscribed = Column(("is_subscribed",), None, SOMEBODY)
        self.says(SUBSCRIBED, subscribed)
        nobody = "COALESCE(FALSE, FALSE)"
        self.says(nobody, subscribed._replace(whose=NOBODY))

    def test_what_nobody_is_told_has_a_type(self) -> None:
        """It is compared and ordered by on PostgreSQL, as a value is."""
        book = RecordsBook()
        lamp = Records(ILamp, {"id": Lamp.id, "turns": rule(turns)})
        book.register(lamp)
        for whose, expected in (
            (NOBODY, "COALESCE(NULL, NULL::bigint)"),
            (SOMEBODY, "COALESCE(CASE WHEN %s THEN lamp.turns END, NULL::bigint)"),
        ):
            order = (By(("turns",), False, whose), *BY_ID)
            step = Select(Scope("ILamp", Everything(), order=order))
            text = compile_step(step, book, SORTED).text
            self.assertIn(f"FROM lamp ORDER BY {expected}, lamp.id", text)

    def test_ordered_by_what_is_read(self) -> None:
        """It is said alike, so that an engine may compute it once."""
        order = (By(("subscriber_count",), True, NOBODY), *BY_ID)
        counted = Column(("subscriber_count",), None, NOBODY)
        text = self.text(Scope("IBug", Everything(), order=order), counted)
        count = flat(SUBSCRIBERS.format(" AND (person.visibility != 30)"))
        expected = f"SELECT bug.id, {count} FROM bug ORDER BY {count} DESC, bug.id"
        self.assertEqual(expected, text)

    def test_tests_are_asked_of_each(self) -> None:
        """Over an edge too: nothing finds all that have a number."""
        test: Any = Test("subscriber_count", "is", 0, NOBODY)
        count = flat(SUBSCRIBERS.format(" AND (person.visibility != 30)"))
        text = self.text(Scope("IBug", Keys(0), (test,)))
        self.assertEqual(f"SELECT bug.id FROM bug WHERE {HELD} AND {count} = ?", text)
        led = Leads("bug", Scope("IBug", Everything(), (test,)))
        text = self.text(Scope("IBugTask", Keys(0), (led,)))
        self.assertIn("EXISTS (SELECT 1 FROM bug WHERE bug.id = bugtask.bug AND", text)


def flat(text: str) -> str:
    """A text as a compiler makes it."""
    return " ".join(text.split()).replace("( ", "(").replace(" ,", ",")
