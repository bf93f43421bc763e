"""Expressions: what a group's members are.

A ``Node`` is one expression of one context. Nodes are made by the context's
``Expressions``, which gives the same node for equal expressions; what is
asked is asked of nodes, so that equal groups share it. Nodes never change but
for what is asked of them.

``where``, ``after``, ``limit`` and ``ids`` speak of slots in the node's own
``values``, so that a node has a shape without values, by which plans are kept.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any, Final, NamedTuple

from lp_persistence.asking import edges_that_lead_to
from lp_persistence.errors import NotAllowed
from lp_persistence.fields import (
    Attribute,
    Collection,
    Edge,
    Embedded,
    OneOf,
    Reference,
    WayBack,
)
from lp_persistence.model import EntityType, Model
from lp_persistence.place import Place
from lp_persistence.steps import Condition, Reached

EVERYTHING: Final = "everything"
GIVEN: Final = "given"
FOLLOWED: Final = "followed"
UNITED: Final = "united"
AMONG: Final = "among"
REACHED: Final = "reached"

#: Attributes that are made of others of the same entity.
_MADE_OF_OTHERS: Final = (Embedded, OneOf)


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What leaves members out or orders them. Slots are the node's own."""

    where: tuple[Condition, ...] = ()
    #: Names of facts, ``-`` for descending; None: nothing was asked.
    order: tuple[str, ...] | None = None
    after: tuple[int | None, ...] | None = None
    limit: int | None = None
    each: bool = False

    @property
    def leaves_out(self) -> bool:
        """Whether members may be missing: an order alone leaves nobody out."""
        return bool(self.where) or (self.after, self.limit) != (None, None)

    def __bool__(self) -> bool:
        # That of most nodes is the very one, which need not be compared.
        return self is not WHOLE and self != WHOLE


WHOLE: Final = Narrowing()


@dataclass(eq=False, slots=True)
class Node:
    """One expression of a context; see the module.

    ``source``: what a FOLLOWED or AMONG begins with, and a UNITED that is the
    follow over a union. ``parts``: of a UNITED.
    """

    number: int
    kind: str
    type: EntityType
    place: Place
    source: Node | None = None
    edge: str | None = None
    parts: tuple[Node, ...] = ()
    narrowing: Narrowing = WHOLE
    #: Slot of the ids of a GIVEN.
    ids: int | None = None
    #: What the members of a REACHED were reached from; nobody loads that.
    reached: Reached | None = None
    #: The type of that.
    over: EntityType | None = None
    values: tuple[Any, ...] = ()
    #: Names that were asked of it, in the order of asking.
    asked: dict[str, None] = field(default_factory=dict)
    #: By asked edge the node that it leads to.
    targets: dict[str, Node] = field(default_factory=dict)
    #: Whether it is to be loaded whatever becomes of its handles.
    wanted: bool = False
    #: Whether something was needed of it: it is to be loaded, unless in windows alone.
    needed: bool = False
    #: Whether it is read in windows.
    windowed: bool = False
    #: Whether a root that nothing narrows may be loaded all the same.
    complete: bool = False
    #: How many handles stand for it that were not used up.
    handles: int = 0
    sized: bool = False
    #: Names of facts that its members are counted by.
    counted: dict[str, None] = field(default_factory=dict)

    def __repr__(self) -> str:
        return f"<{describe(self)}>"

    @property
    def shape(self) -> tuple[Any, ...]:
        """Everything but the values; equal shapes have equal plans."""
        return (
            self.kind,
            self.type.name,
            self.source.number if self.source is not None else None,
            self.edge,
            tuple([part.number for part in self.parts]),
            None if self.narrowing is WHOLE else self.narrowing,
            self.ids,
            self.reached,
            len(self.values),
        )

    @property
    def leaves(self) -> tuple[Node, ...]:
        """A union's parts, and theirs; else the node itself."""
        if self.kind != UNITED:
            return (self,)
        return tuple(leaf for part in self.parts for leaf in part.leaves)

    @property
    def is_whole_edge(self) -> bool:
        """Whether it is an edge that sets its owner's attribute."""
        return self.edge is not None and not self.narrowing

    @property
    def edge_field(self) -> Edge | None:
        """The field of a follow's edge."""
        if self.source is None or self.edge is None:
            return None
        return self.source.type.edges[self.edge]

    @property
    def follows_collection(self) -> bool:
        return isinstance(self.edge_field, Collection)

    @property
    def is_left_to_windows(self) -> bool:
        """Whether it is read in windows alone, or was asked for of what is."""
        if self.wanted:
            return False
        if self.windowed and not self.handles:
            return True
        source = self.source
        return (
            source is not None
            and self.edge is not None
            and source.targets.get(self.edge) is self
            and source.is_left_to_windows
        )


