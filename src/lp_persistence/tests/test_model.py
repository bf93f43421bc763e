"""What is registered: how it fits together, and what follows from it."""

from __future__ import annotations

import unittest
from typing import Any

from plone.testing import zca
from zope.component import getGlobalSiteManager, queryUtility
from zope.component.testing import PlacelessSetup
from zope.interface.interface import InterfaceClass
from zope.interface.verify import verifyObject
from zope.testing.cleanup import cleanUp

from lp_persistence.branding.interfaces import IBranding
from lp_persistence.bugs.interfaces import IBug, IBugs
from lp_persistence.context import Context
from lp_persistence.errors import (
    Conflict,
    InvalidValue,
    NotRegistered,
    PersistenceError,
    UnknownName,
)
from lp_persistence.fields import (
    Bool,
    Collection,
    Embedded,
    Int,
    Key,
    LongText,
    OneOf,
    Reference,
    Text,
)
from lp_persistence.interfaces import IEntity, IModel
from lp_persistence.model import (
    ORDERED_BY,
    VISIBLE_TO,
    Model,
    VisibleTo,
    get_model,
    global_model,
)
from lp_persistence.testing.layers import MEMORY
from lp_persistence.tests.things import an_id, thing

#: Declared before what stands beside it.
ID = an_id()


#: A reference that says what its target's id would be made of.
MADE = Reference("IPart", of=("part",))


def key_of(*names: str) -> Key:
    """The id of what is made of others."""
    return Key(of=names, title="Id", brief=True)


def in_sight(entity: Any, viewer: Any) -> bool:
    """A rule."""
    return True


class TypeTests(unittest.TestCase):
    layer = MEMORY

    def setUp(self) -> None:
        self.bug = get_model().type_named("IBug")

    def test_lookups(self):
        """By name, by the interface of entity or group."""
        verifyObject(IModel, get_model())
        self.assertIs(self.bug, get_model().type_of(IBug))
        self.assertIs(self.bug, get_model().type_of(IBugs))
        self.assertEqual("<EntityType IBug>", repr(self.bug))
        self.assertIn(self.bug, list(get_model()))

    def test_fields(self):
        """In the order of declaration; unknown ones with those there are."""
        self.assertEqual(["id", "title", "description"], list(self.bug.fields)[:3])
        self.assertIs(IBug["heat"], self.bug.field("heat"))
        with self.assertRaisesRegex(UnknownName, "IBug has no attribute 'x'; there a"):
            self.bug.field("x")

    def test_fields_of_what_it_extends(self):
        """Come before its own, and name it in messages."""
        fields = {"id": an_id(), "size": Int(title="Size", brief=True)}
        base = InterfaceClass("IBase", (IEntity,), fields)
        model = Model()
        for name in ("Apple", "Pear"):
            model.register(thing(name=name, extends=base, colour=Text(title="Colour")))
        apple = model.type_named("IApple")
        self.assertEqual(["id", "size", "colour"], list(apple.fields))
        self.assertEqual(("id", "size"), apple.brief)
        for field in apple.fields.values():
            self.assertIs(apple.interface, field.interface)
        self.assertIs(base, base["size"].interface)
        with self.assertRaisesRegex(InvalidValue, r"^IPear\.size can't be 'x'"):
            model.type_named("IPear").field("size").check("x")
        with self.assertRaisesRegex(InvalidValue, r"^IApple\.size can't be 'x'"):
            apple.factory(size="x")

    def test_brief(self):
        """The id first."""
        self.assertEqual(("id", "title"), self.bug.brief)

    def test_stored(self):
        """What a row holds: no collection, no fact that is computed."""
        self.assertEqual(
            (
                "id",
                "title",
                "description",
                "information_type",
                "heat",
                "date_created",
                "date_last_updated",
                "date_last_message",
                "latest_patch_uploaded",
                "tags",
                "reporter",
                "duplicate_of",
            ),
            self.bug.stored,
        )

    def test_facts(self):
        """By the names that groups filter by."""
        self.assertEqual(
            {
                "id",
                "title",
                "information_type",
                "heat",
                "date_created",
                "date_last_updated",
                "date_last_message",
                "latest_patch_uploaded",
                "computed_heat",
                "tags",
                "private",
                "duplicate",
                "mine",
                "subscribed",
                "affects_me",
                "comment_count",
                "subscriber_count",
                "affected_count",
                "duplicate_count",
                "duplicate_subscriber_count",
                "attachment_count",
            },
            set(self.bug.facts),
        )

    def test_rule_and_order(self):
        """Of the interface's tags."""
        person: Any = get_model().type_named("IPerson")
        file = get_model().type_named("IFile")
        self.assertEqual((("displayname",), ()), (person.order, self.bug.order))
        self.assertEqual(("admins", "teams"), person.visible_to.facts)
        self.assertIsNone(file.visible_to)

    def test_what_is_not_registered(self):
        """With the way to register it."""
        with self.assertRaises(NotRegistered) as caught:
            get_model().type_of(IModel)
        self.assertEqual(
            "IModel is not registered. Include the ZCML of the package that "
            "declares it (<persistence:entity …/>).",
            str(caught.exception),
        )
        with self.assertRaises(UnknownName):
            get_model().type_named("INothing")


