"""Rows go in and come out; what follows from them is brought up to date."""

import unittest
from datetime import datetime
from typing import Any

from lp_persistence.branding.interfaces import IFile
from lp_persistence.bugs.interfaces import IBug, IBugTask
from lp_persistence.errors import InvalidRow, NotAllowed
from lp_persistence.people.interfaces import IEmailAddress, IPerson
from lp_persistence.pillars.interfaces import IDistribution, IProduct
from lp_persistence.pillars.series.interfaces import IProductSeries
from lp_persistence.storm import loading
from lp_persistence.storm.internals import connection_of
from lp_persistence.storm.tests.world import (
    ANN,
    BOB,
    DAY,
    DEBIAN,
    EVE,
    NEXT_DAY,
    SECRET,
    TEAM,
    UBUNTU,
    WORLD,
    fill,
    whole,
)
from lp_persistence.testing.storm_layers import POSTGRESQL, SQLITE


def person(key: int, **given: Any) -> tuple[Any, ...]:
    """A row of a person; all that is not given is plain."""
    row: dict[str, Any] = {
        "id": key,
        "name": f"person{key}",
        "displayname": "P",
        "visibility": 1,
        "membership_policy": 1,
        "account_status": None,
        "creation_rationale": 8,
        "date_created": DAY,
        "homepage": None,
        "hides_emails": False,
        "team_owner": None,
        "registrant": None,
        "merged_into": None,
        "icon": None,
        "logo": None,
        "mugshot": None,
    }
    return tuple({**row, **given}.values())


