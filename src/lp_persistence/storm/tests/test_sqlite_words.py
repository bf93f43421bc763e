"""Indexes of words in SQLite, beside the words that a text has."""

import sqlite3
import unittest
from collections.abc import Iterable

from lp_persistence.matching import LONGEST, words_of
from lp_persistence.storm.sqlite import SQLiteDialect, WordIndexes
from lp_persistence.storm.sqlite_words import QUESTION, WordIndex, indexes_of

INDEX = WordIndex("words", "kept", ("title", "body"))
DIALECT = SQLiteDialect(WordIndexes([INDEX]))
#: All of ASCII that a text can hold, and what lies on either side of its bounds.
CHARACTERS = [chr(code) for code in (*range(1, 0x180), 0x7FF, 0x800, 0xFFFD, 0x10000)]


class WordsTests(unittest.TestCase):
    def setUp(self):
        self.connection = sqlite3.connect(":memory:")
        self.addCleanup(self.connection.close)
        self.connection.execute(
            "CREATE TABLE kept (id INTEGER PRIMARY KEY, title TEXT, body TEXT)"
        )
        for statement in INDEX.statements():
            self.connection.execute(statement)

    def keep(self, title: str, body: str = "") -> int | None:
        return self.connection.execute(
            "INSERT INTO kept (title, body) VALUES (?, ?)", (title, body)
        ).lastrowid

    def found(self, words: Iterable[str]) -> list[int]:
        """The numbers of the rows that have all the words."""
        rows = self.connection.execute(
            "SELECT rowid FROM words WHERE words MATCH ? ORDER BY rowid",
            (DIALECT.words(words),),
        )
        return [number for (number,) in rows]

    def test_every_character_parts_words_or_does_not(self):
        """As in the words that the layer finds itself."""
        for character in CHARACTERS:
            number = self.keep(f"A{character}b")
            for word in words_of(f"a{character}b") | {"a", "b"}:
                with self.subTest(character, word=word):
                    expected = word in words_of(f"A{character}b")
                    self.assertEqual(expected, number in self.found([word]))

    def test_all_words_are_asked_for_of_the_texts_together(self):
        """Whatever they mean in the engine's own language."""
        number = self.keep("NOT near", "OR and*")
        for words in (["not", "or"], ["near", "and"], ["not"]):
            self.assertEqual([number], self.found(words))
        self.assertEqual([], self.found(["not", "nor"]))

    def test_a_long_word_is_found_beside_one_that_is_too_long(self):
        """Of bytes it may have four times as many as of characters."""
        longest = "é" * LONGEST
        number = self.keep(f"{longest} {longest}é")
        self.assertEqual([number], self.found([longest]))

    def test_it_follows_its_table(self):
        """What is changed or gone is not found as it was."""
        first, second = self.keep("old"), self.keep("old", "new")
        self.connection.execute("UPDATE kept SET title = 'new' WHERE id = 1")
        self.assertEqual([second], self.found(["old"]))
        self.assertEqual([first, second], self.found(["new"]))
        self.connection.execute("DELETE FROM kept WHERE id = 2")
        self.assertEqual([first], self.found(["new"]))

    def test_one_without_its_triggers_is_none(self):
        """It would tell what was; its statements make it whole again."""
        for rows in (1, 0, 1):
            found = indexes_of(self.connection.execute(QUESTION).fetchall())
            self.assertEqual([INDEX] * rows, found)
            if rows:
                self.connection.execute("DROP TRIGGER words__updated")
                self.connection.execute("UPDATE kept SET title = 'never told'")
            for statement in INDEX.statements() if not rows else ():
                self.connection.execute(statement)

    def test_what_was_there_before_is_found(self):
        """It is built from the rows that its table has."""
        self.connection.execute("DROP TABLE words")
        number = self.keep_without_index("early")
        for statement in INDEX.statements():
            self.connection.execute(statement)
        self.assertEqual([number], self.found(["early"]))

    def keep_without_index(self, title: str) -> int | None:
        for (name,) in self.connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        ).fetchall():
            self.connection.execute(f"DROP TRIGGER {name}")
        return self.keep(title)
