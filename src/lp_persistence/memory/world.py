"""Worlds: the neutral rows that a memory backend holds, and what they may be.

A ``World`` does not change once somebody reads it; what is loaded later makes
another one, which shares what it did not touch.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeAlias

from zope.interface.interface import InterfaceClass

from lp_persistence.errors import InvalidRow, NotAllowed
from lp_persistence.fields import Attribute, Collection
from lp_persistence.loaded import RowCheck
from lp_persistence.memory.live import LiveWorld
from lp_persistence.model import EntityType, Model

Row: TypeAlias = tuple[Any, ...]
Pair: TypeAlias = tuple[int, int]
#: Name of the owner's interface, name of the edge.
LinkName: TypeAlias = tuple[str, str]
#: What ``load`` and ``dump`` speak of.
Target: TypeAlias = InterfaceClass | Attribute


class World:
    """Rows by interface and id, pairs by link."""

    __slots__ = ("_live", "links", "rows")

    def __init__(
        self,
        rows: Mapping[str, Mapping[int, Row]],
        links: Mapping[LinkName, Sequence[Pair]],
    ):
        self.rows = rows
        self.links = links
        self._live: LiveWorld | None = None

    def live(self, model: Model) -> LiveWorld:
        """The live objects of this world, for the registrations of ``model``.

        They are kept until the registrations change.
        """
        live = self._live
        if live is None or not live.fits(model):
            live = self._live = LiveWorld(model, self.rows, self.links)
        return live


def link_name(model: Model, field: Attribute) -> LinkName:
    """Whose link it is, and what it is called; NotAllowed where it is none."""
    owner = model.type_of(field.interface).name
    name: str = field.__name__
    if isinstance(field, Collection) and field.is_link:
        return owner, name
    if isinstance(field, Collection) and field.inverse is not None:
        kept = f"{field.target}[{field.inverse!r}] keeps it"
    elif isinstance(field, Collection) and field.over:
        kept = f"it is made of {' and '.join(field.over)}"
    elif isinstance(field, Collection):
        kept = f"{owner}'s class computes it"
    else:
        kept = f"it is part of the rows of {owner}"
    raise NotAllowed(f"{owner}[{name!r}] is not kept as pairs: {kept}.")


def checked_rows(
    entity_type: EntityType, rows: Iterable[Sequence[Any]], there: Mapping[int, Row]
) -> dict[int, Row]:
    """The rows by id, datetimes in UTC; InvalidRow for what does not fit, or
    has an id that is in ``there`` already or comes twice."""
    check = RowCheck.entities(entity_type.name, entity_type.fields, entity_type.stored)
    found: dict[int, Row] = {}
    for row in check.neutral(rows):
        key = row[0]
        if type(key) is not int:
            raise InvalidRow(
                f"A row of {entity_type.name} has no integer for an id: {key!r}."
            )
        if key in there or key in found:
            raise InvalidRow(f"{entity_type.name} {key} is there already.")
        found[key] = row
    return found


def checked_pairs(
    name: LinkName,
    pairs: Iterable[Sequence[Any]],
    owners: Mapping[int, Row],
    target: str,
    targets: Mapping[int, Row],
) -> list[Pair]:
    """The pairs of a link; InvalidRow for one that leads from or to nothing."""
    found: list[Pair] = []
    for pair in pairs:
        if len(pair) != 2:
            raise InvalidRow(
                f"A row of {name[0]}[{name[1]!r}] is no pair of ids: {tuple(pair)!r}."
            )
        owner, other = pair
        for side, key, known in (
            (name[0], owner, owners),
            (target, other, targets),
        ):
            if type(key) is not int or key not in known:
                raise InvalidRow(
                    f"A row of {name[0]}[{name[1]!r}], {tuple(pair)!r}, names "
                    f"{side} {key!r}, which is not there. Load {side} first."
                )
        found.append((owner, other))
    return found
