"""What every attribute of an entity has, and the fields of values."""

from __future__ import annotations

from collections.abc import Collection as Values
from datetime import UTC, datetime
from typing import Any, ClassVar, Final, Self

import zope.schema
from lazr.enum import BaseItem, EnumeratedType
from zope.interface.interface import InterfaceClass

from lp_persistence.errors import InvalidValue

STORED: Final = "stored"
OWN: Final = "own"
GRAPH: Final = "graph"


class Missing:
    """The value of an option that was not given."""

    def __repr__(self) -> str:
        return "MISSING"


MISSING: Final = Missing()

#: Texts that groups may search with ``Containing`` are not longer than this.
SHORT = 1000
#: What ``Containing`` takes for each other: A–Z and a–z, and no other letters.
FOLDED: Final = {code: code + 32 for code in range(ord("A"), ord("Z") + 1)}
#: What an id may be, everywhere; past it an id is nobody's.
ID_RANGE = range(-(2**63), 2**63)


class Attribute(zope.schema.Field):
    """What every declared attribute has; see ``lp_persistence.fields``."""

    #: The type of its values; of zope.schema.
    _type: type | tuple[type, ...] | None
    #: Whether groups can filter by it with ``Containing``.
    is_text: ClassVar[bool] = False
    #: Whether it comes in a statement of its own members only.
    is_long: ClassVar[bool] = False
    #: Whether it can be filtered by as a fact.
    is_fact: ClassVar[bool] = True
    #: Whether facts like it can be ordered by.
    is_ordered: ClassVar[bool] = True

    def __init__(
        self,
        *args: Any,
        brief: bool = False,
        hidden: Any = MISSING,
        reads: tuple[str, ...] = (),
        graph: bool = False,
        along: str | None = None,
        rule: str | None = None,
        indexed: bool = False,
        viewer: tuple[str, ...] | None = None,
        **options: Any,
    ):
        options.setdefault("required", False)
        super().__init__(*args, **options)
        self.brief = brief
        self.hidden = hidden
        self.reads = reads
        self.graph = graph
        #: The reference whose target has this, under the same name.
        self.along = along
        self.rule = rule
        self.indexed = indexed
        #: The viewer's facts that a fact asks which takes the viewer.
        self.viewer = viewer

    @property
    def kind(self) -> str:
        """STORED, OWN or GRAPH."""
        if self.graph or self.viewer is not None:
            return GRAPH
        return OWN if self.reads else STORED

    @property
    def is_stored(self) -> bool:
        """Whether a row of its owner holds it."""
        return self.kind == STORED

    @property
    def is_blind(self) -> bool:
        """Whether it is the same whoever looks."""
        return self.viewer is None

    def declared_in(self, interface: InterfaceClass) -> Self:
        """This attribute as ``interface`` has it: itself, or where that
        extends the interface that declares it a copy that names the other."""
        if self.interface is interface:
            return self
        copy: Self = self.bind(self.context)
        copy.interface = interface
        return copy

    def neutral(self, value: Any) -> Any:
        """The form of ``value`` that backends keep and compare.

        Raises InvalidValue where it does not fit the field.
        """
        if value is None:
            return None
        self.check(value)
        return value

    def check(self, value: Any) -> None:
        """Raise InvalidValue unless ``value`` is one of this field's."""
        kind = self._type
        is_bool = isinstance(value, bool) and kind is int
        if kind is None or (isinstance(value, kind) and not is_bool):
            return
        wanted = getattr(kind, "__name__", str(kind))
        raise self.invalid(value, f"expected {wanted}, found {type(value).__name__}")

    def invalid(self, value: Any, reason: str) -> InvalidValue:
        """An InvalidValue that names this field."""
        owner = self.interface.__name__ if self.interface is not None else "?"
        return InvalidValue(owner, self.__name__, value, reason)


class Int(Attribute):
    """A whole number of at most 64 bits."""

    _type = int

    def check(self, value: Any) -> None:
        super().check(value)
        if value not in ID_RANGE:
            raise self.invalid(value, "it has more than 64 bits")


