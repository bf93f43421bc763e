"""Conditions and scopes with other slots, and with a viewer's rules."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from lp_persistence.steps import (
    AnyOf,
    Condition,
    Followed,
    Given,
    Hop,
    Leads,
    Matches,
    Not,
    Origin,
    Reached,
    Scope,
    Test,
    United,
)


def no_rule(interface: str) -> str | None:
    """The rule of every interface where nobody was bound yet."""
    return None


@dataclass(frozen=True, slots=True)
class Binding:
    """Moves what was said of a node's own slots behind ``offset`` others.

    ``rule`` gives by interface the rule that scopes on it get (Scope.rule).
    """

    offset: int
    rule: Callable[[str], str | None] = no_rule

    def slot(self, slot: int | None) -> int | None:
        return None if slot is None else slot + self.offset

    def slots(
        self, slots: tuple[int | None, ...] | None
    ) -> tuple[int | None, ...] | None:
        return None if slots is None else tuple(map(self.slot, slots))

    def conditions(self, conditions: tuple[Condition, ...]) -> tuple[Condition, ...]:
        return tuple(map(self.condition, conditions))

    def condition(self, condition: Condition) -> Condition:
        match condition:
            case Test(name, operator, slot):
                return Test(name, operator, self.slot(slot))
            case Matches(names, slot):
                return Matches(names, slot + self.offset)
            case Leads(edge, target, over):
                return Leads(edge, self.scope(target), self.hops(over))
            case Not(inner):
                return Not(self.condition(inner))
            case AnyOf(inners):
                return AnyOf(self.conditions(inners))

    def scope(self, scope: Scope) -> Scope:
        return replace(
            scope,
            origin=self.origin(scope.origin),
            where=self.conditions(scope.where),
            rule=self.rule(scope.interface),
            after=self.slots(scope.after),
            limit=self.slot(scope.limit),
        )

    def hops(self, over: tuple[Hop, ...]) -> tuple[Hop, ...]:
        """With the rules of what lies between; where an edge begins, the rule
        is that of the scope around it."""
        return (
            *over[:1],
            *(hop._replace(rule=self.rule(hop.owner)) for hop in over[1:]),
        )

    def origin(self, origin: Origin) -> Origin:
        match origin:
            case Given(slot, single):
                return Given(slot + self.offset, single)
            case Followed(owner, edge, Scope() as source, over):
                return Followed(owner, edge, self.scope(source), self.hops(over))
            case Reached(owner, edge, source):
                return Reached(owner, edge, self.scope(source))
            case United(parts):
                return United(tuple(map(self.scope, parts)))
            case _:
                return origin