class _Asked(NamedTuple):
    """What asking for an attribute means: what else is asked for with it, and whether
    it leads to entities."""

    reads: tuple[str, ...]
    leads: bool


def _asked(field_: Attribute) -> _Asked:
    others = field_.of if isinstance(field_, _MADE_OF_OTHERS) else ()
    return _Asked((*field_.reads, *others), isinstance(field_, Edge))


class Expressions:
    """The nodes of one context."""

    def __init__(self, model: Model):
        self.model = model
        self.nodes: list[Node] = []
        self._known: dict[tuple[Any, ...], Node] = {}
        self._asked = model.cache("asked")

    def __iter__(self) -> Iterator[Node]:
        return iter(self.nodes)

    def _node(
        self,
        kind: str,
        type_: EntityType,
        place: Place,
        source: Node | None = None,
        edge: str | None = None,
        parts: tuple[Node, ...] = (),
        narrowing: Narrowing = WHOLE,
        ids: int | None = None,
        values: tuple[Any, ...] = (),
        reached: Reached | None = None,
    ) -> Node:
        whole = narrowing is WHOLE or narrowing == WHOLE
        narrowed = None if whole else narrowing  # which takes longer to be hashed
        key = (kind, type_.name, source, edge, parts, narrowed, ids, reached, values)
        node = self._known.get(key)
        if node is None:
            node = Node(
                len(self.nodes),
                kind,
                type_,
                place,
                source,
                edge,
                parts,
                WHOLE if whole else narrowing,
                ids,
                reached,
                None if reached is None else self.model.type_named(reached.owner),
                values,
            )
            self.nodes.append(node)
            self._known[key] = node
        return node

    def root(self, type_: EntityType, place: Place) -> Node:
        """All entities of a type."""
        return self._node(EVERYTHING, type_, place)

    def given(self, type_: EntityType, ids: tuple[Any, ...], place: Place) -> Node:
        """Those of these ids."""
        return self._node(GIVEN, type_, place, ids=0, values=(ids,))

    def follow(self, source: Node, edge: str, place: Place) -> Node:
        """The whole edge; over a union, the union of the parts' edges."""
        type_ = self.model.type_named(source.type.edges[edge].target)
        if source.kind == UNITED:
            parts = tuple(
                part.targets.get(edge) or self.follow(part, edge, place)
                for part in source.parts
            )
            return self._node(UNITED, type_, place, source, edge, parts)
        return self._node(FOLLOWED, type_, place, source, edge)

    def reach(self, reached: Reached, values: tuple[Any, ...], place: Place) -> Node:
        """Those that a reference leads to from what is not loaded; ``values``
        fill the slots that ``reached`` speaks of."""
        edge = self.model.type_named(reached.owner).edges[reached.edge]
        type_ = self.model.type_named(edge.target)
        return self._node(REACHED, type_, place, values=values, reached=reached)

    def union(self, first: Node, second: Node, place: Place) -> Node:
        """The members of either."""
        parts: dict[Node, None] = {}
        for node in (first, second):
            plain = node.kind == UNITED and node.source is None
            for part in node.parts if plain else (node,):
                parts[part] = None
        if len(parts) == 1:
            return first
        ordered = tuple(sorted(parts, key=lambda part: part.number))
        return self._node(UNITED, first.type, place, parts=ordered)

    def narrow(
        self,
        base: Node,
        narrowing: Narrowing,
        values: tuple[Any, ...],
        place: Place,
    ) -> Node:
        """``base`` with another narrowing in place of its own; ``values``
        begin with the base's."""
        kind, source, edge, parts = base.kind, base.source, base.edge, base.parts
        if kind == UNITED and edge is not None and source is not None:
            if base.follows_collection:
                kind, parts = FOLLOWED, ()  # one follow from all its members
            else:
                kind, source, edge, parts = AMONG, base, None, ()
        elif kind == UNITED or isinstance(base.edge_field, Reference):
            kind, source, edge, parts = AMONG, base, None, ()
        reached = base.reached if kind == REACHED else None
        return self._node(
            kind,
            base.type,
            place,
            source,
            edge,
            parts,
            narrowing,
            base.ids,
            values,
            reached,
        )

    def copied(
        self,
        node: Node,
        source: Node | None,
        parts: tuple[Node, ...],
        narrowing: Narrowing,
        values: tuple[Any, ...],
    ) -> Node:
        """What another context's node is, of a source, parts and narrowing here;
        nothing is asked of it."""
        return self._node(
            node.kind,
            node.type,
            node.place,
            source,
            node.edge,
            parts,
            narrowing,
            node.ids,
            values,
            node.reached,
        )

    def among(self, base: Node, place: Place) -> Node:
        """The same members, to be narrowed after the base's own narrowing."""
        return self._node(AMONG, base.type, place, base)

    def check_need(self, node: Node, name: str) -> Attribute:
        """The attribute to be asked for; UnknownName, or NotAllowed for a way
        back."""
        field_ = node.type.field(name)
        if isinstance(field_, WayBack):
            raise NotAllowed(way_back_hint(self.model, node.type, field_))
        return field_

    def ask(
        self, node: Node, name: str, place: Place, needed: bool = True
    ) -> Node | None:
        """Have an attribute or a whole edge fetched; unless ``needed``, only if
        the node is loaded for another reason.

        Gives the edge's node, or None for an attribute that leads nowhere.
        Raises what ``check_need`` does, and nothing is asked then.
        """
        if name in node.asked:
            node.needed |= needed
            return node.targets.get(name)
        asked = self._asked.get((node.type, name))
        if asked is None:
            asked = _asked(self.check_need(node, name))
            self._asked.keep((node.type, name), asked)
        node.needed |= needed
        for part in node.parts:
            self.ask(part, name, place, needed)
        for read in asked.reads:
            self.ask(node, read, place, needed)
        node.asked[name] = None
        if not asked.leads:
            return None
        target = node.targets.get(name)
        if target is None:
            target = node.targets[name] = self.follow(node, name, place)
            target.needed = needed
        return target


