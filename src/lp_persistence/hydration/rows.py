"""Rows as steps gave them, and what is known of each expression from them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import compress
from operator import itemgetter, not_
from typing import Any, Final

from lp_persistence.steps import ID, Path

Row = tuple[Any, ...]

_NOBODY: Final[frozenset[Any]] = frozenset()


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
        self._keys: list[int] | None = None
        self._rank: dict[int, int] | None = None
        #: By path what rode in; several groups may share these rows.
        self._riding: dict[Path, RowSet] = {}

    @property
    def columns(self) -> frozenset[Path]:
        """What the rows hold beside the id."""
        return frozenset(self.index) - {ID}

    @property
    def rank(self) -> dict[int, int]:
        """By id the position of its row."""
        if self._rank is None:
            self._rank = dict(zip(self.keys, range(len(self.rows))))
        return self._rank

    @property
    def keys(self) -> list[int]:
        """By the position of a row its id."""
        if self._keys is None:
            self._keys = list(map(itemgetter(self.id_at), self.rows))
        return self._keys

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
        if not all(verdicts):
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
            nobody, take, _ = memo[key]
            found = self._riding[path] = self._unpack(path, nobody, take)
        return found

    def _unpack(self, path: Path, nobody: RowSet, take: Any) -> RowSet:
        """Rows, or ``nobody`` where the reference leads nowhere."""
        key_at = self.index[path]
        keys = set(map(itemgetter(key_at), self.rows))
        keys.discard(None)
        if not keys:
            return nobody
        id_at = self.index[(*path, "id")]
        found = {row[key_at]: take(row) for row in self.rows if row[id_at] is not None}
        nothing = keys - found.keys()
        rows = list(found.values())
        return RowSet(rows, nobody.index, rode=True, nothing=nothing)


def _inner(index: dict[Path, int], path: Path) -> tuple[RowSet, Any]:
    """No rows of what rode in at a path, with the places of columns among themselves;
    and what takes these, and the reference itself, out of a row."""
    inner = {
        place: position
        for place, position in index.items()
        if place[: len(path)] == path and len(place) > len(path)
    }
    places = {place[len(path) :]: number for number, place in enumerate(inner)}
    nobody = RowSet([], places, rode=True)
    return nobody, itemgetter(*inner.values(), index[path])


class Found:
    """What is known of one expression.

    ``ids``: its members, as far as known; ``pairs``: of a follow the rows
    ``(parent, id, …)``; ``pairs_index`` tells by path where the order's
    columns stand in them.
    """

    # Of most groups little is found: that nothing was is told by the class.
    ids: dict[int, None] | None = None
    pairs: Sequence[Row] | None = None
    pairs_index: Mapping[Path, int] = {}
    rows: RowSet | None = None
    #: Of a select the rows that told who its members are.
    placed: RowSet | None = None
    #: Ids that the viewer may not see, and of references to nothing.
    hidden: frozenset[int] = _NOBODY
    missing: Sequence[int] = ()
    #: Columns of its rows that they have for other groups alone.
    others: frozenset[Path] = _NOBODY
    #: The rows of its own members, once somebody asked for them.
    _own: list[Row] | None = None
    #: By id the object, None and hidden ones included.
    links: Mapping[Any, Any] | None = None
    order: list[int] | None = None
    members: tuple[Any, ...] | None = None
    #: Of a follow, by id of an owner, what it gave it.
    of_each: Mapping[Any, tuple[Any, ...]] | None = None

    @property
    def columns(self) -> frozenset[Path]:
        """What its rows tell of its members."""
        return _NOBODY if self.rows is None else self.rows.columns - self.others

    def take(self, rows: RowSet) -> None:
        """Its entities' rows came, all of them; its ids are told when they are asked
        for."""
        self.rows = rows
        self.others = _NOBODY
        self._own = None

    def read(self, rows: RowSet, given: bool, is_complete: bool = False) -> None:
        """Its entities' rows came: keep those ids that may be seen.

        ``given``: ids that nobody has are no error. ``is_complete``: there are none.
        """
        assert self.ids is not None
        self.take(rows)
        if rows.hidden:
            self.hidden |= rows.hidden
        if is_complete:
            unseen = [key for key in rows.hidden if key in self.ids]
        else:
            rank = rows.rank
            unseen = [key for key in self.ids if key not in rank]
        if unseen:
            if not given:
                nothing = [key for key in unseen if key not in rows.hidden]
                self.missing = [*self.missing, *nothing]
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
