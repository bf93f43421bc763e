"""Whether loading a group would read everything that there is of its type.

A filter bounds what is read where an index answers one of its tests: a test of
a fact that says ``indexed=True``, of words that the interface searches, or of
an edge. So does a limit in the order of an indexed fact: what fits is found
while the index is read. Anything else goes through every entity, on a backend
as on another, and is refused before anything is run.
"""

from __future__ import annotations

from lp_persistence.expression import EVERYTHING, Node, describe
from lp_persistence.ordering import order_terms
from lp_persistence.steps import AnyOf, Condition, Leads, Matches, Not, Test


def is_bare_root(node: Node) -> bool:
    """Whether it is a root that nothing narrows."""
    return node.kind == EVERYTHING and not node.narrowing.leaves_out


def why_unbounded(node: Node) -> str | None:
    """Why a node must not be loaded, with the way out, as a sentence; None
    where it may be."""
    if node.complete or node.kind != EVERYTHING:
        return None
    is_bare = is_bare_root(node)
    if not is_bare and (not node.narrowing.where or _is_bounded(node)):
        return None
    start = f"{describe(node)} built at {node.place} would load every {node.type.name}"
    if is_bare:
        return f"{start}: narrow it, or say .all()."
    names = ", ".join(sorted((*node.type.indexed, *node.type.searched)))
    return (
        f"{start.replace('load', 'read')}: no index answers its filter. Test one "
        f"of {names} too, or an edge; or order by an indexed fact, with a limit; "
        f"or say .all()."
    )


def _is_bounded(node: Node) -> bool:
    if any(_is_answered(node, condition) for condition in node.narrowing.where):
        return True
    first = order_terms(node)[0].path[-1]
    return node.narrowing.limit is not None and first in node.type.indexed_fields


def _is_answered(node: Node, condition: Condition) -> bool:
    """Whether an index gives those that pass a test."""
    type_ = node.type
    match condition:
        case Test(name, operator, _):
            return name in type_.indexed_fields and operator != "containing"
        case Matches(names, _):
            return names in type_.searched.values()
        case Leads():
            return True
        case AnyOf(conditions):
            return all(_is_answered(node, each) for each in conditions)
        case Not():
            return False
