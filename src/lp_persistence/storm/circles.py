"""References that lead in a circle: filled when all rows are there.

A series needs its product, and the product leads to one of its series. Keys
are checked row by row, so the product comes first and without; where it leads
is kept in a temporary table, which goes with the transaction, until the
loading is finished.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from storm.expr import Column, Insert, IsNot, Select, SQLRaw

from lp_persistence.storm.expressions import Unpacked, table_name
from lp_persistence.storm.records import GIVEN, Records

_PREFIX: Final = "lp_later_"


@dataclass(frozen=True, eq=False)
class Circle:
    """One such reference: its column, and the records of both ends."""

    name: str
    column: Column
    owner: Records
    target: Records

    @property
    def kept(self) -> str:
        """The table of pairs that wait."""
        return f"{_PREFIX}{table_name(self.owner.table)}_{self.column.name}"

    @property
    def create(self) -> str:
        """Makes that table, where it is not there yet."""
        return (
            f"CREATE TEMPORARY TABLE IF NOT EXISTS {self.kept} "
            "(owner BIGINT, target BIGINT)"
        )

    def keep(self, given: Unpacked, label: str) -> Insert:
        """The statement that keeps where rows lead; ``label`` is the name that
        their values of the reference have."""
        owner = SQLRaw(f"{GIVEN}.{self.owner.id.name}")
        target = SQLRaw(f"{GIVEN}.{label}")
        return Insert(
            (Column("owner", self.kept), Column("target", self.kept)),
            self.kept,
            values=Select((owner, target), IsNot(target, None), tables=[given]),
        )

    @property
    def leading_to_nothing(self) -> str:
        """The query for the first pair whose target is not there."""
        there = table_name(self.target.table)
        return (
            f"SELECT owner, target FROM {self.kept} WHERE NOT EXISTS (SELECT 1 FROM "
            f"{there} WHERE {there}.{self.target.id.name} = {self.kept}.target) "
            "ORDER BY owner LIMIT 1"
        )

    @property
    def fill(self) -> str:
        """Gives the rows where they lead."""
        table = table_name(self.owner.table)
        return (
            f"UPDATE {table} SET {self.column.name} = {self.kept}.target "
            f"FROM {self.kept} WHERE {table}.{self.owner.id.name} = {self.kept}.owner"
        )

    @property
    def drop(self) -> str:
        return f"DROP TABLE {self.kept}"

    def problem(self, pair: tuple[Any, ...]) -> str:
        """What is wrong with a pair that leads to nothing."""
        owner, target = pair
        return (
            f"{self.owner.name} {owner} names {self.target.name} {target} as "
            f"{self.name}, which is not there."
        )
