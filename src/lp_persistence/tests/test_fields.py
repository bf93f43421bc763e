"""Fields: kinds, neutral forms, what they refuse."""

from __future__ import annotations

import unittest
import warnings
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from lazr.enum import DBEnumeratedType, DBItem
from zope.interface import Interface
from zope.schema.interfaces import IField

from lp_persistence.errors import InvalidValue
from lp_persistence.fields import (
    GRAPH,
    MISSING,
    OWN,
    STORED,
    Attribute,
    Bool,
    Choice,
    Collection,
    Datetime,
    Embedded,
    Int,
    LongText,
    Reference,
    Text,
    Texts,
    WayBack,
)


class Colour(DBEnumeratedType):
    """Two colours."""

    RED = DBItem(1, "Red")
    BLUE = DBItem(2, "Blue")


class Taste(DBEnumeratedType):
    """Another enumeration with the same numbers."""

    SWEET = DBItem(1, "Sweet")


class IFlower(Interface):
    """Has one field of each kind."""

    petals = Int(title="Petals")
    is_rare = Bool(title="Rare", reads=("petals",))
    name = Text(title="Name", brief=True, hidden="?")
    story = LongText(title="Story")
    scents = Texts(title="What it smells of")
    found = Datetime(title="Found")
    colour = Choice(Colour, title="Colour")
    is_wild = Bool(title="Wild", graph=True)
    garden = Reference("IGarden", title="Garden", apart=True)
    seeds = Collection("ISeed", inverse="flower", title="Seeds")
    visitors = Collection("IBee", title="Visitors")
    best = Collection("IBee", ranked=True, ordered_by=("-age",), title="Best")
    friends = Collection("IFlower", derived=True, title="Friends")
    guests = Collection("IBee", over=("friends", "visitors"), title="Guests")
    bed = WayBack("IBed", title="Bed")
    label = Embedded(Interface, of=("name",), title="Label")


class DeclarationTests(unittest.TestCase):
    def test_fields_are_of_zope_schema(self):
        """What knows schema fields knows these."""
        for name, field in IFlower.namesAndDescriptions():
            with self.subTest(name):
                self.assertTrue(IField.providedBy(field))

    def test_three_kinds_of_facts(self):
        """Declared, not guessed."""
        self.assertEqual(STORED, IFlower["petals"].kind)
        self.assertEqual(OWN, IFlower["is_rare"].kind)
        self.assertEqual(GRAPH, IFlower["is_wild"].kind)

    def test_what_was_not_said(self):
        """A field is not brief and has no answer for what is hidden."""
        self.assertFalse(IFlower["petals"].brief)
        self.assertIs(MISSING, IFlower["petals"].hidden)
        self.assertEqual("MISSING", repr(MISSING))
        self.assertEqual("?", IFlower["name"].hidden)

    def test_hidden_may_be_none(self):
        """None is an answer, too."""
        self.assertIsNone(Text(hidden=None).hidden)

    def test_links_are_collections_that_nothing_else_keeps(self):
        """Neither an inverse, a derived nor a composed one is a link."""
        links = [
            name
            for name, field in IFlower.namesAndDescriptions()
            if isinstance(field, Collection) and field.is_link
        ]
        self.assertEqual(["visitors"], links)

    def test_ranked_is_derived(self):
        """Whoever yields ranks computes."""
        self.assertTrue(IFlower["best"].derived)
        self.assertFalse(IFlower["friends"].ranked)

    def test_edges_and_values_are_no_facts(self):
        """Neither they nor long texts can be filtered or ordered by; several
        texts can be filtered by."""
        facts = {n for n, field in IFlower.namesAndDescriptions() if field.is_fact}
        self.assertEqual(
            {"petals", "is_rare", "name", "scents", "found", "colour", "is_wild"},
            facts,
        )
        self.assertFalse(IFlower["scents"].is_ordered)


