"""Records that disagree with their interface are found when registered."""

import unittest
from dataclasses import replace
from typing import Any

from storm.expr import IsNot
from storm.properties import Bool, Int, Unicode
from zope.interface import taggedValue
from zope.interface.verify import verifyObject

from lp_persistence import fields
from lp_persistence.bugs.records import bugs
from lp_persistence.errors import Conflict, NotRegistered, UnknownName
from lp_persistence.interfaces import IEntity
from lp_persistence.model import VISIBLE_TO, Cache, VisibleTo
from lp_persistence.storm.book import RecordsBook
from lp_persistence.storm.checking import check
from lp_persistence.storm.expressions import FALSE
from lp_persistence.storm.interfaces import IRecordsBook
from lp_persistence.storm.records import (
    VISIBLE,
    Line,
    Records,
    beside,
    fact,
    joined,
    listed,
    rule,
    through,
)
from lp_persistence.storm.viewers import ViewerRecords


class House:
    __storm_table__ = "house"

    id = Int(primary=True, allow_none=False)
    name = Unicode(allow_none=False)
    street_id = Int("street")
    roof_id = Int("roof")


class Roof:
    __storm_table__ = "roof"

    id = Int(primary=True, allow_none=False)
    red = Bool()


class Living:
    __storm_table__ = "living"

    id = Int(primary=True, allow_none=False)
    house_id = Int("house", allow_none=False)
    person_id = Int("person", allow_none=False)


class IStreet(IEntity):
    """Where houses stand."""

    id = fields.Int(brief=True)
    houses = fields.Collection("IHouse", inverse="street")


class IHouse(IEntity):
    """Where people live."""

    taggedValue(VISIBLE_TO, VisibleTo(lambda house, viewer: True, ()))

    id = fields.Int(brief=True)
    name = fields.Text()
    nicknames = fields.Texts()
    red = fields.Bool()
    is_on_street = fields.Bool(graph=True)
    is_mine = fields.Bool(viewer=("person",))
    street = fields.Reference("IStreet")
    inhabitants = fields.Collection("IHouse")
    inhabitant_count = fields.Count("inhabitants")
    guests = fields.Collection("IHouse", over=("inhabitants", "inhabitants"))
    loudest = fields.Collection("IHouse", ranked=True)


ROOF = beside(Roof.id, House.roof_id)


def shown(viewer: Any) -> Any:
    return House.name != "hidden"


def mine(viewer: Any) -> Any:
    return FALSE if viewer is None else viewer.holds("person", House.id)


def lines(**changed: Line | None) -> dict[str, Line]:
    """Right ones, with changes; None leaves one out."""
    right: dict[str, Any] = {
        "id": House.id,
        "name": House.name,
        "nicknames": listed(Living.house_id, House.name),
        "red": joined(Roof.red, ROOF),
        "is_on_street": fact(IsNot(House.street_id, None)),
        "is_mine": rule(mine),
        "street": House.street_id,
        "inhabitants": through(Living.house_id, Living.person_id),
        "loudest": through(Living.house_id, Living.person_id, one=Living.id),
        **changed,
    }
    return {name: line for name, line in right.items() if line is not None}


STREETS = Records(IStreet, {"id": House.street_id})


