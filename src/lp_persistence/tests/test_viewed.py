"""Declarations of what depends on who looks."""

from __future__ import annotations

import unittest
from typing import Any

from lp_persistence.branding.interfaces import IBranding
from lp_persistence.entity import Entity, EntityClass
from lp_persistence.errors import Conflict, InvalidValue, NotGiven
from lp_persistence.fields import (
    GRAPH,
    Bool,
    Collection,
    Count,
    Embedded,
    Int,
    Permitted,
    Reference,
    Text,
)
from lp_persistence.interfaces import IEntity
from lp_persistence.model import ORDERED_BY, Model
from lp_persistence.tests.things import an_id, thing

METHOD = lambda self, viewer: None  # noqa: E731


class FieldTests(unittest.TestCase):
    def test_what_is_blind(self):
        """Facts are the same for all, but for those that take the viewer, counts
        and permissions."""
        for field, is_blind in (
            (Bool(), True),
            (Bool(reads=("id",)), True),
            (Bool(graph=True), True),
            (Bool(viewer=("teams",)), False),
            (Bool(viewer=()), False),
            (Count("parts"), False),
            (Permitted("launchpad.Edit"), False),
        ):
            self.assertEqual(is_blind, field.is_blind)

    def test_what_takes_the_viewer_is_a_graph_fact(self):
        """No row holds it."""
        field = Bool(viewer=("teams",))
        self.assertEqual((GRAPH, False), (field.kind, field.is_stored))

    def test_counts_are_facts_that_nothing_holds(self):
        """They are compared as numbers."""
        count = Count("parts", title="How many")
        count.__name__ = "part_count"
        self.assertTrue(count.is_fact and count.is_ordered and not count.is_stored)
        with self.assertRaisesRegex(InvalidValue, "part_count can't be '3'"):
            count.check("3")


class DeclarationTests(unittest.TestCase):
    def refused(self, text: str, *computed: str, **fields: Any) -> None:
        """The text is that of the error, behind the interface's name."""
        tags = fields.pop("tags", None)
        methods = fields.pop("methods", ())
        type_ = thing(*computed, tags=tags, **{"id": an_id(), **fields})
        for name in methods:
            setattr(type_.factory, name, METHOD)
        model = Model()
        model.register(type_)
        with self.assertRaises(Conflict) as caught:
            model.type_named("IThing")
        self.assertEqual(f"IThing.{text}.", str(caught.exception))

    def test_counts_of_collections(self):
        """Of the same entity; what there is is named."""
        for edge in ("id", "owner", "none"):
            self.refused(
                f"all counts {edge!r}, which is no collection of it; there are: parts",
                owner=Reference("IThing"),
                parts=Collection("IThing"),
                all=Count(edge),
            )
        self.refused(
            "all counts 'id', which is no collection of it; there are: none",
            all=Count("id"),
        )

    def test_what_a_method_computes(self):
        """Who takes the viewer is called; a property could not be."""
        self.refused(
            "is_mine is a fact that Thing does not compute", is_mine=Bool(viewer=())
        )
        self.refused(
            "is_mine is a fact: Thing has to compute it by a method that takes the "
            "viewer",
            "is_mine",
            is_mine=Bool(viewer=("teams",)),
        )
        self.refused(
            "is_big is a fact: Thing has to compute it by a property",
            methods=("is_big",),
            is_big=Bool(graph=True),
        )

    def test_either_own_or_of_the_viewer(self):
        """One says which attributes it reads, the other reads any."""
        self.refused(
            "is_mine takes the viewer, and says reads=…: say one of them",
            methods=("is_mine",),
            is_mine=Bool(viewer=("teams",), reads=("id",)),
        )

    def test_no_texts_for_one_viewer(self):
        """Nothing could search them for words."""
        self.refused(
            "note takes the viewer, and is a Text: that can be a Bool, a Choice, an "
            "Int or a Datetime",
            methods=("note",),
            note=Text(viewer=("teams",)),
        )

    def test_nothing_is_computed_from_it_for_all(self):
        """Own facts and embedded values are the same for all who look."""
        parts = {"parts": Collection("IThing"), "all": Count("parts")}
        text = "reads all, which depends on who looks: pages can, where they show it"
        self.refused(f"is_big {text}", "is_big", is_big=Bool(reads=("all",)), **parts)
        self.refused(
            f"image {text}", "image", image=Embedded(IBranding, of=("all",)), **parts
        )

    def test_no_order_of_its_own(self):
        """That is the same for all, of entities and of edges."""
        text = (
            "is ordered by '-all', which depends on who looks: an order of its own is "
            "the same for all"
        )
        parts: Any = {"parts": Collection("IThing"), "all": Count("parts")}
        self.refused(
            f"some {text}", some=Collection("IThing", ordered_by=("-all",)), **parts
        )
        with self.assertRaisesRegex(Conflict, f"^IThing {text}"):
            model = Model()
            tags = {ORDERED_BY: ("-all",)}
            model.register(thing(id=an_id(), tags=tags, **parts))
            model.type_named("IThing")

    def test_no_rule_of_what_is_stored(self):
        """A stored value is the same for all."""
        text = (
            "number follows the rule 'mine': that must be an own or a graph fact of "
            "the same field, and number be stored"
        )
        self.refused(
            text,
            methods=("mine",),
            mine=Int(viewer=("teams",)),
            number=Int(rule="mine"),
        )

    def test_no_index_and_no_brief(self):
        """No row holds it."""
        parts = {"parts": Collection("IThing")}
        self.refused(
            "all is indexed, and no stored fact: no index could tell it",
            all=Count("parts", indexed=True),
            **parts,
        )
        self.refused(
            "all can't be brief: a brief is of short, stored attributes",
            id=an_id(),
            all=Count("parts", brief=True),
            **parts,
        )


class IBox(IEntity):
    """A box with parts, some of them its best."""

    id = an_id()
    parts = Collection("IBox", title="Parts")
    best = Collection("IBox", ranked=True, title="The best, with a rank")
    part_count = Count("parts", title="How many parts")
    best_count = Count("best", title="How many best")
    is_mine = Bool(title="Whether the viewer has it", viewer=("person",))


class Box(Entity, implements=IBox):
    """See ``IBox``."""

    def is_mine(self, viewer: Any) -> bool:
        return self.id in viewer.person

    @property
    def best(self) -> Any:
        return ((part, rank) for rank in (1, 2) for part in self.parts)


class EntityTests(unittest.TestCase):
    def test_counts_follow_from_what_was_given(self):
        """Each once, computed or not; a number that was given stands."""
        self.assertIsInstance(Box, EntityClass)
        lid, box = Box(id=1), Box(id=2)
        box = Box(parts=(lid, box, lid))
        self.assertEqual((2, 2), (box.part_count, box.best_count))
        self.assertEqual(7, Box(part_count=7).part_count)

    def test_counts_of_what_was_not_given(self):
        """One is told what would have to be given."""
        for name in ("part_count", "best_count"):
            with self.assertRaisesRegex(NotGiven, "Box.parts was not given"):
                getattr(Box(id=1), name)

    def test_no_viewer_looks_at_entities_made_by_hand(self):
        """What was given is read, and nothing else."""
        self.assertTrue(Box(is_mine=True).is_mine)
        with self.assertRaisesRegex(NotGiven, "Box.is_mine "):
            Box(id=1).is_mine  # noqa: B018
