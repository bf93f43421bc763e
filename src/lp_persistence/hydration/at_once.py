"""Groups answered at once: narrowed from a realised one by what it can read.

After ``realise()`` a filter, an order or a limit needs nothing more where each
fact that it names was asked for. What can't be told from the objects is a
group to be realised.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from lp_persistence.expression import AMONG, WHOLE, Node
from lp_persistence.fields import FOLDED
from lp_persistence.matching import together, words_of
from lp_persistence.ordering import order_terms, sort_rows
from lp_persistence.steps import (
    AnyOf,
    Condition,
    Everything,
    Given,
    Leads,
    Matches,
    Not,
    Scope,
    Test,
)

Members = tuple[Any, ...]


class Answer(NamedTuple):
    """The members of a group, in its order, and what they can be read for."""

    members: Members
    readable: frozenset[str]


def answer_at_once(
    node: Node, realised: Iterable[Node], answer: Callable[[Node], Answer | None]
) -> Answer | None:
    """The answer for a group that was not realised; None where it can't be
    told.

    ``realised`` are the nodes that were; ``answer`` gives what is known of one
    of them, or of what was answered at once before.
    """
    narrowing = node.narrowing
    if narrowing.each or narrowing.after is not None:
        return None
    for base in _bases(node, realised):
        there = answer(base)
        told = there and _told(node, base, there)
        if told is not None:
            return told
    return None


def _bases(node: Node, realised: Iterable[Node]) -> list[Node]:
    """The realised groups that the node only narrows further, the narrowest
    first, and what it narrows after a limit."""
    fitting = [other for other in realised if _further(node, other) is not None]
    fitting.sort(key=lambda other: len(other.narrowing.where), reverse=True)
    if node.kind == AMONG and node.source is not None:
        fitting.append(node.source)
    return fitting


def _told(node: Node, base: Node, there: Answer) -> Answer | None:
    narrowing = node.narrowing
    tests = narrowing.where if base is node.source else _further(node, base)
    assert tests is not None
    resorts = narrowing.order is not None and not _stands_so(node, base)
    told = _Told(node, there.readable)
    # Whether it can be told must not depend on what there is.
    if not (all(map(told.tells, tests)) and (not resorts or told.tells_order())):
        return None
    kept = [
        member
        for member in there.members
        if all(told.holds(test, member) for test in tests)
    ]
    if resorts:
        kept = told.sorted(kept)
    if narrowing.limit is not None:
        kept = kept[: node.values[narrowing.limit]]
    return Answer(tuple(kept), there.readable)


def _stands_so(node: Node, base: Node) -> bool:
    """Whether the base's members stand in the order that the node asks for: what
    was reached over others, or limited for each parent, goes by that as well."""
    return (
        node.narrowing.order == base.narrowing.order
        and not base.narrowing.each
        and order_terms(node) == order_terms(base)
    )


def _further(node: Node, other: Node) -> tuple[Condition, ...] | None:
    """The tests that a node adds to those of another; None where it is not
    the same group but for these, an order and a limit."""
    narrowing, wider = node.narrowing, other.narrowing
    if (
        (node.kind, node.type, node.source, node.edge, node.parts, node.ids)
        != (other.kind, other.type, other.source, other.edge, other.parts, other.ids)
        or node is other
        or (node.ids is not None and node.values[node.ids] != other.values[node.ids])
        or narrowing == WHOLE
        or wider.limit is not None
        or wider.after is not None
        or wider.order not in (None, narrowing.order)
        or node.reached != other.reached
    ):
        return None
    known = len(wider.where)
    goes_on = (
        narrowing.where[:known] == wider.where
        and node.values[: len(other.values)] == other.values
    )
    if goes_on:
        return narrowing.where[known:]
    if node.reached is not None:
        return None  # its values begin with those of what it was reached from
    said = {_said(test, other.values) for test in wider.where}
    mine = [(_said(test, node.values), test) for test in narrowing.where]
    if None in said or not said.issubset(each for each, _ in mine):
        return None
    return tuple(test for each, test in mine if each not in said)


def _said(condition: Condition, values: tuple[Any, ...]) -> object:
    """What a test says, with values for slots; equal for equal tests. None
    where it names a group that says more than ids: only in its own place is it
    known again."""
    match condition:
        case Test(name, operator, slot):
            return name, operator, None if slot is None else values[slot]
        case Matches(names, slot):
            return names, values[slot]
        case Not(inner):
            told = _said(inner, values)
            return None if told is None else ("not", told)
        case AnyOf(inners):
            several = tuple(_said(inner, values) for inner in inners)
            return None if None in several else ("any", several)
        case Leads(edge, target) if target == Scope(target.interface, target.origin):
            match target.origin:
                case Everything():
                    return edge, None
                case Given(slot, single):
                    return edge, single, values[slot]
                case _:
                    return None
        case _:
            return None


def told_values(node: Node, answer: Answer, key: int) -> tuple[Any, ...] | None:
    """The values by which a member stands where it stands; None where the
    objects don't tell."""
    told = _Told(node, answer.readable)
    if not told.tells_order():
        return None
    member = next(member for member in answer.members if member.id == key)
    return told.values(member)


