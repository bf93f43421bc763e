"""Conditions: which of many entities pass a test.

A mask gives a truth value for each; candidates are found by an index, so that
not everybody is asked.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from itertools import chain
from typing import Any, Protocol, TypeAlias

from lp_persistence.fields import FOLDED
from lp_persistence.matching import together, words_of
from lp_persistence.memory.columns import column
from lp_persistence.memory.leading import edge_name
from lp_persistence.memory.run import Column, Mask, Run
from lp_persistence.model import EntityType, Model
from lp_persistence.steps import AnyOf, Condition, Leads, Matches, Not, Scope, Test

#: Collections of ids, in which all are that can pass a condition.
Candidates: TypeAlias = Callable[[Run], list[Collection[int]]]


class Members(Protocol):
    """What a compiled scope tells the conditions that lead to it."""

    #: Whether an entity's membership depends on that entity alone.
    is_open: bool

    def members(self, run: Run) -> frozenset[int]:
        """The ids of all members."""

    def among(self, run: Run, ids: Sequence[int]) -> frozenset[int]:
        """The members among ids of anybody; of an open scope."""


class Conditions:
    """Compiles conditions; ``compile_scope`` compiles what they lead to."""

    def __init__(self, model: Model, compile_scope: Callable[[Scope], Members]):
        self._model = model
        self._compile_scope = compile_scope

    def mask(self, entity_type: EntityType, condition: Condition) -> Mask:
        """Whether each of ids that are there passes."""
        return _MASKS[type(condition)](self, entity_type, condition)

    def candidates(
        self, entity_type: EntityType, condition: Condition
    ) -> Candidates | None:
        """Those that an index gives; None where there is none for it."""
        find = _CANDIDATES.get(type(condition))
        return None if find is None else find(self, entity_type, condition)

    def _test(self, entity_type: EntityType, test: Test) -> Mask:
        values = column(self._model, entity_type, (test.name,), test.whose)
        return _OPERATORS[test.operator](values, test.slot)

    def _matches(self, entity_type: EntityType, matches: Matches) -> Mask:
        texts = [column(self._model, entity_type, (name,)) for name in matches.names]

        def mask(run: Run, ids: Sequence[int]) -> list[bool]:
            wanted: Any = run.slots[matches.slot]
            values = zip(*[read(run, ids) for read in texts], strict=True)
            return [words_of(together(*each)).issuperset(wanted) for each in values]

        return mask

    def _leads(self, entity_type: EntityType, leads: Leads) -> Mask:
        if leads.over:
            leads = leads.in_turn()
        name = edge_name(entity_type, leads.edge)
        target = self._compile_scope(leads.target)

        def mask(run: Run, ids: Sequence[int]) -> list[bool]:
            reached = list(map(run.world.leads[name], ids))
            if target.is_open:
                wanted = target.among(run, list({*chain.from_iterable(reached)}))
            else:
                wanted = target.members(run)
            return [not wanted.isdisjoint(targets) for targets in reached]

        return mask

    def _not(self, entity_type: EntityType, complement: Not) -> Mask:
        mask = self.mask(entity_type, complement.condition)
        return lambda run, ids: [not passes for passes in mask(run, ids)]

    def _any_of(self, entity_type: EntityType, any_of: AnyOf) -> Mask:
        masks = [self.mask(entity_type, each) for each in any_of.conditions]

        def mask(run: Run, ids: Sequence[int]) -> list[bool]:
            if not masks:
                return [False] * len(ids)
            return list(map(any, zip(*[m(run, ids) for m in masks], strict=True)))

        return mask

    def _tested(self, entity_type: EntityType, test: Test) -> Candidates | None:
        if not is_indexed(entity_type, test):
            return None
        name, slot = (entity_type.name, test.name), test.slot
        has_several = test.operator != "is"

        def find(run: Run) -> list[Collection[int]]:
            value: Any = None if slot is None else run.slots[slot]
            wanted = dict.fromkeys(value) if has_several else (value,)
            index = run.world.indexes[name]
            return [index[each] for each in wanted if each in index]

        return find

    def _led(self, entity_type: EntityType, leads: Leads) -> Candidates | None:
        if leads.over:
            leads = leads.in_turn()
        name = edge_name(entity_type, leads.edge)
        target = self._compile_scope(leads.target)
        field = entity_type.field(leads.edge)
        if target.is_open or getattr(field, "derived", False):
            return None

        def find(run: Run) -> list[Collection[int]]:
            return list(map(run.world.owners[name], target.members(run)))

        return find


def is_indexed(entity_type: EntityType, condition: Condition) -> bool:
    """Whether it compares what a row holds with given values."""
    return (
        isinstance(condition, Test)
        and (condition.operator, condition.slot) != ("holding", None)
        and condition.operator in ("is", "in", "holding")
        and condition.name in entity_type.stored
    )


def _is(values: Column, slot: int | None) -> Mask:
    if slot is None:
        return lambda run, ids: [value is None for value in values(run, ids)]

    def mask(run: Run, ids: Sequence[int]) -> list[bool]:
        wanted = run.slots[slot]
        return [value == wanted for value in values(run, ids)]

    return mask


def _in(values: Column, slot: int) -> Mask:
    def mask(run: Run, ids: Sequence[int]) -> list[bool]:
        wanted: Any = run.slots[slot]
        return list(map(frozenset(wanted).__contains__, values(run, ids)))

    return mask


def _before(values: Column, slot: int) -> Mask:
    def mask(run: Run, ids: Sequence[int]) -> list[bool]:
        end: Any = run.slots[slot]
        return [value is not None and value < end for value in values(run, ids)]

    return mask


def _holding(values: Column, slot: int | None) -> Mask:
    if slot is None:
        return lambda run, ids: [bool(texts) for texts in values(run, ids)]

    def mask(run: Run, ids: Sequence[int]) -> list[bool]:
        wanted: Any = run.slots[slot]
        is_without = frozenset(wanted).isdisjoint
        return [not is_without(texts) for texts in values(run, ids)]

    return mask


def _containing(values: Column, slot: int) -> Mask:
    def mask(run: Run, ids: Sequence[int]) -> list[bool]:
        part = str(run.slots[slot]).translate(FOLDED)
        return [
            value is not None and part in value.translate(FOLDED)
            for value in values(run, ids)
        ]

    return mask


_OPERATORS: dict[str, Callable[[Column, Any], Mask]] = {
    "is": _is,
    "in": _in,
    "before": _before,
    "containing": _containing,
    "holding": _holding,
}

_MASKS: dict[type, Callable[[Conditions, EntityType, Any], Mask]] = {
    Test: Conditions._test,
    Matches: Conditions._matches,
    Leads: Conditions._leads,
    Not: Conditions._not,
    AnyOf: Conditions._any_of,
}

_CANDIDATES: dict[type, Callable[[Conditions, EntityType, Any], Candidates | None]] = {
    Test: Conditions._tested,
    Leads: Conditions._led,
}
