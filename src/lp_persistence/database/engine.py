"""What engines say in their own way about tables as a whole."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any, Protocol

from storm.database import Connection

from lp_persistence.database.catalog import Catalog, Column, Index, Table
from lp_persistence.database.postgres import POSTGRES
from lp_persistence.database.sqlite import SQLITE


class Engine(Protocol):
    """One kind of database."""

    def catalog(self, connection: Connection) -> Catalog:
        """What it has where nobody says a schema."""

    def travels(self, text: str, meaning: Any) -> Any:
        """What travels of a value that a file holds: its text, or what
        ``lp_persistence.database.values`` found it to mean."""

    def cast(self, column: Column, expression: str) -> str:
        """The expression for what travelled, as the column takes it."""

    def unpacked(self, count: int) -> str:
        """The query for rows of so many values that travel as one parameter,
        a JSON text; the first value is a whole number, others are texts."""

    def breaks_a_key(self, error: BaseException) -> bool:
        """Whether what the database said is that a row refers to nothing."""

    def needed(
        self, connection: Connection, statements: Iterable[str]
    ) -> Iterator[tuple[str, Index, str]]:
        """The indexes that statements would create, in the form of the catalog:
        table, index, statement. Those of a table that is not there, or lacks a
        column, are left out."""

    def words(self, name: str, table: str, texts: Sequence[str]) -> str:
        """The statement, or several, for an index of that name of the words of
        texts together."""

    #: Whether keys held whenever anything was written.
    checks_keys: bool

    def kept_as(self, kind: str) -> Collection[str]:
        """The kinds of columns that values of a kind can be kept in."""

    def add_key(self, table: str, column: str, to: str, key: str) -> str:
        """What to do to have a key."""

    def sorted_array(self, expression: str) -> str:
        """The expression for an array with its elements in order."""

    def settle(self, connection: Connection, tables: Iterable[Table]) -> None:
        """Let the database know what it has after rows came with their ids."""


_ENGINES: Sequence[tuple[str, Engine]] = (
    ("storm.databases.sqlite", SQLITE),
    ("storm.databases.postgres", POSTGRES),
)


def engine_of(connection: Connection) -> Engine:
    """The engine of a connection, an application's own too."""
    modules = {cls.__module__ for cls in type(connection).__mro__}
    for module, engine in _ENGINES:
        if module in modules:
            return engine
    raise NotImplementedError(
        f"{type(connection).__name__} is neither SQLite's nor PostgreSQL's."
    )


def quoted(name: str) -> str:
    """A name of a table or column, whatever it is, as statements say it."""
    escaped = name.replace('"', '""')
    return f'"{escaped}"'