class CheckTests(unittest.TestCase):
    """A declaration that does not hold together is told at the first use."""

    def refused(
        self,
        text: str,
        *computed: str,
        tags: dict[str, Any] | None = None,
        **fields: Any,
    ) -> None:
        model = Model()
        model.register(thing(*computed, tags=tags, **{"id": ID, **fields}))
        for _ in range(2):  # until it is mended
            with self.assertRaisesRegex((Conflict, UnknownName), text):
                model.type_named("IThing")

    def test_what_holds_together(self):
        """Nothing is said."""
        model = Model()
        model.register(thing("is_big", id=an_id(), is_big=Bool(reads=("id",))))
        self.assertEqual("IThing", model.type_named("IThing").name)

    def test_a_stored_value_follows_a_rule(self):
        """A fact of the same field, own or over the graph."""
        good = thing("sum", id=an_id(), stale=Int(rule="sum"), sum=Int(graph=True))
        model = Model()
        model.register(good)
        self.assertEqual("sum", model.type_named("IThing").fields["stale"].rule)
        self.refused(
            r"IThing.stale follows the rule 'x', which there is not\.",
            stale=Int(rule="x"),
        )
        for computed, fields in (
            ((), {"sum": Int()}),
            (("sum",), {"sum": Text(graph=True)}),
        ):
            self.refused(
                "IThing.stale follows the rule 'sum': that must be an own or a graph "
                r"fact of the same field, and stale be stored\.",
                *computed,
                stale=Int(rule="sum"),
                **fields,
            )

    def test_no_id(self):
        """It comes first in the brief."""
        text = "IThing needs a field id, first, with brief=True."
        model = Model()
        model.register(thing(title=Text(brief=True)))
        with self.assertRaises(Conflict) as caught:
            model.type_named("IThing")
        self.assertEqual(text, str(caught.exception))
        self.refused("needs a field id, first", id=Int(title="Id"))

    def test_a_target_that_there_is_not(self):
        """The edge is named, and what there is."""
        self.refused(r"IThing\.owner .*INone.*IThing", owner=Reference("INone"))

    def test_an_inverse_that_there_is_not(self):
        """Nor one that is no edge back."""
        for inverse in ("none", "id"):
            self.refused(inverse, all=Collection("IThing", inverse=inverse))

    def test_reading_what_there_is_not(self):
        """Facts and embedded values name attributes of their owner."""
        self.refused("none", "is_big", is_big=Bool(reads=("none",)))
        self.refused("none", "image", image=Embedded(IBranding, of=("none",)))

    def test_what_the_class_does_not_compute(self):
        """Facts, derived edges, embedded values."""
        self.refused(
            r"^IThing\.is_big is a fact that Thing does not compute\.$",
            is_big=Bool(graph=True),
        )
        self.refused(r"IThing\.is_big", is_big=Bool(reads=("id",)))
        self.refused(r"IThing\.all", all=Collection("IThing", derived=True))
        self.refused(r"IThing\.best", best=Collection("IThing", ranked=True))
        self.refused(r"IThing\.image", image=Embedded(IBranding, of=("id",)))

    def test_edges_of_edges(self):
        """Two or more that are kept, and lead where it says."""
        others: dict[str, Any] = {
            "owner": Reference("IThing"),
            "all": Collection("IThing"),
            "made": Collection("IThing", over=("owner", "all")),
        }
        for over, text in (
            (("owner",), r"IThing\.far is over edges: name two or more"),
            (("owner", "none"), r"IThing\.far is over IThing\.none, which is no ref"),
            (("id", "all"), r"IThing\.far is over IThing\.id, which is no ref"),
            (("owner", "made"), r"IThing\.far is over IThing\.made, which is no ref"),
        ):
            self.refused(text, **others, far=Collection("IThing", over=over))
        self.refused(
            r"IThing\.far is over edges: name two or more, and say nothing else",
            "far",
            **others,
            far=Collection("IThing", over=("owner", "all"), derived=True),
        )

    def test_links_are_declared_where_they_are(self):
        """Of the interface that another extends nobody could load pairs."""
        base = InterfaceClass("IBase", (IEntity,), {"all": Collection("IThing")})
        self.refused(
            r"^IThing\.all is a link, and declared by an interface that it extends: "
            r"declare it here, for pairs are loaded by the field that they are of\.$",
            extends=base,
        )

    def test_what_comes_together_with_ids(self):
        """Links without an order, to what no rule hides; rows that refer back."""
        text = (
            r"^IThing\.few brings what it leads to together with the ids: that is for "
            r"links without an order, to what no rule hides and has a row, and for "
            r"rows that refer to its owner\.$"
        )
        for field in (
            Collection("IThing", inverse="owner", ordered_by=("id",), together=True),
            Collection("IThing", ordered_by=("id",), together=True),
        ):
            self.refused(text, owner=Reference("IThing"), few=field)

    def test_orders_of_what_there_is_not(self):
        """The entity's own, and an edge's."""
        self.refused("none", tags={ORDERED_BY: ("-none",)})
        self.refused("none", all=Collection("IThing", ordered_by=("none",)))
        self.refused("story", tags={ORDERED_BY: ("story",)}, story=LongText())

    def test_a_brief_that_hidden_does_not_answer(self):
        """Who has a rule says what is shown instead."""
        rule = VisibleTo(in_sight, ())
        self.refused(r"IThing\.id.* hidden=", tags={VISIBLE_TO: rule})

    def test_a_rule_of_what_there_is_not(self):
        """What an entity is seen through is a reference of it."""
        rule = VisibleTo(in_sight, (), through="name")
        self.refused(
            "is seen through 'name', which is no reference; there are: owner",
            tags={VISIBLE_TO: rule},
            owner=Reference("IThing"),
        )

    def test_a_brief_of_what_is_not_kept_in_rows(self):
        """It comes with every member, so it has to cost nothing."""
        self.refused(r"IThing\.owner", owner=Reference("IThing", brief=True))
        self.refused(r"IThing\.story", story=LongText(brief=True))
        self.refused(r"IThing\.is_big", "is_big", is_big=Bool(graph=True, brief=True))
        self.refused(
            r"IThing\.is_big", "is_big", is_big=Bool(reads=("id",), brief=True)
        )

    def test_what_is_made_of_others(self):
        """Its parts have rows and no rule, and show what it shows."""
        part = Reference("IPart", title="Part")
        cases: tuple[tuple[str, dict[str, Any]], ...] = (
            (r"\.id is of 'none', which is no reference", {"id": key_of("none")}),
            (r"\.id is of 'made'", {"id": key_of("made"), "made": MADE}),
            (
                r"\.size has no row to be kept in: say along=",
                {"id": key_of("part"), "part": part, "size": Int()},
            ),
            (
                r"\.size is along 'made', which its id is not of",
                {"id": key_of("part"), "part": part, "size": Int(along="made")},
            ),
            (
                r"\.size is along 'part', but IPart stores no 'size'",
                {"id": key_of("part"), "part": part, "size": Int(along="part")},
            ),
            (
                r"\.things would be kept as pairs",
                {"id": key_of("part"), "part": part, "things": Collection("IThing")},
            ),
            (r"whose id is of no others", {"id": an_id(), "part": part, "made": MADE}),
            (
                r"\.target is one of 'size', which is no reference",
                {"id": an_id(), "size": Int(), "target": OneOf(of=("size",))},
            ),
        )
        for text, fields in cases:
            model = Model()
            model.register(thing(name="Part", id=an_id(), name_=Text()))
            model.register(thing(**fields))
            with self.subTest(text), self.assertRaisesRegex(Conflict, text):
                model.type_named("IThing")

    def test_one_name_for_two(self):
        """A filter could mean either."""
        self.refused("is_big", is_big=Bool(), big=Bool())
        self.refused("is_big", is_big=Bool(), big=Reference("IThing"))

    def test_reading_in_a_circle(self):
        """Neither could be computed."""
        self.refused(
            "one|two",
            "one",
            "two",
            one=Bool(reads=("two",)),
            two=Bool(reads=("one",)),
        )


