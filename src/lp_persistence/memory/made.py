"""Entities that are made of others, as rows: there is one for each
combination of what they are made of, and none is kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import product
from operator import itemgetter
from typing import Any

from lp_persistence.model import EntityType, Model

Row = Sequence[Any]


class MadeRows(Mapping[Any, Row]):
    """By id the rows of an entity type that is made of others.

    ``rows`` are those of every other type, by the name of its interface.
    """

    def __init__(
        self,
        model: Model,
        entity_type: EntityType,
        rows: Mapping[str, Mapping[Any, Row]],
    ):
        self._parts = [rows[entity_type.edges[name].target] for name in entity_type.key]
        self._read = [
            self._reader(model, entity_type, name) for name in entity_type.stored
        ]

    def _reader(
        self, model: Model, entity_type: EntityType, name: str
    ) -> Callable[[Any], Any]:
        if name == "id":
            return lambda key: key
        if name in entity_type.key:
            return itemgetter(entity_type.key.index(name))
        along = entity_type.fields[name].along
        assert along is not None
        target = model.type_named(entity_type.edges[along].target)
        place, part = target.stored.index(name), entity_type.key.index(along)
        rows = self._parts[part]
        return lambda key: rows[key[part]][place]

    def __contains__(self, key: object) -> bool:
        return (
            isinstance(key, tuple)
            and len(key) == len(self._parts)
            and all(map(_holds, self._parts, key))
        )

    def __getitem__(self, key: Any) -> Row:
        if key not in self:
            raise KeyError(key)
        return tuple([read(key) for read in self._read])

    def __iter__(self) -> Iterator[Any]:
        return product(*self._parts)

    def __len__(self) -> int:
        length = 1
        for part in self._parts:
            length *= len(part)
        return length


def _holds(part: Mapping[Any, Row], key: Any) -> bool:
    return key in part


def made_key(places: Sequence[int], unless: Sequence[int]) -> Callable[[Row], Any]:
    """Gives of a row the id that references at these places make; None where
    one of them is None, or one of ``unless`` is not."""

    def key(row: Row) -> Any:
        parts = tuple([row[place] for place in places])
        return key_of(parts, [row[place] for place in unless])

    return key


def key_of(parts: tuple[Any, ...], unless: Sequence[Any]) -> Any:
    """The id that these parts make, if it is one."""
    if None in parts or any(each is not None for each in unless):
        return None
    return parts if len(parts) > 1 else parts[0]