class NeutralTests(unittest.TestCase):
    def neutral(self, name: str, value: Any) -> Any:
        return IFlower[name].neutral(value)

    def refused(self, name: str, value: Any, reason: str) -> None:
        with self.assertRaises(InvalidValue) as caught:
            IFlower[name].neutral(value)
        self.assertEqual(reason, caught.exception.reason)
        self.assertEqual("IFlower", caught.exception.owner)
        self.assertEqual(name, caught.exception.name)

    def test_none_is_neutral(self):
        """Any attribute may be None; only of several texts there are none."""
        for name, field in IFlower.namesAndDescriptions():
            nothing = () if name == "scents" else None
            self.assertEqual(nothing, field.neutral(None), name)

    def test_several_texts(self):
        """Each once, by code point; each is one that an engine holds."""
        self.assertEqual(("Z", "a", "é"), self.neutral("scents", ("é", "a", "Z", "a")))
        self.refused("scents", "sweet", "expected tuple, found str")
        self.refused("scents", ["sweet"], "expected tuple, found list")
        self.refused("scents", (5,), "expected texts, found int")
        self.refused("scents", ("a\0",), "it holds a NUL character")
        self.refused("scents", ("x" * 1001,), "it has more than 1000 characters")

    def test_values_as_they_stand(self):
        """Integers, texts and booleans are neutral already."""
        self.assertEqual(5, self.neutral("petals", 5))
        self.assertEqual("née", self.neutral("name", "née"))
        self.assertIs(False, self.neutral("is_wild", False))

    def test_items_are_their_integers(self):
        """An enumeration's item is kept as its value."""
        self.assertEqual(2, self.neutral("colour", Colour.BLUE))

    def test_datetimes_are_in_utc(self):
        """Another zone's time is the same moment."""
        east = timezone(timedelta(hours=2))
        self.assertEqual(
            datetime(2020, 1, 1, 10, tzinfo=UTC).isoformat(),
            self.neutral("found", datetime(2020, 1, 1, 12, tzinfo=east)).isoformat(),
        )

    def test_other_types(self):
        """A bool is no integer, an integer no bool."""
        self.refused("petals", "5", "expected int, found str")
        self.refused("petals", True, "expected int, found bool")
        self.refused("is_wild", 1, "expected bool, found int")
        self.refused("name", b"x", "expected str, found bytes")
        self.refused("found", "2020", "expected datetime, found str")

    def test_too_many_bits(self):
        """64 are what every engine has."""
        self.assertEqual(2**63 - 1, self.neutral("petals", 2**63 - 1))
        self.refused("petals", 2**63, "it has more than 64 bits")
        self.refused("petals", -(2**63) - 1, "it has more than 64 bits")

    def test_texts_that_no_engine_holds(self):
        """NUL and half a surrogate pair are refused before it is asked."""
        self.refused("name", "a\0b", "it holds a NUL character")
        self.refused("name", "\ud800", "it holds half a character")
        self.refused("story", "a\0b", "it holds a NUL character")

    def test_texts_that_are_too_long(self):
        """A short text has a thousand characters at most, a long one any number."""
        self.assertEqual(1000, len(self.neutral("name", "x" * 1000)))
        self.refused("name", "x" * 1001, "it has more than 1000 characters")
        self.assertEqual(5000, len(self.neutral("story", "x" * 5000)))

    def test_naive_datetimes(self):
        """Nobody knows when they are."""
        self.refused("found", datetime(2020, 1, 1), "it has no time zone")

    def test_datetimes_outside_of_the_calendar(self):
        """A moment before the year 1 in UTC is refused like any other value."""
        east = timezone(timedelta(hours=14))
        with self.assertRaises(InvalidValue):
            self.neutral("found", datetime.min.replace(tzinfo=east))

    def test_items_of_another_enumeration(self):
        """Nor their integers or names; and lazr.enum has nothing to warn of."""
        for value in (Taste.SWEET, 1, "RED", [Colour.RED]):
            with warnings.catch_warnings(), self.subTest(value):
                warnings.simplefilter("error")
                self.refused("colour", value, "expected an item of Colour")

    def test_field_without_interface(self):
        """It still has an error to give."""
        with self.assertRaisesRegex(InvalidValue, r"\?\.: expected int|\?\..* can't"):
            Int(__name__="rank").neutral("x")

    def test_attribute_takes_anything(self):
        """The root of all fields has no type of its own."""
        marker = object()
        self.assertIs(marker, Attribute().neutral(marker))
