"""Which groups would read everything of a kind, and are not loaded therefore."""

from __future__ import annotations

from typing import Any

from lp_persistence.testing.reference.expressions import Term
from lp_persistence.testing.reference.graph import Graph
from lp_persistence.testing.reference.members import Members


def reads_everything(members: Members, term: Term) -> bool:
    """Whether nothing tells a term's members but looking at everybody."""
    if term.whole or not term.is_of_all:
        return False
    if term.is_root:
        return True
    graph, kind = members.graph, term.interface
    if not term.where or any(_is_told(graph, kind, test) for test in term.where):
        return False
    first, _ = members.order_terms(term)[0]
    return term.limit is None or not _is_indexed(graph, kind, first)


def _is_told(graph: Graph, interface: str, test: Any) -> bool:
    """Whether those that pass a test can be looked up."""
    match test:
        case ("is" | "in" | "before", name, _):
            return _is_indexed(graph, interface, name)
        case ("holds", name, texts):
            return None not in texts and _is_indexed(graph, interface, name)
        case ("leads to", _, found):
            return None not in found
        case ("leads to group", _, _) | ("leads anywhere", _):
            return True
        case ("matching", names, _):
            return names in graph.rules.searched.get(interface, {}).values()
        case ("any", tests):
            return all(_is_told(graph, interface, each) for each in tests)
    return False


def _is_indexed(graph: Graph, interface: str, name: str) -> bool:
    return name == "id" or bool(graph.field(interface, name).indexed)
