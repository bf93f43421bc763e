"""Rows as steps gave them, and what is known of each expression from them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from itertools import compress
from operator import itemgetter, not_
from typing import Any

from lp_persistence.steps import ID, Path

Row = tuple[Any, ...]


class RowSet:
    """The rows of entities of one type, each entity once.

    ``index`` tells by path where a column stands, ``hidden`` holds the ids
    that the viewer may not see. ``is_sorted``: rows come in the order of the
    type. ``rode``: they stood in the rows of others, and are read for all
    groups of these at once; ``nothing`` are the ids of references to nothing.
    ``read_for``: numbers of nodes of which one at least has each row's entity; none
    where that is not known.
    """

    def __init__(
        self,
        rows: list[Row],
        index: dict[Path, int],
        hidden: Iterable[int] = (),
        is_sorted: bool = False,
        rode: bool = False,
        nothing: Iterable[int] = (),
        read_for: Iterable[int] = (),
    ):
        self.rows = rows
        self.index = index
        self.hidden = frozenset(hidden)
        self.is_sorted = is_sorted
        self.rode = rode
        self.nothing = frozenset(nothing)
        self.read_for = frozenset(read_for)
        self.id_at = index[ID]
        #: By path what rode in; several groups may share these rows.
        self._riding: dict[Path, RowSet] = {}

    @cached_property
    def rank(self) -> dict[int, int]:
        """By id the position of its row."""
        return dict(zip(self.keys, range(len(self.keys))))

    @cached_property
    def keys(self) -> list[int]:
        """By the position of a row its id."""
        return list(map(itemgetter(self.id_at), self.rows))

    def keys_of(self, rows: list[Row]) -> list[int]:
        """The ids of some of its rows."""
        if rows is self.rows:
            return self.keys
        return list(map(itemgetter(self.id_at), rows))

    def of(self, ids: Any) -> list[Row]:
        """The rows of some of its entities, in order."""
        if len(ids) == len(self.rows):
            return self.rows
        id_at = self.id_at
        return [row for row in self.rows if row[id_at] in ids]

    def row(self, key: int) -> Row:
        """The row of one entity."""
        return self.rows[self.rank[key]]

    @classmethod
    def judged(
        cls, rows: list[Row], index: dict[Path, int], read_for: Iterable[int]
    ) -> RowSet:
        """The rows of a fetch with verdicts, which stand behind the ids."""
        hidden: Iterable[int] = ()
        verdicts = list(map(itemgetter(1), rows))
        if False in verdicts:
            hidden = map(itemgetter(0), compress(rows, map(not_, verdicts)))
            rows = list(compress(rows, verdicts))
        return cls(rows, index, hidden, is_sorted=True, read_for=read_for)

    def riding(self, path: Path, memo: dict[Any, Any]) -> RowSet:
        """The rows that were read along with these over the reference at
        ``path``, each once; without those of references to nothing. ``memo`` keeps
        where they stand."""
        found = self._riding.get(path)
        if found is None:
            key = (path, id(self.index))
            if key not in memo:
                memo[key] = (*_inner(self.index, path), self.index)
            index, take, _ = memo[key]
            found = self._riding[path] = self._unpack(path, index, take)
        return found

    def _unpack(self, path: Path, index: dict[Path, int], take: Any) -> RowSet:
        key_at = self.index[path]
        id_at = self.index[(*path, "id")]
        found = {row[key_at]: take(row) for row in self.rows if row[id_at] is not None}
        nothing = {row[key_at] for row in self.rows} - found.keys() - {None}
        return RowSet(list(found.values()), index, rode=True, nothing=nothing)


def _inner(index: dict[Path, int], path: Path) -> tuple[dict[Path, int], Any]:
    """Where the columns of what rode in at a path stand among themselves, and what
    takes them, and the reference itself, out of a row."""
    inner = {
        place: position
        for place, position in index.items()
        if place[: len(path)] == path and len(place) > len(path)
    }
    places = {place[len(path) :]: number for number, place in enumerate(inner)}
    return places, itemgetter(*inner.values(), index[path])


class Found:
    """What is known of one expression.

    ``ids``: its members, as far as known; ``pairs``: of a follow the rows
    ``(parent, id, …)``; ``pairs_index`` tells by path where the order's
    columns stand in them.
    """

    def __init__(self) -> None:
        self.ids: dict[int, None] | None = None
        self.pairs: Sequence[Row] | None = None
        self.pairs_index: dict[Path, int] = {}
        self.rows: RowSet | None = None
        #: Of a select the rows that told who its members are.
        self.placed: RowSet | None = None
        #: Ids that the viewer may not see, and of references to nothing.
        self.hidden: frozenset[int] = frozenset()
        self.missing: list[int] = []
        self.columns: frozenset[Path] = frozenset()
        #: The rows of its own members, once somebody asked for them.
        self._own: list[Row] | None = None
        #: By id the object, None and hidden ones included.
        self.links: dict[Any, Any] | None = None
        self.order: list[int] | None = None
        self.members: tuple[Any, ...] | None = None

    def take(self, rows: RowSet) -> None:
        """Its entities' rows came, all of them; its ids are told when they are asked
        for."""
        self.rows = rows
        self._own = None
        self.columns = frozenset(rows.index) - {ID}

    def read(self, rows: RowSet, given: bool, is_complete: bool = False) -> None:
        """Its entities' rows came: keep those ids that may be seen.

        ``given``: ids that nobody has are no error. ``is_complete``: there are none.
        """
        assert self.ids is not None
        self.take(rows)
        self.hidden |= rows.hidden
        if is_complete:
            unseen = [key for key in rows.hidden if key in self.ids]
        else:
            rank = rows.rank
            unseen = [key for key in self.ids if key not in rank]
        if not given:
            self.missing += [key for key in unseen if key not in rows.hidden]
        if unseen:
            self.ids = self.ids.copy()
            for key in unseen:
                del self.ids[key]

    def own_rows(self, ids: dict[int, None]) -> list[Row]:
        """Those of its rows that are its members' (``ids``); several may share
        the rows of one step."""
        assert self.rows is not None
        if self._own is None:
            self._own = self.rows.of(ids)
        return self._own
