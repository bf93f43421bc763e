"""Row tuples in, linked entities out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from lp_persistence.entity import Entity
from lp_persistence.errors import RealiseError, RowError
from lp_persistence.expression import Node, describe
from lp_persistence.fields import Choice, Collection, OneOf, Reference
from lp_persistence.hydration.fill import Layout, fill_function
from lp_persistence.hydration.order import Ids, first_parents, grouped
from lp_persistence.hydration.rows import Found, Row, RowSet
from lp_persistence.hydration.shapes import (
    Origin,
    Shape,
    hidden_of,
    is_slot,
    shape_of,
)
from lp_persistence.hydration.units import Unit
from lp_persistence.model import Model


class Hydration:
    """Makes the objects of all groups of a context that one plan changed.

    ``make``: by number of a unit the objects that it keeps, by id.
    """

    def __init__(
        self,
        model: Model,
        nodes: Sequence[Node],
        found: Mapping[int, Found],
        ids: Ids,
        units: Sequence[Unit],
        make: Mapping[int, Mapping[Any, Any]],
    ):
        self._model = model
        self._nodes = nodes
        self._found = found
        self._ids = ids
        self._kept = make
        self._to_make = [unit for unit in units if unit.number in make]
        self._links: dict[int, dict[Any, Any]] = {}
        for unit in units:
            if unit.number not in make:
                links = found[unit.nodes[0]].links
                assert links is not None
                self._links[unit.number] = links

    def run(self) -> None:
        """Make and link the objects; RowError or RealiseError for rows that no
        entity can be made of."""
        errors = list(self._references_to_nothing())
        made = {unit.number: self._make(unit) for unit in self._to_make}
        for unit in self._to_make:
            errors += self._fill(unit, made[unit.number])
        errors = list({str(error): error for error in errors}.values())
        if len(errors) == 1:
            raise errors[0]
        if errors:
            raise RealiseError(f"{len(errors)} rows are wrong", errors)
        for unit in self._to_make:
            frozen = self._shape(unit).frozen
            for _, _, out in made[unit.number]:
                for entity in out:
                    entity.__class__ = frozen
            for number in unit.nodes:
                self._found[number].links = self._links[unit.number]
                self._found[number].members = None

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

    def _shape(self, unit: Unit) -> Shape:
        return shape_of(self._model, unit.type, unit.readable)

    def _make(self, unit: Unit) -> list[tuple[RowSet, list[Row], list[Entity]]]:
        """Empty objects for the unit's rows, by the set that they stand in."""
        twin = self._shape(unit).twin
        new = object.__new__
        links: dict[Any, Any] = {None: None, **self._kept[unit.number]}
        # What rode in with rows of other groups too may lead where only these
        # go on; where it leads nowhere, all of it is made at once.
        is_plain = not unit.edges
        made = []
        hidden: frozenset[int] = frozenset()
        wanted: dict[int, tuple[RowSet, dict[int, None]]] = {}
        for number in unit.nodes:
            for leaf in self._nodes[number].leaves:
                rowset = self._found[leaf.number].rows
                if rowset is None:
                    continue
                hidden |= self._found[leaf.number].hidden
                _, ids = wanted.setdefault(id(rowset), (rowset, {}))
                if not (rowset.rode and is_plain):
                    ids.update(self._ids(leaf))
        for rowset, ids in wanted.values():
            id_at = rowset.id_at
            rows = rowset.rows if rowset.rode and is_plain else rowset.of(ids)
            if len(links) > 1:
                rows = [row for row in rows if row[id_at] not in links]
            out = [new(twin) for _ in rows]
            links.update(zip([row[id_at] for row in rows], out, strict=True))
            made.append((rowset, rows, out))
        if hidden:
            stand_in = hidden_of(self._model, unit.type)
            links.update(dict.fromkeys(hidden - links.keys(), stand_in))
        self._links[unit.number] = links
        return made

    def _fill(
        self, unit: Unit, made: list[tuple[RowSet, list[Row], list[Entity]]]
    ) -> list[RowError]:
        origin = Origin(self._model, [self._nodes[number] for number in unit.nodes])
        shared = {
            **{
                name: self._collections(unit, name)
                for name in unit.edges
                if isinstance(unit.type.fields[name], Collection)
            },
            **{name: self._ways_back(unit, name) for name in unit.ways_back},
        }
        errors: list[RowError] = []
        for rowset, rows, out in made:
            layout = _layout(unit, rowset)
            maps: dict[str, Mapping[Any, Any]] = {**shared}
            for name, _ in layout.mapped:
                field = unit.type.fields[name]
                if isinstance(field, Choice):
                    maps[name] = items_of(field)
                else:
                    maps[name] = self._links[unit.edges[name]]
            fill = fill_function(self._model, unit.type.name, layout)
            try:
                fill(rows, out, origin, *(maps[name] for name in layout.maps))
            except KeyError:
                wrong = list(self._row_errors(unit, layout, rows, maps))
                if not wrong and not self._has_missing():
                    raise
                errors += wrong
        return errors

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
        links = self._links[unit.edges[name]]
        tuples: dict[int, tuple[Any, ...]] = {}
        for number in unit.nodes:
            for leaf in self._nodes[number].leaves:
                target = leaf.targets[name]
                for parent, ids in grouped(target, self._found, self._ids).items():
                    tuples[parent] = tuple(map(links.__getitem__, ids))
        return tuples

    def _ways_back(self, unit: Unit, name: str) -> dict[int, Any]:
        """By id of a member what it goes back to."""
        links = self._links[unit.ways_back[name]]
        back: dict[int, Any] = {}
        for number in unit.nodes:
            node = self._nodes[number]
            parents = first_parents(node, self._found, self._ids)
            back.update((key, links[parent]) for key, parent in parents.items())
        return back


def _layout(unit: Unit, rowset: RowSet) -> Layout:
    """Where the unit's attributes stand in a set of rows."""
    plain: list[tuple[str, int]] = []
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
        is_mapped = isinstance(field, (Choice, Reference))
        (mapped if is_mapped else plain).append((name, place))
    return Layout(
        len(rowset.rows[0]) if rowset.rows else max(rowset.index.values()) + 1,
        rowset.id_at,
        tuple(plain),
        tuple(mapped),
        collections,
        tuple(unit.ways_back),
        tuple(one_of),
    )


def items_of(field: Choice) -> dict[Any, Any]:
    """By stored integer the item, and None for None."""
    items: dict[Any, Any] = dict(field.items)
    items[None] = None
    return items
