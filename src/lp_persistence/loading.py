"""What of a context is to be loaded, and the plan for it from the cache."""

from __future__ import annotations

from collections.abc import Container, Mapping
from typing import Any

from lp_persistence.bounds import is_bare_root, why_unbounded
from lp_persistence.conditions import Slots, nested_scope
from lp_persistence.errors import Unbounded
from lp_persistence.expression import Expressions, Node
from lp_persistence.planning.plan import Counted, Plan
from lp_persistence.planning.planner import Planner, ToCount
from lp_persistence.steps import Path


class Loading:
    """The nodes that one ``realise()`` loads, and their values.

    ``counted``: what is known already.
    """

    def __init__(self, expressions: Expressions, counted: Container[Counted] = ()):
        self._model = expressions.model
        self.nodes = _loaded(expressions)
        numbers = {node.number for node in self.nodes}
        self._values = [value for node in self.nodes for value in node.values]
        #: Groups to be counted: (node, (scope, width, fact to count by)).
        self._counts: list[tuple[Node, ToCount]] = []
        for node in expressions:
            is_loaded = node.number in numbers
            if node.sized and not is_loaded and (node.number, None) not in counted:
                self._count(node, None)
            for by in node.counted:
                is_told = is_loaded and (by in node.asked or by in node.type.brief)
                if not is_told and (node.number, by) not in counted:
                    self._count(node, by)

    def _count(self, node: Node, by: str | None) -> None:
        slots = Slots()
        scope = nested_scope(self._model, node, slots)
        self._counts.append((node, (scope, len(slots.values), by)))
        self._values += slots.values

    @property
    def values(self) -> tuple[Any, ...]:
        """What fills the slots of the plan."""
        return tuple(self._values)

    def plan(
        self,
        known: Mapping[int, frozenset[Path]],
        who: str | None,
        viewer: str | None,
        told: frozenset[str],
    ) -> Plan:
        """The plan; see ``Planner`` for the arguments."""
        key = (
            who,
            viewer,
            told,
            tuple((node.number, node.shape, *node.asked) for node in self.nodes),
            tuple((node.number, *count) for node, count in self._counts),
            tuple(known.items()),
        )
        cache = self._model.cache("plans")
        plan: Plan | None = cache.get(key)
        if plan is None:
            planner = Planner(
                self._model, self.nodes, known, who, viewer, told, self._counts
            )
            plan = cache.keep(key, planner.plan())
        return plan


def _loaded(expressions: Expressions) -> list[Node]:
    """Every node that is read, sources and parts before what begins with
    them: nodes are numbered in that order."""
    loaded: set[Node] = set()
    waiting = [node for node in expressions if _is_read(node)]
    while waiting:
        node = waiting.pop()
        if node in loaded:
            continue
        refusal = why_unbounded(node)
        if refusal is not None:
            raise Unbounded(refusal)
        loaded.add(node)
        waiting += node.parts
        waiting += node.targets.values()
        if node.source is not None:
            waiting.append(node.source)
    return sorted(loaded, key=lambda node: node.number)


def _is_read(node: Node) -> bool:
    """Whether it is to be loaded for its own sake."""
    if node.wanted:
        return True
    is_said = node.needed or (node.handles and not is_bare_root(node))
    return bool(is_said) and not node.is_left_to_windows