class Key(Attribute):
    """The id of an entity that is made of others: the tuple of their ids.

    ``of`` names the references that lead to them.
    """

    _type = tuple

    def __init__(self, of: tuple[str, ...], **options: Any):
        super().__init__(**options)
        self.of = of

    def check(self, value: Any) -> None:
        super().check(value)
        if not has_width(value, len(self.of)):
            raise self.invalid(value, f"expected ids of {' and '.join(self.of)}")
        if not is_id(value):
            raise self.invalid(value, "it has more than 64 bits")


class Bool(Attribute):
    """True or False."""

    _type = bool


def text_problem(text: str, longest: int | None) -> str | None:
    """Why no engine could hold a text of at most so many characters."""
    if longest is not None and len(text) > longest:
        return f"it has more than {longest} characters"
    if "\0" in text:
        return "it holds a NUL character"
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return "it holds half a character"
    return None


class Text(Attribute):
    """A text of at most a thousand characters."""

    _type = str
    is_text = True

    def check(self, value: Any) -> None:
        super().check(value)
        longest = None if self.is_long else SHORT
        problem = text_problem(value, longest)
        if problem is not None:
            raise self.invalid(value, problem)


class LongText(Text):
    """A text of any length; read for those that asked for it only."""

    is_text = False
    is_long = True
    is_fact = False


class Texts(Attribute):
    """Short texts, each once: a tuple in the order of code points, which may
    be empty.

    Groups filter by what is among them (``tags='x'``), and can't be ordered
    by it.
    """

    _type = tuple
    is_ordered = False

    def check(self, value: Any) -> None:
        super().check(value)
        for text in value:
            self.element(text)

    def neutral(self, value: Any) -> Any:
        if value is None:
            return ()
        self.check(value)
        return tuple(sorted(set(value)))

    def element(self, value: Any) -> str:
        """One of its texts; InvalidValue for what can't be."""
        if not isinstance(value, str):
            found = type(value).__name__
            raise self.invalid(value, f"expected texts, found {found}")
        problem = text_problem(value, SHORT)
        if problem is not None:
            raise self.invalid(value, problem)
        return value


class Datetime(Attribute):
    """A point in time; aware, and in UTC when it is read."""

    _type = datetime

    def check(self, value: Any) -> None:
        super().check(value)
        if value.tzinfo is None:
            raise self.invalid(value, "it has no time zone")

    def neutral(self, value: Any) -> Any:
        if value is None:
            return None
        self.check(value)
        try:
            return value.astimezone(UTC)
        except OverflowError:
            raise self.invalid(value, "it lies outside of UTC's calendar") from None


class Choice(Attribute):
    """An item of an enumeration, kept as the integer that is its value."""

    _type = BaseItem

    def __init__(self, vocabulary: type[EnumeratedType], **options: Any):
        super().__init__(**options)
        self.vocabulary = vocabulary
        #: Stored integer to item.
        self.items: dict[int, BaseItem] = {
            item.value: item for item in vocabulary.items
        }

    def check(self, value: Any) -> None:
        if not isinstance(value, BaseItem) or self.items.get(value.value) is not value:
            raise self.invalid(value, f"expected an item of {self.vocabulary.__name__}")

    def neutral(self, value: Any) -> Any:
        if value is None:
            return None
        self.check(value)
        return value.value


#: What an attribute of an entity may be: nothing that can be changed in place.
IMMUTABLE: Values[type] = (
    int,
    str,
    bool,
    bytes,
    float,
    datetime,
    tuple,
    frozenset,
    BaseItem,
    type(None),
)


def has_width(key: object, width: int) -> bool:
    """Whether something has the form of an id, of any size: a whole number, or
    a tuple of ``width`` of them where that is not 0."""
    if not width:
        return type(key) is int
    return (
        isinstance(key, tuple)
        and len(key) == width
        and all(type(part) is int for part in key)
    )


def is_id(key: object) -> bool:
    """Whether something can be the id of anybody: a whole number of at most
    64 bits, or a tuple of them."""
    if isinstance(key, tuple):
        return all(map(is_id, key))
    return type(key) is int and key in ID_RANGE
