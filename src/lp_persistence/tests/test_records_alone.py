"""How a thing is kept changes records alone: no interface, entity, group or
page knows of it."""

import unittest
from typing import Any

from storm.properties import Int, Unicode

from lp_persistence import ALL_SEEING, Context, Launchpad
from lp_persistence.pillars.interfaces import IDistribution
from lp_persistence.pillars.records import (
    distributions,
    edited_by_owner,
    of_pillar_with_bugs,
)
from lp_persistence.pillars.tables import Distribution, OfficialBugTag
from lp_persistence.storm.book import global_book
from lp_persistence.storm.records import Line, Records, beside, joined
from lp_persistence.testing.storm_layers import SQLITE
from lp_persistence.testing.tutorial import fill


class Renamed(Distribution):
    """Distributions whose summary stands in a column of another name."""

    __storm_table__ = "distribution"

    summary = Unicode("blurb", allow_none=False)


class Texts:
    """What was split off: the long texts of distributions."""

    __storm_table__ = "distributiontext"

    distribution_id = Int("distribution", primary=True, allow_none=False)
    summary = Unicode(allow_none=False)
    description = Unicode(allow_none=False)


#: What other tables keep.
ELSEWHERE = ("hot_bugs", "source_package_names", "source_packages")


def records_of(table: Any, **changed: Line) -> Records:
    """The records of distributions on another table."""
    filled = ("members_id", "mirror_admin_id")
    return Records(
        IDistribution,
        {
            **of_pillar_with_bugs(table, OfficialBugTag.distribution_id),
            **{name: distributions.lines[name] for name in ELSEWHERE},
            **changed,
        },
        permissions={"launchpad.Edit": edited_by_owner(table.owner_id)},
        fill={
            table.domainname: "",
            **{getattr(table, name): table.owner_id for name in filled},
        },
    )


def page() -> tuple[int, list[object]]:
    """What a program reads that knows nothing of this, and its statements."""
    context = Context(viewer=ALL_SEEING)
    distros = Launchpad.search(context, distro_name="ubuntu")
    distros.need("title", "summary", "description").get_owner()
    bugs = distros.hot_bugs(limit=20)
    realisation = context.realise()
    distro = distros.one()
    return realisation.statements, [
        (distro.title, distro.summary, distro.description, distro.owner.name),
        [(bug.title, bug.distro.summary) for bug in bugs],
    ]


class TestRecordsAlone(unittest.TestCase):
    layer = SQLITE

    def execute(self, *statements: str) -> None:
        store = self.layer["source"].store_for(None, None)
        for statement in statements:
            store.execute(statement)

    def use(self, records: Records) -> None:
        global_book().register(records)
        fill(self.layer["backend"])

    def as_it_was(self) -> tuple[int, list[object]]:
        expected = [
            ("title-1", "summary-1", "description-1", "desktop"),
            [
                ("Trash is emptied at once", "summary-1"),
                ("Window can't be moved", "summary-1"),
            ],
        ]
        return 3, list(expected)

    def test_as_it_is(self) -> None:
        """The program on the tables as they are."""
        fill(self.layer["backend"])
        self.assertEqual(self.as_it_was(), page())

    def test_a_column_is_renamed(self) -> None:
        """The program reads the same, by as many statements."""
        self.execute("ALTER TABLE distribution RENAME COLUMN summary TO blurb")
        self.use(records_of(Renamed))
        self.assertEqual(self.as_it_was(), page())

    def test_a_table_is_split_in_two(self) -> None:
        """The program reads the same, by as many statements; so is loading."""
        # The index of the words in a text goes with its column.
        self.execute(
            *(
                f"DROP TRIGGER distribution__words__idx__{when}"
                for when in ("inserted", "updated", "deleted")
            ),
            "DROP TABLE distribution__words__idx",
            "ALTER TABLE distribution DROP COLUMN summary",
            "ALTER TABLE distribution DROP COLUMN description",
            "CREATE TABLE distributiontext (distribution INTEGER PRIMARY KEY,"
            " summary TEXT NOT NULL, description TEXT NOT NULL)",
        )
        texts = beside(Texts.distribution_id, Renamed.id)
        self.use(
            records_of(
                Renamed,
                summary=joined(Texts.summary, texts),
                description=joined(Texts.description, texts),
            )
        )
        self.assertEqual(self.as_it_was(), page())