class _Told:
    """What the objects of a group tell."""

    def __init__(self, node: Node, readable: frozenset[str]):
        self._node = node
        self._fields = node.type.fields
        self._readable = readable

    def tells(self, condition: Condition) -> bool:
        """Whether a condition can be told for any member."""
        match condition:
            case Test(name):
                return name in self._readable
            case Matches(names):
                return self._readable.issuperset(names)
            case Leads(edge, target):
                plain = Scope(target.interface, target.origin)
                return (
                    edge in self._readable
                    and target == plain
                    and isinstance(target.origin, (Everything, Given))
                )
            case Not(inner):
                return self.tells(inner)
            case AnyOf(inners):
                return all(map(self.tells, inners))

    def tells_order(self) -> bool:
        """Whether the node's order can be told."""
        return all(term.path[0] in self._readable for term in order_terms(self._node))

    def _value(self, member: Any, name: str) -> Any:
        """The neutral value of a fact."""
        return self._fields[name].neutral(getattr(member, name))

    def holds(self, condition: Condition, member: Any) -> bool:
        match condition:
            case Test(name, operator, slot):
                value = self._value(member, name)
                given = None if slot is None else self._node.values[slot]
                return _compare(operator, value, given)
            case Matches(names, slot):
                words = words_of(together(*(getattr(member, name) for name in names)))
                return words.issuperset(self._node.values[slot])
            case Leads(edge, target):
                return self._leads(member, edge, target)
            case Not(inner):
                return not self.holds(inner, member)
            case AnyOf(inners):
                return any(self.holds(inner, member) for inner in inners)

    def _leads(self, member: Any, edge: str, target: Scope) -> bool:
        found = getattr(member, edge)
        entities = found if isinstance(found, tuple) else (found,)
        # A hidden one has no id, like none at all.
        ids = {each.id for each in entities if each is not None} - {None}
        if isinstance(target.origin, Given):
            return not ids.isdisjoint(self._node.values[target.origin.slot])
        return bool(ids)

    def values(self, member: Any) -> tuple[Any, ...]:
        """The neutral values that order a member."""
        return tuple(
            self._value(member, term.path[0]) for term in order_terms(self._node)
        )

    def sorted(self, members: list[Any]) -> list[Any]:
        """The members in the node's order."""
        terms = order_terms(self._node)
        rows = [(*self.values(member), member) for member in members]
        sort_rows(rows, terms, {term.path: place for place, term in enumerate(terms)})
        return [row[-1] for row in rows]


def _compare(operator: str, value: Any, given: Any) -> bool:
    if operator == "holding":
        return bool(value) if given is None else not set(value).isdisjoint(given)
    if given is None or value is None:
        return value is None and given is None
    return _OPERATORS[operator](value, given)


_OPERATORS: dict[str, Callable[[Any, Any], bool]] = {
    "is": lambda value, given: bool(value == given),
    "in": lambda value, given: value in given,
    "before": lambda value, given: bool(value < given),
    "containing": lambda value, given: (
        given.translate(FOLDED) in value.translate(FOLDED)
    ),
}
