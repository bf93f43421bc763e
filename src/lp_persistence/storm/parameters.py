"""What fills the parameters of a compiled statement.

A statement is compiled once; each run only asks its parameters for what they
stand for in the values and keys of that run.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final, Protocol, TypeAlias

from lp_persistence.fields import (
    FOLDED,
    ID_RANGE,
    Attribute,
    Bool,
    Datetime,
    Text,
    Texts,
)
from lp_persistence.steps import Values

#: The kinds of neutral values; an enumerated item and a key are whole numbers.
INT: Final = "int"
BOOL: Final = "bool"
TEXT: Final = "text"
DATE: Final = "date"
TEXTS: Final = "texts"

#: What the elements of the arrays that a database keeps can be.
ELEMENT_RANGE: Final = range(-(2**31), 2**31)


Binder: TypeAlias = Callable[[Values, Sequence[Collection[int]]], Any]


#: Makes what a driver gives, and is not None, neutral: a function, or an expression
#: with braces where the value goes, which takes no call.
Reader: TypeAlias = Callable[[Any], Any] | str


class Binds(Protocol):
    """What an engine knows of parameters."""

    def array(self, kind: str) -> Callable[[Iterable[Any]], Any]:
        """What makes several neutral values one parameter."""

    def words(self, words: Iterable[str]) -> str:
        """What stands for words that a text has to have, all of them."""


_KINDS: Final = ((Text, TEXT), (Texts, TEXTS), (Bool, BOOL), (Datetime, DATE))


def kind_of(field: Attribute) -> str:
    """The kind of an attribute's neutral values."""
    for of_field, kind in _KINDS:
        if isinstance(field, of_field):
            return kind
    return INT


def format_date(date: datetime) -> str:
    """The one form in which databases get dates: UTC, which it does not say,
    with six digits of seconds; SQLite keeps that text."""
    return date.astimezone(UTC).replace(tzinfo=None).isoformat(" ", "microseconds")


class Parameter:
    """One parameter of a statement."""

    def binder(self, engine: Binds) -> Binder:
        raise NotImplementedError


@dataclass(frozen=True)
class Constant(Parameter):
    value: Any

    def binder(self, engine: Binds) -> Binder:
        value = self.value
        return lambda values, keys: value


@dataclass(frozen=True)
class Slot(Parameter):
    """The neutral value in a slot; ``folded`` to lower case."""

    slot: int
    kind: str = INT
    folded: bool = False
    #: Of a value that is a tuple, which part.
    part: int | None = None

    def binder(self, engine: Binds) -> Binder:
        slot, part = self.slot, self.part
        if part is not None:
            return lambda values, keys: values.slots[slot][part]  # type: ignore[index]
        if self.folded:
            return lambda values, keys: values.slots[slot].translate(FOLDED)  # type: ignore[attr-defined]
        if self.kind == DATE:
            return lambda values, keys: format_date(values.slots[slot])  # type: ignore[arg-type]
        return lambda values, keys: values.slots[slot]


@dataclass(frozen=True)
class Most(Parameter):
    """How many rows may come: ``Values.most``, and no more than another
    parameter says."""

    other: Parameter | None = None

    def binder(self, engine: Binds) -> Binder:
        if self.other is None:
            return lambda values, keys: values.most
        other = self.other.binder(engine)

        def least(values: Values, keys: Sequence[Collection[int]]) -> Any:
            count, most = other(values, keys), values.most
            return count if most is None else min(count, most)

        return least


@dataclass(frozen=True)
class SlotArray(Parameter):
    """The neutral values in a slot."""

    slot: int
    kind: str = INT

    def binder(self, engine: Binds) -> Binder:
        slot, convert = self.slot, engine.array(self.kind)
        if self.kind != INT:
            return lambda values, keys: convert(values.slots[slot])  # type: ignore[arg-type]
        # No engine can be asked for a key that has more bits than its keys.
        return lambda values, keys: convert(_within(ID_RANGE, values.slots[slot]))


@dataclass(frozen=True)
class SlotSingle(Parameter):
    """The only id in a slot, or one part of it; none where it holds none."""

    slot: int
    part: int | None = None

    def binder(self, engine: Binds) -> Binder:
        slot, part = self.slot, self.part

        def only(values: Values, keys: Sequence[Collection[Any]]) -> Any:
            found: Any = values.slots[slot]
            key = next(iter(found), None)
            return key if key is None or part is None else key[part]

        return only


@dataclass(frozen=True)
class SlotWords(Parameter):
    """The words in a slot."""

    slot: int

    def binder(self, engine: Binds) -> Binder:
        slot, convert = self.slot, engine.words
        return lambda values, keys: convert(values.slots[slot])  # type: ignore[arg-type]


@dataclass(frozen=True)
class SlotPatterns(Parameter):
    """Patterns for LIKE, of texts that hold each of the words in a slot, be it as a
    part of another; no word has a character that means something there."""

    slot: int

    def binder(self, engine: Binds) -> Binder:
        slot, convert = self.slot, engine.array(TEXT)

        def patterns(values: Values, keys: Sequence[Collection[int]]) -> Any:
            words: Any = values.slots[slot]
            return convert([f"%{word}%" for word in words])

        return patterns


@dataclass(frozen=True)
class KeyArray(Parameter):
    """The ids that an earlier step gave."""

    index: int

    def binder(self, engine: Binds) -> Binder:
        index, convert = self.index, engine.array(INT)
        return lambda values, keys: convert(keys[index])


@dataclass(frozen=True)
class SlotKeys:
    """The ids of several parts each that are in a slot."""

    slot: int

    def __call__(self, values: Values, keys: Sequence[Collection[Any]]) -> Any:
        return values.slots[self.slot]


@dataclass(frozen=True)
class StepKeys:
    """Those that an earlier step gave."""

    index: int

    def __call__(self, values: Values, keys: Sequence[Collection[Any]]) -> Any:
        return keys[self.index]


#: Finds the ids of several parts each for a run.
FindKeys: TypeAlias = SlotKeys | StepKeys


@dataclass(frozen=True)
class PartArray(Parameter):
    """One part of each of several ids."""

    keys: FindKeys
    part: int

    def binder(self, engine: Binds) -> Binder:
        find, part, convert = self.keys, self.part, engine.array(INT)
        return lambda values, keys: convert([key[part] for key in find(values, keys)])


@dataclass(frozen=True)
class ViewerArray(Parameter):
    """A fact of the viewer: ids; those that an element of an array can be."""

    fact: str
    elements: bool = False

    def binder(self, engine: Binds) -> Binder:
        fact, convert = self.fact, engine.array(INT)
        limits = ELEMENT_RANGE if self.elements else ID_RANGE
        return lambda values, keys: convert(
            _within(limits, values.viewer.get(fact, ()))
        )


@dataclass(frozen=True)
class ViewerHas(Parameter):
    """Whether there is anything in a fact of the viewer."""

    fact: str

    def binder(self, engine: Binds) -> Binder:
        fact = self.fact
        return lambda values, keys: bool(values.viewer.get(fact))


def _within(limits: range, ids: Any) -> Collection[int]:
    if ids and (min(ids) not in limits or max(ids) not in limits):
        return [each for each in ids if each in limits]
    result: Collection[int] = ids
    return result
