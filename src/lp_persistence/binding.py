"""Conditions and scopes with other slots, and with who looks."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final, Protocol

from lp_persistence.steps import (
    VIA,
    AnyOf,
    By,
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


class Looks(Protocol):
    """Who looks, as steps name them."""

    def rule(self, interface: str) -> str | None:
        """The rule that scopes on an interface get (Scope.rule)."""

    def whose(self, interface: str, name: str) -> str | None:
        """With whose eyes an attribute is seen (Column.whose)."""


class Unknown:
    """Nobody was bound yet."""

    def rule(self, interface: str) -> str | None:
        return None

    def whose(self, interface: str, name: str) -> str | None:
        return None


UNKNOWN: Final = Unknown()


@dataclass(frozen=True, slots=True)
class Binding:
    """Moves what was said of a node's own slots behind ``offset`` others, and
    says who looks."""

    offset: int
    looks: Looks = UNKNOWN

    def slot(self, slot: int | None) -> int | None:
        return None if slot is None else slot + self.offset

    def slots(
        self, slots: tuple[int | None, ...] | None
    ) -> tuple[int | None, ...] | None:
        return None if slots is None else tuple(map(self.slot, slots))

    def conditions(
        self, conditions: tuple[Condition, ...], interface: str
    ) -> tuple[Condition, ...]:
        """The conditions of a scope on ``interface``."""
        return tuple(self.condition(each, interface) for each in conditions)

    def condition(self, condition: Condition, interface: str) -> Condition:
        match condition:
            case Test(name, operator, slot):
                whose = self.looks.whose(interface, name)
                return Test(name, operator, self.slot(slot), whose)
            case Matches(names, slot):
                return Matches(names, slot + self.offset)
            case Leads(edge, target, over):
                return Leads(edge, self.scope(target), self.hops(over))
            case Not(inner):
                return Not(self.condition(inner, interface))
            case AnyOf(inners):
                return AnyOf(self.conditions(inners, interface))

    def scope(self, scope: Scope) -> Scope:
        return replace(
            scope,
            origin=self.origin(scope.origin),
            where=self.conditions(scope.where, scope.interface),
            rule=self.looks.rule(scope.interface),
            order=self.order(scope.order, scope.interface, _over(scope)),
            after=self.slots(scope.after),
            limit=self.slot(scope.limit),
        )

    def order(
        self, order: tuple[By, ...], interface: str, over: str | None
    ) -> tuple[By, ...]:
        """The terms of an order on ``interface``, whose members are perhaps
        reached ``over`` another."""
        return tuple(self._term(by, interface, over) for by in order)

    def _term(self, by: By, interface: str, over: str | None) -> By:
        if by.path[0] == VIA:
            assert over is not None
            interface = over
        whose = self.looks.whose(interface, by.path[-1])
        return by if whose is None else by._replace(whose=whose)

    def hops(self, over: tuple[Hop, ...]) -> tuple[Hop, ...]:
        """With the rules of what lies between; where an edge begins, the rule
        is that of the scope around it."""
        return (
            *over[:1],
            *(hop._replace(rule=self.looks.rule(hop.owner)) for hop in over[1:]),
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


def _over(scope: Scope) -> str | None:
    """What the members of a scope are reached over."""
    return scope.origin.owner if isinstance(scope.origin, Reached) else None
