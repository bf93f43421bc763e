"""Row tuples in, linked entities out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import repeat
from typing import Any, Final, NamedTuple

from lp_persistence.entity import Entity
from lp_persistence.errors import RealiseError, RowError
from lp_persistence.expression import Node, describe
from lp_persistence.fields import Bool, Choice, Collection, OneOf, Reference
from lp_persistence.hydration.fill import Filling, Layout, fill_function
from lp_persistence.hydration.order import (
    Ids,
    first_parents,
    grouped_as_they_come,
    grouped_by_place,
)
from lp_persistence.hydration.rows import Found, Row, RowSet
from lp_persistence.hydration.shapes import (
    Origin,
    Shape,
    hidden_of,
    is_slot,
    shape_of,
)
from lp_persistence.hydration.units import Followed, Unit
from lp_persistence.model import Model

#: The objects of a unit without members.
NOTHING: Final[Mapping[Any, Any]] = {None: None}


class Made(NamedTuple):
    """New objects of a unit, with their classes: by the rows that they are made of,
    and the set in which these stand."""

    shape: Shape
    sets: list[tuple[RowSet, list[Row], list[Entity]]]


class Hydration:
    """Makes the objects of all groups of a context that one plan changed.

    ``make``: by number of a unit the objects that it keeps, by id. ``memo`` keeps
    what follows from the plan alone.
    """

    def __init__(
        self,
        model: Model,
        nodes: Sequence[Node],
        found: Mapping[int, Found],
        ids: Ids,
        units: Sequence[Unit],
        make: Mapping[int, Mapping[Any, Any]],
        memo: dict[Any, Any],
    ):
        self._model = model
        self._nodes = nodes
        self._found = found
        self._ids = ids
        self._kept = make
        self._memo = memo
        self._to_make = [unit for unit in units if unit.number in make]
        self._links: dict[int, Mapping[Any, Any]] = {}
        #: By number of a unit that has some, its new objects.
        self._made: dict[int, Made] = {}
        for unit in units:
            if unit.number not in make:
                links = found[unit.nodes[0]].links
                assert links is not None
                self._links[unit.number] = links

    def run(self, wrong: Iterable[RowError] = ()) -> None:
        """Make and link the objects; RowError or RealiseError for rows that no
        entity can be made of, and for what is ``wrong`` besides."""
        errors = [*wrong, *self._references_to_nothing()]
        for unit in self._to_make:
            self._make(unit)
        for unit in self._to_make:
            if unit.number in self._made:
                errors += self._fill(unit)
        errors = list({str(error): error for error in errors}.values())
        if len(errors) == 1:
            raise errors[0]
        if errors:
            raise RealiseError(f"{len(errors)} rows are wrong", errors)
        for unit in self._to_make:
            links = self._links[unit.number]
            for number in unit.nodes:
                found = self._found[number]
                found.links = links
                found.members = None
                found.of_each = None

    def _references_to_nothing(self) -> Iterator[RowError]:
        seen: set[tuple[str, int]] = set()
        for number, found in self._found.items():
            node = self._nodes[number]
            for key in found.missing:
                source = node.source
                owner = describe(source) if source is not None else "?"
                text = (
                    f"{node.type.name} {key} does not exist, but {node.edge} "
                    f"leads to it"
                )
                if (text, key) not in seen:
                    seen.add((text, key))
                    yield RowError(owner, key, text)

    def _make(self, unit: Unit) -> None:
        """Empty objects for the unit's rows, by the set that they stand in."""
        hidden: frozenset[int] = frozenset()
        holders: dict[int, tuple[RowSet, list[int]]] = {}
        for number in unit.leaves:
            found = self._found[number]
            if found.hidden:
                hidden |= found.hidden
            rowset = found.rows
            if rowset is not None and rowset.rows:
                holders.setdefault(id(rowset), (rowset, []))[1].append(number)
        kept = self._kept[unit.number]
        if not (holders or hidden or kept):
            self._links[unit.number] = NOTHING
            return
        links: dict[Any, Any] = {None: None, **kept}
        # The largest first: what stands in others too is looked for in it.
        for rowset, leaves in sorted(holders.values(), key=_size, reverse=True):
            self._make_of(unit, rowset, leaves, links)
        if hidden:
            stand_in = hidden_of(self._model, unit.type)
            # A difference of sets would look at each link.
            unseen = [key for key in hidden if key not in links]
            links.update(dict.fromkeys(unseen, stand_in))
        self._links[unit.number] = links

    def _make_of(
        self, unit: Unit, rowset: RowSet, leaves: list[int], links: dict[Any, Any]
    ) -> None:
        """Add to ``links`` empty objects for those in one set of rows that are not
        there yet; ``leaves`` are the groups that have rows in it."""
        # What rode in with rows of other groups too may lead where only these
        # go on; where it leads nowhere, all of it is made at once.
        is_whole = rowset.rode and not unit.edges
        rows = rowset.rows if is_whole else self._rows_of(rowset, leaves)
        keys = rowset.keys_of(rows)
        if len(links) > 1 and not links.keys().isdisjoint(keys):
            id_at = rowset.id_at
            rows = [row for row in rows if row[id_at] not in links]
            keys = rowset.keys_of(rows)
        if rows:
            made = self._made.get(unit.number)
            if made is None:
                shape = shape_of(self._model, unit.type, unit.readable)
                made = self._made[unit.number] = Made(shape, [])
            out = list(map(object.__new__, repeat(made.shape.twin, len(rows))))
            links.update(zip(keys, out, strict=True))
            made.sets.append((rowset, rows, out))

    def _rows_of(self, rowset: RowSet, leaves: list[int]) -> list[Row]:
        """The rows of the members of some groups."""
        if rowset.read_for and rowset.read_for.issubset(leaves):
            return rowset.rows
        if len(leaves) == 1:
            return rowset.of(self._ids(self._nodes[leaves[0]]))
        ids: dict[int, None] = {}
        for number in leaves:
            ids.update(self._ids(self._nodes[number]))
        return rowset.of(ids)

    def _fill(self, unit: Unit) -> list[RowError]:
        made = self._made[unit.number]
        frozen = made.shape.frozen
        origin = Origin(self._model, [self._nodes[number] for number in unit.nodes])
        shared: dict[str, Mapping[Any, Any]] = {
            name: self._collections(unit, name) for name in unit.collections
        }
        for name in unit.ways_back:
            shared[name] = self._ways_back(unit, name)
        errors: list[RowError] = []
        for rowset, rows, out in made.sets:
            layout, items, fill = self._filling(unit, rowset, rows[0])
            maps = [
                items.get(name) or self._links[unit.edges[name]]
                for name, _ in layout.mapped
            ]
            maps += shared.values()
            try:
                fill(rows, out, frozen, origin, *maps)
            except KeyError:
                named = dict(zip(layout.maps, maps, strict=True))
                wrong = list(self._row_errors(unit, layout, rows, named))
                if not wrong and not self._has_missing():
                    raise
                errors += wrong
        return errors

    def _filling(
        self, unit: Unit, rowset: RowSet, row: Row
    ) -> tuple[Layout, Mapping[str, Mapping[Any, Any]], Filling]:
        """Where the unit's attributes stand in a set of rows of which one is given,
        the items of those that have some, and what fills all."""
        index = rowset.index
        # Columns are known by the mapping that is the plan's; while it is kept
        # here no other can be taken for it.
        key = (unit.number, id(index))
        if key not in self._memo:
            layout = _layout(unit, rowset)
            self._memo[key] = (index, layout, _items(unit, layout), {})
        _, layout, items, fills = self._memo[key]
        # An engine keeps truths as such in all rows, or as numbers.
        as_numbers = any(type(row[at]) is not bool for _, at in layout.truths)
        fill = fills.get(as_numbers)
        if fill is None:
            name, filled = unit.type.name, layout if as_numbers else layout.told
            fill = fills[as_numbers] = fill_function(self._model, name, filled)
        return layout, items, fill

    def _has_missing(self) -> bool:
        return any(found.missing for found in self._found.values())

    def _row_errors(
        self, unit: Unit, layout: Layout, rows: list[Row], maps: Mapping[str, Any]
    ) -> Iterator[RowError]:
        group = describe(self._nodes[unit.nodes[0]])
        for row in rows:
            key = row[layout.id_at]
            for name, place in layout.mapped:
                value = row[place]
                field = unit.type.fields[name]
                if value in maps[name] or not isinstance(field, Choice):
                    continue  # references to nothing are told by their group
                yield RowError(
                    group,
                    key,
                    f"{unit.type.name} {key} has the {name} {value!r}, which "
                    f"{field.vocabulary.__name__} does not know",
                )

    def _collections(self, unit: Unit, name: str) -> dict[int, tuple[Any, ...]]:
        """By id of an owner what an edge leads to."""
        tuples: dict[int, tuple[Any, ...]] = {}
        for followed in unit.collections[name]:
            if self._found[followed.node].pairs:
                tuples.update(self._tuples(followed, unit.edges[name]))
        return tuples

    def _tuples(
        self, followed: Followed, number: int
    ) -> Iterator[tuple[int, tuple[Any, ...]]]:
        """By parent the objects, of the unit of that number, that a collection's
        follow gave it."""
        found = self._found[followed.node]
        assert found.pairs is not None
        object_of: Callable[[int], Any] = self._links[number].__getitem__
        groups: Iterable[tuple[int, Iterable[int]]]
        if followed.is_ordered:
            ids = self._ids(self._nodes[followed.node])
            groups = grouped_as_they_come(found.pairs, ids)
        else:
            rows = found.rows
            assert rows is not None and rows.is_sorted
            groups = grouped_by_place(found.pairs, rows)
            object_of = self._by_place(number, rows).__getitem__
        for parent, group in groups:
            yield parent, tuple(map(object_of, group))

    def _by_place(self, number: int, rows: RowSet) -> Sequence[Any]:
        """The objects of a unit by the places of their rows; None where a row is
        that of no member."""
        if number in self._made:
            for made_of, some, out in self._made[number].sets:
                if made_of is rows and some is rows.rows:
                    return out
        return list(map(self._links[number].get, rows.keys))

    def _ways_back(self, unit: Unit, name: str) -> dict[int, Any]:
        """By id of a member what it goes back to."""
        links = self._links[unit.ways_back[name]]
        back: dict[int, Any] = {}
        for number in unit.nodes:
            node = self._nodes[number]
            parents = first_parents(node, self._found, self._ids)
            back.update((key, links[parent]) for key, parent in parents.items())
        return back


