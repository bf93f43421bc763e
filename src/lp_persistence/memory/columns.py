"""Columns: a value of each of many entities, in neutral form.

What is compiled here and in the modules that build on it depends on a step
and the registrations alone, and is kept for every run of such a step. A
compiled piece works on many ids at once, so that little is done for each.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from operator import attrgetter, itemgetter
from types import SimpleNamespace
from typing import Any, TypeAlias

from lp_persistence.errors import NotAllowed
from lp_persistence.fields import (
    Attribute,
    Bool,
    Choice,
    Edge,
    Permitted,
    Reference,
)
from lp_persistence.memory.live import LiveWorld
from lp_persistence.memory.made import key_of
from lp_persistence.model import EntityType, Model, PermittedTo, VisibleTo
from lp_persistence.steps import ALL_PERMITTED, NOBODY, SOMEBODY, Path, Values


class Run:
    """One run of a step: the world, and what fills the step's slots.

    ``memo`` keeps what compiled pieces found during this run, by piece.
    """

    __slots__ = ("_viewer", "keys", "memo", "slots", "world")

    def __init__(self, world: LiveWorld, values: Values, keys: Sequence[Iterable[int]]):
        self.world = world
        self.slots = values.slots
        self.keys = keys
        self.memo: dict[object, Any] = {}
        self._viewer = values.viewer

    def viewer(self, who: str, facts: Sequence[str]) -> SimpleNamespace:
        """What a visibility rule is told of the viewer; nobody has nothing."""
        known: Mapping[str, frozenset[int]] = self._viewer if who == SOMEBODY else {}
        return SimpleNamespace(
            **{name: frozenset(known.get(name, ())) for name in facts}
        )


#: From ids that are there to a value of each.
Column: TypeAlias = Callable[[Run, Sequence[int]], list[Any]]
#: The same, where the values are truth values.
Mask: TypeAlias = Column


def column(
    model: Model, entity_type: EntityType, path: Path, whose: str | None = None
) -> Column:
    """The column of an attribute, or of one that a path of references leads
    to (None where a reference is None or leads to nothing); of a permission
    that is ``whose``."""
    name, *rest = path
    field = entity_type.field(name)
    if rest:
        return _along(model, entity_type, field, tuple(rest), whose)
    if isinstance(field, Permitted):
        return permits(entity_type, field.permission, whose)
    if name in entity_type.stored:
        return _stored(entity_type, name)
    if isinstance(field, Reference):
        return _made_of(
            [_stored(entity_type, part) for part in field.of],
            [_stored(entity_type, name) for name in field.unless],
        )
    if isinstance(field, Edge) or not field.is_fact:
        raise NotAllowed(
            f"{entity_type.name}.{name} has no value that a row could hold: it is "
            f"neither stored nor a fact."
        )
    return _computed(entity_type, field)


def _stored(entity_type: EntityType, name: str) -> Column:
    owner, pick = entity_type.name, itemgetter(entity_type.stored.index(name))

    def read(run: Run, ids: Sequence[int]) -> list[Any]:
        return list(map(pick, map(run.world.rows[owner].__getitem__, ids)))

    return read


def _made_of(parts: Sequence[Column], unless: Sequence[Column]) -> Column:
    """The ids that those of several columns make."""
    width = len(parts)

    def read(run: Run, ids: Sequence[Any]) -> list[Any]:
        values = zip(*(part(run, ids) for part in (*parts, *unless)), strict=True)
        return [key_of(row[:width], row[width:]) for row in values]

    return read


def _along(
    model: Model,
    entity_type: EntityType,
    field: Attribute,
    rest: Path,
    whose: str | None,
) -> Column:
    if not isinstance(field, Reference):
        raise NotAllowed(
            f"{entity_type.name}.{field.__name__} is no reference: "
            f"{'.'.join(rest)} can't be read along it."
        )
    references = column(model, entity_type, (field.__name__,))
    target = model.type_named(field.target)
    values = column(model, target, rest, whose)

    def read(run: Run, ids: Sequence[int]) -> list[Any]:
        keys = references(run, ids)
        rows = run.world.rows[target.name]
        there = [key for key in dict.fromkeys(keys) if key in rows]
        found = dict(zip(there, values(run, there), strict=True))
        return list(map(found.get, keys))

    return read


def _computed(entity_type: EntityType, field: Attribute) -> Column:
    """The column of a fact that the entity's class computes."""
    name: str = field.__name__
    read = asked(entity_type, f"{entity_type.name}.{name}", attrgetter(name))
    # An integer that is no item's value goes on, as it does where it is stored.
    kind = {Bool: bool, Choice: int}.get(type(field), type(None))
    as_it_is = frozenset({type(None), kind})

    def neutral(run: Run, ids: Sequence[int]) -> list[Any]:
        return [
            value if type(value) in as_it_is else field.neutral(value)
            for value in read(run, ids)
        ]

    return neutral


def asked(entity_type: EntityType, what: str, question: Callable[[Any], Any]) -> Column:
    """The answers that live objects give to a question.

    What their code raises comes as it is, with a note of what was asked of
    whom.
    """
    name = entity_type.name

    def answers(run: Run, ids: Sequence[int]) -> list[Any]:
        entities = run.world.entities[name]
        found = []
        for key in ids:
            try:
                found.append(question(entities[key]))
            except Exception as error:
                error.add_note(f"{what} was asked of {name} {key}.")
                raise
        return found

    return answers


def verdict(entity_type: EntityType, who: str) -> Mask | None:
    """Whom of ids the visibility rule shows; None where all are shown."""
    visible_to = entity_type.visible_to
    if visible_to is None:
        return None
    return _by_rule(entity_type, visible_to, f"The visibility rule for {who}", who)


def permits(entity_type: EntityType, permission: str, whose: str | None) -> Mask:
    """Who of ids the viewer has a permission on."""
    rule = entity_type.permissions[permission]
    if whose == ALL_PERMITTED or not isinstance(rule, PermittedTo):
        return lambda run, ids: [True] * len(ids)
    who = whose or NOBODY
    return _by_rule(entity_type, rule, f"{permission} for {who}", who)


def _by_rule(entity_type: EntityType, by: VisibleTo, what: str, who: str) -> Mask:
    rule, facts = by.rule, by.facts

    def answers(run: Run, ids: Sequence[int]) -> list[bool]:
        viewer = run.viewer(who, facts)
        ask = asked(entity_type, what, lambda entity: bool(rule(entity, viewer)))
        return ask(run, ids)

    return answers
