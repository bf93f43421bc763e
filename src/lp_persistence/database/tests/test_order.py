"""Tables in the order of their keys."""

from __future__ import annotations

import unittest

from lp_persistence.database.catalog import Column, ForeignKey, Table
from lp_persistence.database.order import filling_order
from lp_persistence.errors import NotAllowed


def table(name, *keys, needed=()):
    """A table with keys (column, table) beside its id."""
    columns = [Column("id", "integer", False, True)]
    columns += [
        Column(column, "integer", column not in needed, False) for column, _ in keys
    ]
    return Table(
        name,
        False,
        {column.name: column for column in columns},
        ("id",),
        tuple(ForeignKey((column,), other, ("id",)) for column, other in keys),
    )


def order(*tables):
    catalog = {each.name: each for each in tables}
    return [(each.table.name, each.later) for each in filling_order(catalog, catalog)]


class OrderTests(unittest.TestCase):
    def test_a_table_comes_behind_those_that_it_leads_to(self):
        """One that is not filled does not count, nor does itself."""
        tasks = table("atask", ("bug", "bug"), ("watch", "elsewhere"))
        bugs = table("bug", ("owner", "person"), ("duplicate", "bug"))
        self.assertEqual(
            [("person", ()), ("bug", ()), ("atask", ())],
            order(tasks, bugs, table("person")),
        )

    def test_a_circle_is_opened_where_a_key_may_be_null(self):
        """At the table with the fewest of them; what follows is no part of it."""
        self.assertEqual(
            [("product", ("focus",)), ("after", ()), ("series", ())],
            order(
                table("after", ("product", "product")),
                table("product", ("focus", "series")),
                table("series", ("product", "product"), needed=("product",)),
            ),
        )

    def test_a_circle_that_nothing_opens(self):
        """It is named, with what could be done."""
        with self.assertRaises(NotAllowed) as caught:
            order(
                table("egg", ("hen", "hen"), needed=("hen",)),
                table("hen", ("egg", "egg"), needed=("egg",)),
            )
        self.assertEqual(
            "No order fills egg, hen: their keys lead in a circle, and none of them "
            "may be null. Drop NOT NULL from one, or make it deferrable and load by "
            "hand.",
            str(caught.exception),
        )
