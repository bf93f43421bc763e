"""A group of any size, read window by window."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from lp_persistence.conditions import Slots
from lp_persistence.errors import InvalidValue, NotAllowed
from lp_persistence.expression import (
    EVERYTHING,
    FOLLOWED,
    GIVEN,
    REACHED,
    Expressions,
    Node,
    describe,
    with_narrowing,
)
from lp_persistence.fields import ID_RANGE
from lp_persistence.group import Group

if TYPE_CHECKING:
    from lp_persistence.context import Context


def check_windows(context: Context, group: Any, size: Any) -> None:
    """Raise NotAllowed for a group that has no windows, InvalidValue for a size
    that is none."""
    if type(size) is not int or not 0 < size < ID_RANGE.stop:
        name = type(context).__name__
        raise InvalidValue(
            name, "windows", size, "expected a size, a whole number above 0"
        )
    if not isinstance(group, Group) or group.context is not context:
        raise NotAllowed(f"{group!r} is no group of this context.")
    node = group.node
    by_index = node.kind in (EVERYTHING, GIVEN, REACHED) or (
        node.kind == FOLLOWED and node.follows_collection
    )
    if not by_index or node.narrowing.each:
        raise NotAllowed(
            f"{describe(node)} can't be read in windows: all of it would be read "
            f"for each. Filter a root by it."
        )


def windows(context: Context, group: Group, size: int) -> Iterator[Any]:
    """See ``IContext``; what is wrong with the arguments is told already."""
    node = group.node
    slot = node.narrowing.limit
    left = None if slot is None else node.values[slot]
    after = node.narrowing.after
    place = None if after is None else tuple(_value(node, each) for each in after)
    while left is None or left > 0:
        count = size if left is None else min(size, left)
        beside = context.beside()
        window = Window(beside.expressions).of(node, place, count)
        handle = node.type.group_factory(beside, window)
        beside.realise()
        context.reading.facts.update(beside.reading.facts)
        members = beside.reading.members(window)
        if members:
            place = beside.reading.order_values(window, members[-1].id)
            yield handle
        if len(members) < count:
            return
        left = None if left is None else left - count
        # One window is forgotten before another is read.
        del beside, window, handle, members


def _value(node: Node, slot: int | None) -> Any:
    return None if slot is None else node.values[slot]


class Window:
    """Says in another context what a group is, but for where it begins and ends."""

    def __init__(self, expressions: Expressions):
        self._expressions = expressions
        self._copies: dict[Node, Node] = {}

    def of(self, node: Node, place: tuple[Any, ...] | None, count: int) -> Node:
        """The node of ``count`` members behind a place, with all needs of ``node``
        and of what it begins with."""
        slots = Slots(node.values)
        after = None
        if place is not None:
            after = tuple(None if each is None else slots.add(each) for each in place)
        narrowing = with_narrowing(node, after=after, limit=slots.add(count))
        source = None if node.source is None else self._copy(node.source)
        window = self._expressions.copied(
            node, source, (), narrowing, tuple(slots.values)
        )
        self._copies[node] = window
        for original, copy in self._copies.items():
            self._ask(copy, original)
        return window

    def _copy(self, node: Node) -> Node:
        copy = self._copies.get(node)
        if copy is None:
            source = None if node.source is None else self._copy(node.source)
            parts = tuple(map(self._copy, node.parts))
            copy = self._copies[node] = self._expressions.copied(
                node, source, parts, node.narrowing, node.values
            )
            copy.complete = node.complete
        return copy

    def _ask(self, copy: Node, original: Node) -> None:
        """Ask what was asked, but for what is read in windows itself."""
        for name in original.asked:
            target = original.targets.get(name)
            if target in self._copies:
                continue
            place = original.place if target is None else target.place
            found = self._expressions.ask(copy, name, place)
            if found is not None and target is not None:
                self._ask(found, target)
