"""What the naive interpreter has to be told of a domain."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lp_persistence.testing.reference.graph import Graph

Rule = Callable[["Graph", int], Any]
Sees = Callable[["Graph", int | None, int], bool]
Told = Callable[["Graph", int | None, int], Any]
#: Name of an interface, name of an attribute.
Place = tuple[str, str]


@dataclass(frozen=True)
class Meaning:
    """What a composed verb means; both take what the verb takes.

    ``group(group, …)`` gives a naive group, of the one that the verb is called on;
    it refuses what the verb refuses. ``law(look, …)`` gives the ids of the members
    in their order, by nothing but looking; see
    ``meanings.Look``.
    """

    group: Callable[..., Any]
    law: Callable[..., Iterable[Any]]


@dataclass(frozen=True)
class Address:
    """Where entities of a kind are.

    ``text`` has names of attributes in braces; it is below the address of what the
    first reference of ``below`` leads to that leads anywhere.
    """

    text: str
    below: tuple[str, ...] = ()


@dataclass(frozen=True)
class Rules:
    """The rules of a domain, written a second time.

    ``facts``: by place what a computed fact is; ``edges``: where a derived edge
    leads, as pairs (id, rank); ``visible``: by interface who is shown it;
    ``own_order``, ``edge_order``: the facts that order entities, and what an
    edge leads to; ``ranked``: edges whose ranks order before the own order;
    ``searched``: by interface and name the texts that are searched together;
    ``hidden``: what is shown of who may not be seen, where it is not what the
    field says; ``embedded``: by place what a value that is made from others is;
    ``permitted``: by interface and permission who has it, of those who see;
    ``verbs``: by interface of a group and verb what a composed one means;
    ``told``: by place what a fact is that takes the viewer;
    ``addresses``: by interface where its entities are;
    ``mixed``: by the interface of groups of several types what their root means in
    a naive context.
    """

    facts: Mapping[Place, Rule] = field(default_factory=dict)
    edges: Mapping[Place, Rule] = field(default_factory=dict)
    visible: Mapping[str, Sees] = field(default_factory=dict)
    own_order: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    edge_order: Mapping[Place, tuple[str, ...]] = field(default_factory=dict)
    ranked: Collection[Place] = frozenset()
    hidden: Mapping[Place, Any] = field(default_factory=dict)
    embedded: Mapping[Place, Callable[[Graph, str, int], Any]] = field(
        default_factory=dict
    )
    permitted: Mapping[Place, Sees] = field(default_factory=dict)
    searched: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)
    verbs: Mapping[Place, Meaning] = field(default_factory=dict)
    told: Mapping[Place, Told] = field(default_factory=dict)
    addresses: Mapping[str, Address] = field(default_factory=dict)
    mixed: Mapping[str, Callable[[Any], Any]] = field(default_factory=dict)
