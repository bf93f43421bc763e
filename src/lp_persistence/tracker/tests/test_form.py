"""What the address of a page may ask of it."""

from __future__ import annotations

import unittest
from typing import Any

from zope.publisher.browser import TestRequest
from zope.publisher.interfaces import BadRequest

from lp_persistence.bugs.enums import BugTaskImportance, BugTaskStatus
from lp_persistence.tracker.frame import (
    Choice,
    Form,
    Number,
    Several,
    Words,
    choices_of,
    number_of,
)

FORM = Form(
    Several("importance", "Importance", choices_of(BugTaskImportance)),
    Choice("order", "Order", {"heat": ("-heat", "Hottest first"), "id": ("id", "Id")}),
    Number("bug", "Number of a bug"),
    Words("text", "Words"),
)


def read(form: Form = FORM, **given: Any) -> Any:
    """What a request with such a form asks."""
    return form.read(TestRequest(form=given))


class TestForm(unittest.TestCase):
    def chosen(self, form, **given):
        """The options of the form's one control, and those that are chosen."""
        [control] = read(form, **given).controls
        options = control.options
        return [each.name for each in options], [
            each.name for each in options if each.selected
        ]

    def test_what_a_page_takes_where_nothing_was_asked_is_chosen(self):
        """Where it takes anything, that is an option."""
        names = {"heat": (1, "Heat"), "id": (2, "Id")}
        either = Form(Choice("order", "Order", names))
        self.assertEqual(self.chosen(either), (["", "heat", "id"], [""]))
        self.assertEqual(self.chosen(either, order="id"), (["", "heat", "id"], ["id"]))
        ordered = Form(Choice("order", "Order", names, default="id"))
        self.assertEqual(self.chosen(ordered), (["heat", "id"], ["id"]))
        self.assertEqual(self.chosen(ordered, order="heat"), (["heat", "id"], ["heat"]))
        several = Form(Several("order", "Order", names))
        self.assertEqual(self.chosen(several), (["heat", "id"], []))

    def refused(self, sentence: str, form: Form = FORM, **given: Any) -> None:
        with self.assertRaises(BadRequest) as caught:
            read(form, **given)
        self.assertEqual(sentence, str(caught.exception))

    def test_values_are_what_their_names_stand_for(self):
        """Each by the name of its field."""
        given = read(importance=["high", "low"], order="heat", bug="7", text=" a b ")
        self.assertEqual(
            given.values,
            {
                "importance": {BugTaskImportance.HIGH, BugTaskImportance.LOW},
                "order": "-heat",
                "bug": 7,
                "text": "a b",
            },
        )

    def test_what_was_left_empty_was_not_asked(self):
        """Forms send every field that they have."""
        given = read(importance="", order=" ", text="")
        self.assertEqual(given.values, {})
        self.assertEqual(given.get("order", "id"), "id")
        self.assertEqual(given.address(), "?")

    def test_an_unknown_value_is_refused_with_all_that_there_are(self):
        """By the names that an address takes."""
        self.refused("“hot” is no order. There are: heat, id.", order="hot")
        self.refused(
            "“huge” is no importance. There are: unknown, critical, high, medium, "
            "low, wishlist, undecided.",
            importance=["high", "huge"],
        )

    def test_an_unknown_field_is_refused_with_all_that_there_are(self):
        """Of a page that takes nothing, too."""
        self.refused(
            "This page can't be asked for “colour”. It can for: importance, order, "
            "bug, text.",
            colour="red",
        )
        self.refused(
            "This page can't be asked for “colour”. Leave it out.", Form(), colour="x"
        )

    def test_what_every_page_may_be_asked_is_none_of_its_fields(self):
        """The way on through a list is another's affair."""
        self.assertEqual(read(after="x", explain="").values, {})

    def test_a_number_is_whole_and_no_larger_than_numbers_are(self):
        """And one of ours: no signs, no digits of elsewhere."""
        for text in ("x", "0", "07", "-1", "1.5", "1e3", "٣", "9" * 5000, "2147483648"):
            shown = text if len(text) <= 50 else f"{text[:50]}…"
            self.refused(
                f"“{shown}” is no number of a bug: say a whole number from 1 to "
                f"2,147,483,647.",
                bug=text,
            )
        self.assertEqual(number_of("2147483647"), 2**31 - 1)

    def test_what_is_one_value_can_not_be_said_twice(self):
        """Some values can."""
        self.refused(
            "“order” stands in the address twice; say it once.", order=["heat", "id"]
        )

    def test_words_are_no_longer_than_short_texts(self):
        """The sentence has both lengths."""
        self.refused(
            "“text” is 1,001 characters long; at most 1,000 are taken.",
            text="w" * 1001,
        )

    def test_what_nobody_writes_is_refused(self):
        """Before any engine is asked to hold it."""
        for text in ("a\0", "\x1b[1m", "\ud800"):
            self.refused("“text” holds a control character.", text=text)
        self.assertEqual(read(text="a\tb").values, {"text": "a\tb"})

    def test_what_is_no_text_is_refused(self):
        """A client may send a file."""
        self.refused("“text” has to be a text.", text=object())

    def test_an_address_says_it_again(self):
        """With what it is given beside it."""
        given = read(importance=["high", "low"], text="a&b")
        self.assertEqual(
            given.address(after="[1]"),
            "?importance=high&importance=low&text=a%26b&after=%5B1%5D",
        )

    def test_readers_are_told_what_was_asked(self):
        """By the labels and texts of the form, in its order."""
        given = read(text="a b", importance=["high", "low"])
        self.assertEqual(given.told, "Importance: High, Low; Words: a b")
        self.assertEqual(read().told, "")

    def test_the_form_shows_what_was_asked(self):
        """Each field with its label, its values and those chosen."""
        importance, order, bug, text = read(importance="high", bug="7").controls
        self.assertEqual(
            [option.name for option in importance.options if option.selected], ["high"]
        )
        self.assertEqual((order.kind, order.label), ("choice", "Order"))
        self.assertEqual([bug.value, text.value], ["7", ""])


class TestChoices(unittest.TestCase):
    def test_items_go_by_their_titles(self):
        """In small letters, without what an address would have to quote."""
        choices = choices_of(BugTaskStatus, without=[BugTaskStatus.UNKNOWN])
        self.assertEqual(choices["wont-fix"], (BugTaskStatus.WONTFIX, "Won't Fix"))
        self.assertEqual(
            choices["incomplete-with-response"][0],
            BugTaskStatus.INCOMPLETE_WITH_RESPONSE,
        )
        self.assertNotIn("unknown", choices)
        self.assertEqual(len(choices), len(BugTaskStatus.items) - 1)
