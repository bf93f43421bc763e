"""What entities compute of themselves, against the rules said a second time."""

import unittest
from typing import Any

from lp_persistence.fields import Collection, Count, Embedded
from lp_persistence.model import EntityType, get_model
from lp_persistence.testing.campaign import campaign, default_seed
from lp_persistence.testing.layers import MEMORY
from lp_persistence.testing.programs import Program
from lp_persistence.testing.reference import TRACKER, Graph
from lp_persistence.testing.reference.own_code import rules_of_code
from lp_persistence.testing.world import World


class TestOwnCode(unittest.TestCase):
    layer = MEMORY

    def test_it_follows_the_rules(self) -> None:
        """Every fact, derived edge, embedded value and rule of visibility."""
        own = rules_of_code(get_model())

        def check(world: World, programs: list[Program]) -> None:
            naive, code = (Graph(world, get_model(), each) for each in (TRACKER, own))
            for entity_type in get_model():
                for key in naive.ids(entity_type.name):
                    with self.subTest(entity_type.name, key=key):
                        self.assertEqual(
                            computed(naive, entity_type, key),
                            computed(code, entity_type, key),
                        )

        campaign(check, get_model(), worlds=24, start=default_seed())

    def test_what_orders_is_declared(self) -> None:
        """The orders of entities and edges are those of their interfaces."""
        own = rules_of_code(get_model())
        for entity_type in get_model():
            name = entity_type.name
            with self.subTest(name):
                self.assertEqual(TRACKER.own_order.get(name, ()), own.own_order[name])
        for place, order in own.edge_order.items():
            with self.subTest(place):
                self.assertEqual(TRACKER.edge_order.get(place, ()), order)
        self.assertEqual(set(TRACKER.ranked), set(own.ranked))


def computed(graph: Graph, entity_type: EntityType, key: int) -> dict[str, Any]:
    """All that no row holds of an entity, by name; who sees it among them."""
    viewers = (None, *graph.ids("IPerson"))
    name = entity_type.name
    found: dict[str, Any] = {
        "seen by": [each for each in viewers if graph.sees(each, name, key)]
    }
    for attribute, field in entity_type.fields.items():
        if isinstance(field, Collection) and field.derived:
            found[attribute] = sorted(graph.targets(name, key, attribute))
        elif isinstance(field, Embedded):
            make = graph.rules.embedded[name, attribute]
            found[attribute] = make(graph, name, key)
        elif field.viewer is not None:
            found[attribute] = [graph.told(v, name, key, attribute) for v in viewers]
        elif field.is_fact and not (field.is_stored or isinstance(field, Count)):
            found[attribute] = graph.value(name, key, attribute)
    return found