class TestRecords(unittest.TestCase):
    def refused(self, message: str, found: dict[str, Line], **options: Any) -> None:
        options = {"visible_to": rule(shown), **options}
        with self.assertRaises(Conflict) as caught:
            RecordsBook().register(Records(IHouse, found, **options), "house.zcml:7")
        self.assertEqual(
            str(caught.exception), f"IHouse{message} (records at house.zcml:7)."
        )

    def test_right_ones_are_taken(self):
        """Attributes, references, links, derived edges and facts."""
        book = RecordsBook()
        book.register(Records(IHouse, lines(), visible_to=rule(shown)))
        self.assertEqual([each.name for each in book], ["IHouse"])

    def test_a_missing_line_is_named(self):
        """Of whatever kind."""
        self.refused(".name has no line", lines(name=None))
        self.refused(".street has no line", lines(street=None))
        self.refused(".inhabitants has no line", lines(inhabitants=None))
        self.refused(".is_on_street has no line", lines(is_on_street=None))

    def test_an_unknown_name_is_named_with_those_there_are(self):
        """It may be a slip."""
        self.refused(
            " has no attribute 'nmae'; there are: guests, id, inhabitant_count, "
            "inhabitants, is_mine, is_on_street, loudest, name, nicknames, red, street",
            lines(nmae=House.name),
        )

    def test_what_is_kept_elsewhere_needs_no_line(self):
        """An inverse edge."""
        records = Records(IStreet, {"id": House.street_id, "houses": House.id})
        with self.assertRaisesRegex(Conflict, r"^IStreet\.houses needs no line: it is"):
            RecordsBook().register(records)

    def test_a_line_of_the_wrong_kind_is_named(self):
        """Pairs for an attribute, a column for pairs."""
        self.refused(
            ".inhabitants is a collection: give through(…)",
            lines(inhabitants=House.street_id),
        )
        self.refused(
            ".street is no collection: it can't be through(…)",
            lines(street=through(Living.house_id, Living.person_id)),
        )
        self.refused(
            ".name holds no texts: it can't be listed(…)",
            lines(name=listed(Living.house_id, House.name)),
        )
        self.refused(
            ".nicknames holds texts: give listed(…)", lines(nicknames=House.name)
        )
        self.refused(
            ".id must be a column of the entity's own table", lines(id=fact(House.id))
        )

    def test_what_takes_the_viewer_is_a_rule(self):
        """And what is the same for all is none."""
        self.refused(
            ".is_mine takes the viewer: give rule(…)", lines(is_mine=fact(FALSE))
        )
        self.refused(
            ".is_on_street is the same whoever looks: it can't be rule(…)",
            lines(is_on_street=rule(mine)),
        )

    def test_counts_are_counted(self):
        """By the edge that they name, whose line tells enough."""
        self.refused(
            ".inhabitant_count needs no line: it is kept where its inverse is, "
            "counted, computed by the entity, or follows from what it is made of",
            lines(inhabitant_count=House.id),
        )

    def test_what_rules_ask_is_read(self):
        """Of facts as well, so that changes that were not written are told."""
        line = rule(mine, beside(Roof.id, House.roof_id), reads=(Living,))
        records = Records(IHouse, lines(is_mine=line), visible_to=rule(shown))
        self.assertLessEqual({"roof", "living"}, records.table_names)
        self.assertIs(line, records.told("is_mine"))

    def test_a_ranked_edge_needs_a_rank(self):
        """Nothing else tells which of a pair's rows counts."""
        self.refused(
            ".loudest is ranked: say which column is the rank by one=…",
            lines(loudest=through(Living.house_id, Living.person_id)),
        )

    def test_a_link_over_two_tables_says_how_they_are_joined(self):
        """And which they are."""
        self.refused(
            ".inhabitants is kept in two tables: say how they are joined by via=…",
            lines(inhabitants=through(Living.house_id, House.id)),
        )

    def test_rules_are_where_the_interface_has_one(self):
        """A rule that is not kept would show everything."""
        self.refused(
            " has a rule of visibility: give visible_to=rule(…)",
            lines(),
            visible_to=None,
        )
        records = Records(IStreet, {"id": House.street_id}, visible_to=rule(shown))
        with self.assertRaisesRegex(Conflict, "IStreet has no rule of visibility"):
            RecordsBook().register(records)

    def test_permissions_are_where_the_interface_has_them(self):
        """And where it has none, none are kept; what is SEEN needs no rule."""
        self.refused(
            " has no rule for launchpad.Edit, but its records have",
            lines(),
            permissions={"launchpad.Edit": rule(shown)},
        )
        with self.assertRaises(Conflict) as caught:
            check(replace(bugs, permissions={}), "here")
        self.assertEqual(
            str(caught.exception),
            "IBug has a rule for launchpad.Edit: give "
            "permissions={'launchpad.Edit': rule(…)} (records at here).",
        )

    def test_without_zcml_the_place_is_the_line_of_python(self):
        """Where the records were written."""
        with self.assertRaisesRegex(Conflict, r"test_records\.py:\d+\)\.$"):
            RecordsBook().register(Records(IHouse, {"id": House.id}))

    def test_facts_of_a_link_are_those_of_its_target(self):
        """Checked when the edge is first followed."""
        book = RecordsBook()
        link = through(
            Living.house_id, Living.person_id, facts={"nmae": Living.id, VISIBLE: shown}
        )
        book.register(Records(IHouse, lines(inhabitants=link), visible_to=rule(shown)))
        with self.assertRaisesRegex(
            Conflict, "IHouse.inhabitants keeps a fact 'nmae' that IHouse does not"
        ):
            book.relation("IHouse", "inhabitants")


class TestBook(unittest.TestCase):
    def setUp(self):
        self.book = RecordsBook()
        self.book.register(STREETS)
        self.book.register(Records(IHouse, lines(), visible_to=rule(shown)))

    def test_the_interface_is_provided(self):
        """As others see it."""
        verifyObject(IRecordsBook, self.book)

    def test_an_inverse_is_the_same_edge_from_its_other_end(self):
        """Its table is the target's own."""
        there = self.book.relation("IHouse", "street")
        back = self.book.relation("IStreet", "houses")
        self.assertIs(back.owner, there.target)
        self.assertIs(back.target, there.owner)
        self.assertIs(back.target_table, House)
        self.assertIs(self.book.relation("IStreet", "houses"), back)

    def test_unknown_names_are_errors_that_name_those_there_are(self):
        """Edges, interfaces, facts of the viewer."""
        with self.assertRaisesRegex(UnknownName, "no edge 'hosues'; there are: houses"):
            self.book.relation("IStreet", "hosues")
        with self.assertRaisesRegex(NotRegistered, "IBridge has no records. Include"):
            self.book.records_of("IBridge")
        with self.assertRaisesRegex(NotRegistered, "for the viewer's 'teams'"):
            self.book.viewer_select("teams", None)

    def test_a_book_begins_with_its_parents_and_leaves_them_alone(self):
        """Registries are stacked in tests."""
        child = RecordsBook(self.book)
        child.register_viewer_records("teams", ViewerRecords(lambda viewer: viewer))
        self.assertEqual(child.records_of("IStreet"), STREETS)
        self.assertEqual(self.book.viewer_records, {})

    def test_a_registration_forgets_what_followed_from_others(self):
        """Compiled steps among them."""
        self.book.statements["dialect"] = (Cache(), Cache())
        relation = self.book.relation("IHouse", "street")
        self.book.register(STREETS)
        self.assertEqual(self.book.statements, {})
        self.assertIsNot(self.book.relation("IHouse", "street"), relation)