def _size(holder: tuple[RowSet, list[int]]) -> int:
    return len(holder[0].rows)


def _layout(unit: Unit, rowset: RowSet) -> Layout:
    """Where the unit's attributes stand in a set of rows."""
    plain: list[tuple[str, int]] = []
    truths: list[tuple[str, int]] = []
    mapped: list[tuple[str, int]] = []
    one_of: list[tuple[str, tuple[str, ...]]] = []
    collections = tuple(
        name for name in unit.edges if isinstance(unit.type.fields[name], Collection)
    )
    for name in sorted(unit.readable):
        field = unit.type.fields[name]
        if name in collections or name in unit.ways_back or not is_slot(field):
            continue
        if isinstance(field, OneOf):
            one_of.append((name, field.of))
            continue
        place = rowset.index[(name,)]
        if isinstance(field, (Choice, Reference)):
            mapped.append((name, place))
        else:
            (truths if isinstance(field, Bool) else plain).append((name, place))
    return Layout(
        len(rowset.rows[0]),
        rowset.id_at,
        tuple(plain),
        tuple(truths),
        tuple(mapped),
        collections,
        tuple(unit.ways_back),
        tuple(one_of),
    )


def _items(unit: Unit, layout: Layout) -> dict[str, dict[Any, Any]]:
    """By name of an enumeration the items by stored integer, and None for None."""
    return {
        name: {**field.items, None: None}
        for name, _ in layout.mapped
        if isinstance(field := unit.type.fields[name], Choice)
    }