class ChangeTests(PlacelessSetup, unittest.TestCase):
    def test_nothing_registered(self):
        """The text says which ZCML to include."""
        for use in (get_model, Context):
            with self.assertRaises(NotRegistered) as caught:
                use()
            self.assertEqual(
                "No entity is registered. Include the ZCML of your entities: "
                '<include package="lp_persistence" /> for the tracker\'s.',
                str(caught.exception),
            )

    def test_a_change_empties_the_caches(self):
        """Plans and shapes follow from registrations."""
        model = global_model()
        for change in (
            lambda: model.register(thing(id=an_id())),
            lambda: model.register_viewer_fact("teams", lambda viewer: ()),
        ):
            model.cache("plans")["key"] = "plan"
            change()
            self.assertEqual({}, model.cache("plans"))

    def test_clean_up_forgets_all(self):
        """With the registry goes the model, and with it its caches."""
        global_model().register(thing(id=an_id()))
        cleanUp()
        self.assertIsNone(queryUtility(IModel))
        self.assertEqual([], list(global_model()))

    def test_a_later_registration_replaces(self):
        """An application may have its own class for an entity."""
        model = global_model()
        model.register(thing(id=an_id()))
        other = thing(id=an_id(), name_=Text())
        model.register(other)
        self.assertIs(other, model.type_named("IThing"))

    def test_a_mended_registration_is_checked_again(self):
        """What was wrong can be put right."""
        model = global_model()
        model.register(thing(id=an_id(), owner=Reference("IOwner")))
        with self.assertRaises(PersistenceError):
            model.type_named("IThing")
        model.register(thing(name="Owner", id=an_id()))
        self.assertEqual("IThing", model.type_named("IThing").name)

    def test_stacked_registries(self):
        """What is registered above goes when it is taken away."""
        global_model().register(thing(id=an_id()))
        below = get_model()
        zca.pushGlobalRegistry()
        try:
            self.assertIs(below, get_model())
            global_model().register(thing(name="Other", id=an_id()))
            global_model().register_viewer_fact("teams", lambda viewer: ())
            self.assertIsNot(below, get_model())
            self.assertEqual({"IThing", "IOther"}, {each.name for each in get_model()})
            self.assertIs(getGlobalSiteManager().queryUtility(IModel), get_model())
        finally:
            zca.popGlobalRegistry()
        self.assertIs(below, get_model())
        self.assertEqual(["IThing"], [each.name for each in below])
        self.assertEqual({}, below.viewer_facts)
