"""The entities of a world as a graph: what they hold and where edges lead."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from itertools import product
from typing import Any, Final

from lp_persistence.fields import (
    STORED,
    Attribute,
    Collection,
    Edge,
    Reference,
    Texts,
)
from lp_persistence.interfaces import ALL_SEEING
from lp_persistence.model import EntityType, Model
from lp_persistence.testing.reference.ruleset import Rules
from lp_persistence.testing.world import World

RULES_MODULE: Final = "lp_persistence.testing.reference.rules"


class NoRule(Exception):
    """A fact or derived edge is not in ``rules``; the text says where to add."""


class Graph:
    """A world with every fact and edge, whoever looks.

    Interfaces and attributes are named; values are neutral; entities are ids.
    """

    def __init__(self, world: World, model: Model, rules: Rules):
        self.world = world
        self.rules = rules
        self.types: dict[str, EntityType] = {each.name: each for each in model}
        #: What reads it as an entity, by interface and id; see ``own_code``.
        self.entities: dict[tuple[str, int], Any] = {}
        # One graph, one world: what was once answered holds.
        self.value = cache(self._value)
        self.targets = cache(self._targets)
        self.sees = cache(self._sees)
        self.told = cache(self._told)

    def field(self, interface: str, name: str) -> Attribute:
        """The attribute of that name."""
        return self.types[interface].fields[name]

    def ids(self, interface: str) -> tuple[Any, ...]:
        """Everyone of a kind."""
        if self.types[interface].key:
            return tuple(product(*map(self.ids, self._parts(interface))))
        return tuple(self.world.rows.get(interface, {}))

    def exists(self, interface: str, key: Any) -> bool:
        """Whether there is such an entity."""
        if self.types[interface].key:
            return all(map(self.exists, self._parts(interface), key))
        return key in self.world.rows.get(interface, {})

    def _parts(self, interface: str) -> list[str]:
        """What its entities are made of."""
        entity_type = self.types[interface]
        return [entity_type.edges[name].target for name in entity_type.key]

    def stored(self, interface: str, key: Any, name: str) -> Any:
        """What a row holds, or what it would of an entity made of others; None
        where there is no such entity."""
        if not self.exists(interface, key):
            return None
        entity_type = self.types[interface]
        field = entity_type.fields[name]
        if isinstance(field, Reference) and field.of:
            found = tuple(self.stored(interface, key, part) for part in field.of)
            beside = [self.stored(interface, key, name) for name in field.unless]
            if None in found or beside.count(None) < len(beside):
                return None
            return found if len(found) > 1 else found[0]
        if not entity_type.key:
            return self.world.rows[interface][key][name]
        if name == "id":
            return key
        if field.along is not None:
            part = entity_type.edges[field.along].target
            return self.stored(part, key[entity_type.key.index(field.along)], name)
        return key[entity_type.key.index(name)]

    def _value(self, interface: str, key: int, name: str) -> Any:
        """What a fact or any other kept attribute is, in neutral form."""
        field = self.field(interface, name)
        if field.kind == STORED:
            value = self.stored(interface, key, name)
            several = isinstance(field, Texts) and value is not None
            return tuple(sorted({*value})) if several else value
        rule = self.rules.facts.get((interface, name))
        if rule is None:
            raise NoRule(
                f"{interface}.{name} is a fact without a rule. Write it in FACTS "
                f"of {RULES_MODULE}, from the facts of the domain."
            )
        return rule(self, key)

    def _targets(self, interface: str, key: int, edge: str) -> tuple[Any, ...]:
        """Where an edge leads: pairs (id, rank), each id once, with its lowest
        rank; the rank is 0 where the edge has none."""
        field = self.field(interface, edge)
        if not isinstance(field, Edge):
            raise TypeError(f"{interface}.{edge} is no edge.")
        lowest: dict[int, int] = {}
        for target, rank in self._pairs(interface, key, edge, field):
            lowest[target] = min(rank, lowest.get(target, rank))
        return tuple(lowest.items())

    def _pairs(self, interface: str, key: int, edge: str, field: Edge) -> Any:
        if isinstance(field, Reference):
            target = self.stored(interface, key, edge)
            return [] if target is None else [(target, 0)]
        if not isinstance(field, Collection):
            raise TypeError(f"Nothing keeps where {interface}.{edge} leads.")
        if field.derived:
            rule = self.rules.edges.get((interface, edge))
            if rule is None:
                raise NoRule(
                    f"{interface}.{edge} is derived and has no rule. Write it in "
                    f"EDGES of {RULES_MODULE}, from the facts of the domain."
                )
            return rule(self, key)
        if field.over:
            everybody = self.reached(interface, key, field.over, lambda *_: True)
            return [(target, 0) for target in everybody]
        if field.inverse is not None:
            return [
                (other, 0)
                for other in self.ids(field.target)
                if key in self.leads_to(field.target, other, field.inverse)
            ]
        pairs = self.world.links.get((interface, edge), [])
        return [(target, 0) for owner, target in pairs if owner == key]

    def reached(
        self,
        interface: str,
        key: int,
        over: tuple[str, ...],
        sees: Callable[[str, int], bool],
    ) -> set[int]:
        """Where several edges lead, one from where the other led; ``sees``
        tells who lets pass."""
        here = {key}
        for number, edge in enumerate(over):
            field = self.field(interface, edge)
            assert isinstance(field, Edge)
            passing = {each for each in here if not number or sees(interface, each)}
            here = set()
            for each in passing:
                here |= self.leads_to(interface, each, edge)
            interface = field.target
        return here

    def leads_to(self, interface: str, key: int, edge: str) -> frozenset[int]:
        """The ids that an edge leads to."""
        return frozenset(target for target, _ in self.targets(interface, key, edge))

    def permits(self, viewer: Any, interface: str, key: int, permission: str) -> bool:
        """Whether a viewer has a permission on an entity that they see."""
        if viewer is ALL_SEEING:
            return True
        rule = self.rules.permitted.get((interface, permission))
        if rule is None:
            raise NoRule(
                f"{interface} declares {permission}, which has no rule. Write it in "
                f"PERMITTED of {RULES_MODULE}, from the facts of the domain."
            )
        return rule(self, viewer, key)

    def _told(self, viewer: Any, interface: str, key: int, name: str) -> Any:
        """What a fact that takes the viewer is; who sees everything is nobody."""
        rule = self.rules.told.get((interface, name))
        if rule is None:
            raise NoRule(
                f"{interface}.{name} takes the viewer, and has no rule. Write it in "
                f"TOLD of {RULES_MODULE}, from the facts of the domain."
            )
        return rule(self, None if viewer is ALL_SEEING else viewer, key)

    def _sees(self, viewer: Any, interface: str, key: int) -> bool:
        """Whether a viewer (None, an id, ALL_SEEING) is shown an entity."""
        if viewer is ALL_SEEING or self.types[interface].visible_to is None:
            return True
        return self.rules.visible[interface](self, viewer, key)
