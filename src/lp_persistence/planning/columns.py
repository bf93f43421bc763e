"""Which columns the rows of a node need, and what rides along in them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from lp_persistence.expression import FOLLOWED, Node
from lp_persistence.fields import (
    OWN,
    Collection,
    Edge,
    Embedded,
    OneOf,
    Reference,
)
from lp_persistence.ordering import is_positional, order_terms, own_order
from lp_persistence.planning.plan import Ride
from lp_persistence.steps import ID, RANK, VIA, Path

References = Mapping[Node, Mapping[str, Node]]


class Needed:
    """The columns of one node's rows, the id left out.

    ``references``: by node the loaded references that start from it, by name.
    ``known``: numbers of the nodes that earlier plans brought.
    """

    def __init__(self, node: Node, references: References, known: Iterable[int]):
        self._references = references
        #: In the order in which they are found.
        self.paths: dict[Path, None] = {}
        #: Those of them that only this node's members bring.
        self.long: set[Path] = set()
        #: What its order asks of what its members were reached over.
        self.places: tuple[Path, ...] = ()
        self.rides: list[Ride] = []
        self._known = set(known)
        self._add(node, ())
        if node.narrowing.limit is not None and not brings_order_apart(node):
            self._add_order(node)

    def _add(self, node: Node, prefix: Path) -> None:
        for name in node.type.brief[1:]:
            self.paths[(*prefix, name)] = None
        for term in own_order(node.type)[:-1]:
            self.paths[prefix + term.path] = None
        for name, target in self._references.get(node, {}).items():
            self.paths[(*prefix, name)] = None
            if rides(target) and target.number not in self._known:
                self.paths[(*prefix, name, "id")] = None
                self.rides.append(
                    Ride(target.number, node.number, (name,), target.type.name)
                )
                self._add(target, (*prefix, name))
        for name in node.asked:
            field = node.type.fields[name]
            if isinstance(field, (Edge, Embedded, OneOf)) or field.kind == OWN:
                continue
            else:
                self.paths[(*prefix, name)] = None
                if field.is_long:
                    self.long.add((*prefix, name))

    def _add_order(self, node: Node) -> None:
        if is_positional(node):
            return
        for term in order_terms(node):
            if term.path[0] == VIA:
                self.places += (term.path,)
            elif term.path not in (ID, RANK):
                self.paths[term.path] = None


def brings_order_apart(node: Node) -> bool:
    """Whether its order stands in the rows of a follow that bring only keys."""
    return node.follows_collection and not brings_target(node)


def brings_target(node: Node) -> bool:
    """Whether a follow reads the target's own rows, which hold the parent's id:
    it brings their attributes, and is their fetch."""
    field = node.edge_field
    if not isinstance(field, Collection) or field.inverse is None:
        return False
    return isinstance(node.type.fields[field.inverse], Reference)


def comes_together(node: Node) -> bool:
    """Whether a follow that goes beside others reads its targets along with their
    ids, for whoever declared it says that they are few: no rule leaves any out, or
    they are its own rows, and it says the rule."""
    field = node.edge_field
    return (
        isinstance(field, Collection)
        and field.together
        and (node.type.visible_to is None or brings_target(node))
        and not (node.narrowing or node.type.key or is_ordered_follow(node))
        and node.source is not None
        and not node.source.type.key
    )


def comes_limited(node: Node) -> bool:
    """Whether a follow of a link reads its targets along as its limit keeps them
    few: it asks each for its rule anyway."""
    return (
        node.follows_collection
        and node.narrowing.limit is not None
        and not (brings_target(node) or node.type.key)
    )


def is_few(node: Node) -> bool:
    """Whether a follow gives the first of every parent: few keys, which can go
    beside others, and be sorted when they are there.

    Not of an edge with an order of its own: whoever has a strategy for such a one
    is to be asked for it.
    """
    field, narrowing = node.edge_field, node.narrowing
    return (
        isinstance(field, Collection)
        and not (field.ordered_by or field.ranked)
        and narrowing.limit is not None
        and narrowing.each
        and narrowing.after is None
    )


def is_ordered_follow(node: Node) -> bool:
    """Whether a follow's rows must come in an order of their own: not the
    target's, which the target's fetch gives."""
    field = node.edge_field
    narrowing = node.narrowing
    return (
        narrowing.order is not None
        or narrowing.limit is not None
        or narrowing.after is not None
        or (isinstance(field, Collection) and bool(field.ordered_by or field.ranked))
    )


def references_of(loaded: Iterable[Node]) -> dict[Node, dict[str, Node]]:
    """By node the loaded references that start from it, by name."""
    references: dict[Node, dict[str, Node]] = {}
    for node in loaded:
        if isinstance(node.edge_field, Reference) and node.kind == FOLLOWED:
            assert node.source is not None and node.edge is not None
            references.setdefault(node.source, {})[node.edge] = node
    return references


def rides(target: Node) -> bool:
    """Whether a whole reference is read along with its owner.

    Not where ids must pass a rule first, nor where its group wants more than
    a row of it; what is filtered is a group of its own.
    """
    field = target.edge_field
    return (
        isinstance(field, Reference)
        and not field.apart
        and target.type.visible_to is None
        and not any(
            isinstance(asked, Collection) or asked.is_long
            for asked in map(target.type.fields.__getitem__, target.asked)
        )
    )