def way_back_hint(model: Model, type_: EntityType, field_: WayBack) -> str:
    """Why a way back can't be asked for, and which edges give it."""
    origin = model.type_named(field_.target)
    edges = edges_that_lead_to(origin, type_)
    return (
        f"{type_.name}.{field_.__name__} can't be asked for: it is known of "
        f"{type_.group_interface.__name__} that were reached from an "
        f"{origin.name}, by {', '.join(edges)}."
    )


def describe(node: Node) -> str:
    """An expression as one would write it, without values."""
    if node.kind == UNITED and node.edge is None:
        text = " | ".join(describe(part) for part in node.parts)
        text = f"({text})"
    elif node.edge is not None and node.source is not None:
        text = f"{describe(node.source)}.{node.edge}"
    elif node.source is not None:
        text = describe(node.source)
    else:
        text = node.type.group_interface.__name__
    narrowing = node.narrowing
    if node.reached is not None:
        text = f"{node.reached.owner}….reach({node.reached.edge!r})"
    if node.kind == GIVEN:
        text += ".of(…)"
    if narrowing.where:
        text += ".filter(…)"
    if narrowing.order is not None:
        text += f".ordered_by({', '.join(map(repr, narrowing.order))})"
    if narrowing.after is not None:
        text += ".after(…)"
    if narrowing.limit is not None:
        text += ".limit(…, each=True)" if narrowing.each else ".limit(…)"
    return text


def with_narrowing(node: Node, **changes: Any) -> Narrowing:
    """The node's narrowing with some of it replaced."""
    return replace(node.narrowing, **changes)
