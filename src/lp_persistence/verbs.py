"""Edges as methods of groups."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lp_persistence.embedded import EmbeddedGroup
from lp_persistence.errors import NotAllowed
from lp_persistence.expression import describe
from lp_persistence.fields import Count, Edge, Embedded, OneOf
from lp_persistence.mixed import MixedGroup
from lp_persistence.place import calling_place

if TYPE_CHECKING:
    from lp_persistence.group import Group


class Verb:
    """An edge or embedded value as a method of a group; see ``follow``."""

    def __init__(self, edge: str):
        self.edge = edge

    def __get__(self, group: Group | None, owner: type[Group]) -> Any:
        if group is None:
            return self
        return BoundVerb(group, self.edge)


class BoundVerb:
    """``group.get_subscribers``, to be called."""

    __slots__ = ("_edge", "_group")

    def __init__(self, group: Group, edge: str):
        self._group = group
        self._edge = edge

    def __call__(
        self, *args: Any, limit: int | None = None, each: bool = False, **tests: Any
    ) -> Any:
        """The group that the edge leads to: whole, or narrowed by tests and
        limit."""
        if args:
            raise NotAllowed(
                f"{describe(self._group.node)}.{self._edge} takes tests by name, "
                f"and limit=…."
            )
        group, name = self._group, self._edge
        expressions = group.context.expressions
        place = calling_place()
        if each and limit is None:
            raise NotAllowed(
                f"{describe(group.node)}.{name}: each=True goes with limit=…."
            )
        field = group.node.type.field(name)
        if not isinstance(field, Edge | Embedded | OneOf):
            asking = f"need({name!r})"
            if isinstance(field, Count):
                asking += f", or for those who are counted follow {field.edge!r}"
            raise NotAllowed(
                f"{group.node.type.name}.{name} leads to nobody: say {asking}."
            )
        if isinstance(field, Embedded):
            if tests or limit is not None:
                raise NotAllowed(
                    f"{describe(group.node)}.{name} is one value for each owner, "
                    f"and can't be narrowed. Narrow the owners."
                )
            expressions.ask(group.node, name, place)
            return EmbeddedGroup(group.context, ((group.node, name),))
        if isinstance(field, OneOf):
            if tests or limit is not None:
                raise NotAllowed(
                    f"{describe(group.node)}.{name} is of several types, and can't be "
                    f"narrowed. Narrow it to one: IGroup({self._edge}).filter(…)."
                )
            expressions.ask(group.node, name, place)
            targets = group.node.targets
            return MixedGroup(*(group._handle(targets[each]) for each in field.of))
        if limit is None and not tests:
            target = expressions.ask(group.node, name, place)
            assert target is not None
            return group._handle(target)
        handle = group._handle(expressions.follow(group.node, name, place))
        try:
            if tests:
                handle = handle.filter(**tests)
            if limit is not None:
                handle = handle.limit(limit, each)
        except BaseException:
            handle.used_up()  # what is refused leaves nothing to load
            raise
        return handle


def follow(edge: str) -> Any:
    """A group's verb that leads over an edge (or to an embedded value)::

    class Bugs(Group):
        get_subscribers = follow('subscribers')
    """
    return Verb(edge)