class LoadingMixin:
    layer: Any

    def setUp(self: Any) -> None:
        self.backend = self.layer["backend"]

    def query(self, text: str) -> list[tuple[Any, ...]]:
        """What the database holds, asked past the layer."""
        store = self.layer["source"].store_for(None, None)
        rows: list[tuple[Any, ...]] = connection_of(store).execute(text).get_all()
        return rows

    def refused(self: Any, target: Any, rows: Any, message: str) -> None:
        with self.assertRaisesRegex(InvalidRow, message):
            self.backend.load(target, rows)

    def test_what_was_loaded_is_dumped_in_the_order_of_its_key(self: Any):
        """Attributes in tables beside included; duplicates of a link too,
        where its table holds them."""
        fill(self.backend)
        for target, rows in WORLD:
            with self.subTest(str(target)):
                there = list(self.backend.dump(target))
                if target.__name__ == "grantees":
                    self.assertEqual(there, sorted(set(rows)))
                else:
                    self.assertEqual(there, sorted(rows, key=lambda row: row[:2]))

    def test_a_dump_goes_on_after_a_key(self: Any):
        """An id, or a pair."""
        fill(self.backend)
        tasks = [row[0] for row in self.backend.dump(IBugTask, 6)]
        self.assertEqual(tasks, [7, 8, 9, 10])
        pairs = list(self.backend.dump(IBug["subscribers"], (1, ANN)))
        self.assertEqual(pairs, [(1, SECRET), (4, BOB)])

    def test_rows_come_in_any_order(self: Any):
        """Keys that lead to rows of the same call are filled at the end."""
        rows = [
            person(1, team_owner=3, merged_into=2),
            person(2, merged_into=2),
            person(3, team_owner=1),
        ]
        self.backend.load(IPerson, rows)
        self.assertEqual(list(self.backend.dump(IPerson)), rows)

    def focused(self: Any, *products: tuple[int, int | None]) -> Any:
        """Products, and the series that each leads to."""
        self.backend.load(IPerson, [person(ANN)])
        target, rows = whole(
            IProduct,
            "id name displayname title summary date_created owner active "
            "development_focus",
            [
                (key, f"p{key}", "P", "t", "s", DAY, ANN, True, focus)
                for key, focus in products
            ],
        )
        self.backend.load(target, rows)
        return rows

    def series(self: Any, *rows: tuple[int, int]) -> None:
        """Series, and the product of each."""
        names = "id name summary status date_created product owner"
        made = [(key, f"s{key}", "s", 2, DAY, of, ANN) for key, of in rows]
        self.backend.load(*whole(IProductSeries, names, made))

    def test_what_leads_in_a_circle_is_known_at_the_end(self: Any):
        """A product is loaded before the series that it leads to, also where
        its rows come by several calls."""
        rows = self.focused((1, 2), (2, None), (3, 1))
        self.series((1, 3), (2, 1))
        focus = "SELECT development_focus FROM product ORDER BY id"
        self.assertEqual([(None,)] * 3, self.query(focus))
        self.backend.finish_load()
        self.assertEqual(rows, list(self.backend.dump(IProduct)))
        self.backend.load(IProduct, [(4, "p4", *rows[2][2:])])
        self.backend.finish_load()
        self.assertEqual([(2,), (None,), (1,), (1,)], self.query(focus))

    def test_a_circle_that_leads_to_nothing_is_named(self: Any):
        """At the end, when all rows should be there."""
        self.focused((1, 7), (2, 8))
        self.series((7, 1))
        with self.assertRaises(InvalidRow) as caught:
            self.backend.finish_load()
        self.assertEqual(
            "IProduct 2 names IProductSeries 8 as development_focus, which is not "
            "there.",
            str(caught.exception),
        )

    def test_a_circle_goes_with_the_transaction(self: Any):
        """What was not committed is not waited for, either; nor is what a
        refused row came with."""
        self.focused((1, 7))
        self.layer["source"].store_for(None, None).rollback()
        rows = self.focused((1, None))
        self.series((1, 1))
        with self.assertRaisesRegex(InvalidRow, "^IProduct 1 is there already"):
            self.backend.load(IProduct, [(*rows[0][:-1], 1)])
        self.backend.finish_load()
        self.assertEqual(rows, list(self.backend.dump(IProduct)))

    def test_many_rows_travel_in_batches(self: Any):
        """What a later batch holds may be led to by an earlier one."""
        batch, loading.BATCH = loading.BATCH, 2
        self.addCleanup(setattr, loading, "BATCH", batch)
        rows = [person(key, team_owner=8 - key) for key in range(1, 8)]
        self.backend.load(IPerson, rows)
        self.assertEqual(list(self.backend.dump(IPerson)), rows)
        self.backend.load(IPerson, [])

    def test_a_row_that_does_not_fit_is_named_with_the_rule(self: Any):
        """What can be told without asking is told as in memory."""
        naive = datetime(2020, 1, 1)
        for row, message in (
            ((2, "x"), r"^A row of IPerson has 2 values instead of 16 \(id, name, "),
            (person(2, name=None), "^IPerson 2 needs a value as name"),
            (person(2, visibility="1"), "2 can't have '1' as visibility: expected int"),
            (person(2, visibility=True), "2 can't have True as visibility: expected"),
            (person(2**63), "can't have 9223372036854775808 as id: it has more than"),
            (person(2, date_created=naive), "as date_created: it has no time zone"),
            (person(2, homepage="a\0"), "as homepage: it holds a NUL"),
            (person(2, homepage="\ud800"), "as homepage: it holds half a character"),
        ):
            self.refused(IPerson, [person(1), row], message)
        for pair, message in (
            ((1, None), r"\(1, None\), needs a value as IPerson"),
            ((1, 2, 3), r"of IBug\['affected'\] is no pair of ids: \(1, 2, 3\)"),
            ((1, "2"), r"\(1, '2'\), can't have '2' as IPerson: expected int"),
        ):
            self.refused(IBug["affected"], [pair], message)

    def test_what_a_database_refuses_is_named_as_well(self: Any):
        """Keys to nothing, and what must be unique."""
        for row, message in (
            (person(2, icon=7), "^IPerson 2 does not fit: .*foreign key"),
            (person(2, merged_into=9), "^IPerson 2 does not fit: .*foreign key"),
            (person(2, name="person1"), "^IPerson 2 does not fit: .*unique.*name"),
            (person(1, name="other"), r"^IPerson 1 is there already\.$"),
        ):
            self.refused(IPerson, [person(1), row], f"(?i){message}")
        self.refused(
            IBug["subscribers"],
            [(1, 1)],
            r"^A row of IBug\['subscribers'\], \(1, 1\), names IBug 1, "
            r"which is not there\. Load IBug first\.$",
        )

    def test_nothing_is_added_then(self: Any):
        """A call is loaded whole or not at all; others stay."""
        self.backend.load(IPerson, [person(1)])
        for rows in ([person(2), person(1)], [person(3), person(4, icon=7)]):
            with self.assertRaises(InvalidRow):
                self.backend.load(IPerson, rows)
        self.assertEqual([row[0] for row in self.backend.dump(IPerson)], [1])

    def test_only_links_are_loaded_as_pairs(self: Any):
        """What is kept elsewhere or follows has no pairs of its own."""
        for target in (IPerson["teams"], IPerson["participants"], IBug["reporter"]):
            for call in (
                lambda t=target: self.backend.load(t, [(1, 1)]),
                lambda t=target: self.backend.dump(t),
            ):
                with self.assertRaisesRegex(NotAllowed, "is not kept as pairs"):
                    call()

    def test_tables_beside_get_rows_of_the_same_id(self: Any):
        """And none where all that they hold is None."""
        self.backend.load(IFile, [(5, "b" * 64, "f", "m"), (6, None, "g", "m")])
        self.assertEqual(
            self.query("SELECT id, content FROM libraryfilealias ORDER BY id"),
            [(5, 5), (6, None)],
        )
        self.assertEqual(self.query("SELECT id FROM libraryfilecontent"), [(5,)])

    def test_columns_that_nobody_gives_are_filled(self: Any):
        """By a constant, or from the row."""
        fill(self.backend)
        self.assertEqual(
            self.query("SELECT displayname, creation_rationale FROM account"),
            [("Ann", 1), ("Ève", 1)],
        )
        self.assertEqual(
            self.query("SELECT DISTINCT mirror_admin FROM distribution ORDER BY 1"),
            [(ANN,), (SECRET,)],
        )

    def test_participation_is_the_closure_of_membership(self: Any):
        """With everybody in themselves, and only as often as loaded last."""
        fill(self.backend)
        self.backend.finish_load()
        pairs = self.query(
            "SELECT team, person FROM teamparticipation WHERE team <> person"
        )
        self.assertEqual(
            sorted(pairs),
            [(TEAM, BOB), (TEAM, SECRET), (TEAM, EVE), (SECRET, EVE), (6, ANN)],
        )
        self.assertEqual(
            self.query("SELECT count(*) FROM teamparticipation WHERE team = person"),
            [(6,)],
        )

    def test_flat_tasks_hold_what_their_bugs_do(self: Any):
        """Grantees and policies of private ones alone."""
        fill(self.backend)
        columns = "bugtask, heat, information_type, distribution, owner"
        rows = self.query(f"SELECT {columns} FROM bugtaskflat ORDER BY 1")
        self.assertEqual(rows[2], (3, 30, 4, UBUNTU, BOB))
        self.assertEqual(rows[5], (6, 10, 1, DEBIAN, ANN))
        arrays = [
            tuple(map(str, row[:2])) if row[0] is not None else row[:2]
            for row in self.query(
                "SELECT access_grants, access_policies FROM bugtaskflat "
                "ORDER BY bugtask"
            )
        ]
        self.assertEqual(arrays[0], (None, None))
        self.assertEqual(arrays[2], ("[4]", "[]"))
        self.assertEqual(arrays[6], ("[]", "[1]"))
        self.assertEqual(len(rows), 10)

    def test_the_next_number_is_behind_those_that_were_loaded(self: Any):
        """An application goes on adding rows."""
        fill(self.backend)
        store = self.layer["source"].store_for(None, None)
        store.execute(
            "INSERT INTO emailaddress (email, person, status) VALUES ('x', 1, 1)"
        )
        self.assertEqual(self.query("SELECT max(id) FROM emailaddress"), [(3,)])

    def test_texts_of_every_kind_survive(self: Any):
        """Quotes, backslashes, braces and what is beyond the first plane."""
        texts = ("'", '"', "\\", "%s ?", "{1,2}", "𝄞", "\n\t", "", " ")
        rows = [
            person(key, homepage=text, displayname=text)
            for key, text in enumerate(texts, 1)
        ]
        self.backend.load(IPerson, rows)
        self.assertEqual(list(self.backend.dump(IPerson)), rows)

    def test_dates_of_every_year_survive(self: Any):
        """From the first to the last."""
        dates = [
            DAY.replace(year=1),
            NEXT_DAY,
            DAY.replace(year=9999, microsecond=999999),
        ]
        rows = [person(key, date_created=date) for key, date in enumerate(dates, 1)]
        self.backend.load(IPerson, rows)
        self.assertEqual(list(self.backend.dump(IPerson)), rows)

    def test_loading_belongs_to_the_transaction(self: Any):
        """Nothing is kept before it is committed."""
        self.backend.load(IPerson, [person(1)])
        self.backend.load(IEmailAddress, [(1, "x", 1, 1)])
        self.backend.load(IDistribution, [])
        self.layer["source"].store_for(None, None).rollback()
        self.assertEqual(list(self.backend.dump(IPerson)), [])


class TestSQLite(LoadingMixin, unittest.TestCase):
    layer = SQLITE


class TestPostgreSQL(LoadingMixin, unittest.TestCase):
    layer = POSTGRESQL
