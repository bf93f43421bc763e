"""Entities are plain: no backend is imported with them, and what they know of
themselves is computed on entities that are built by hand."""

import subprocess
import sys
import unittest
from types import SimpleNamespace
from typing import Any

from lp_persistence.fields import Choice, Collection, Count, Edge, Reference
from lp_persistence.model import EntityType, get_model
from lp_persistence.testing.contract.worlds import chosen
from lp_persistence.testing.layers import MEMORY
from lp_persistence.testing.reference import TRACKER, Graph
from lp_persistence.testing.worlds import worlds

#: Imports the domain, builds one entity of each type, and tells which modules
#: came with it that keep entities.
PROGRAM = """
import sys
from zope.configuration import xmlconfig
import lp_persistence
from lp_persistence.model import get_model
xmlconfig.file("domain.zcml", lp_persistence)
for entity_type in get_model():
    assert entity_type.factory(id=1).id == 1
backends = ("storm", "psycopg2", "sqlite3", "lp_persistence.storm",
    "lp_persistence.memory")
print([name for name in sys.modules
    if any(name == each or name.startswith(each + ".") for each in backends)])
"""


class TestImports(unittest.TestCase):
    def test_no_backend_comes_with_the_entities(self) -> None:
        """Neither one of ours, nor what it stands on."""
        done = subprocess.run(
            [sys.executable, "-c", PROGRAM],
            capture_output=True,
            text=True,
            env={"PYTHONPATH": ":".join(sys.path)},
            check=False,
        )
        self.assertEqual("[]\n", done.stdout, done.stderr)


class TestBusinessLogic(unittest.TestCase):
    layer = MEMORY

    def test_what_entities_compute(self) -> None:
        """Every fact and every derived edge, on entities that no backend made,
        is what the rules say that were written a second time."""
        model = get_model()
        for shown in chosen(worlds(model), model, TRACKER, 1)[:3]:
            graph = shown.site.graph
            entities = by_hand(graph)
            for entity_type in model:
                for key in graph.ids(entity_type.name):
                    entity = entities[entity_type.name, key]
                    with self.subTest(entity_type.name, key=key):
                        self.assertEqual(
                            expected(graph, entity_type, key),
                            computed(entity_type, entity),
                        )
                        for viewer in (None, *graph.ids("IPerson")):
                            looks = entities.get(("IPerson", viewer))
                            self.assertEqual(
                                expected_for(graph, viewer, entity_type, key),
                                computed_for(looks, entity_type, entity),
                            )


def by_hand(graph: Graph) -> dict[tuple[str, int], Any]:
    """The entities of a world, each given all that it does not compute."""
    entities = {
        (name, key): entity_type.factory(id=key)
        for name, entity_type in graph.types.items()
        for key in graph.ids(name)
    }
    for (interface, key), entity in entities.items():
        for name, field in graph.types[interface].fields.items():
            if isinstance(field, Collection):
                if not field.derived:
                    others = graph.targets(interface, key, name)
                    found = tuple(entities[field.target, other] for other, _ in others)
                    setattr(entity, name, found)
            elif field.is_stored and name != "id":
                value = graph.value(interface, key, name)
                setattr(entity, name, _given(entities, field, value))
    return entities


def _given(entities: dict[tuple[str, int], Any], field: Any, value: Any) -> Any:
    if value is None:
        return None
    if isinstance(field, Reference):
        return entities[field.target, value]
    return field.items[value] if isinstance(field, Choice) else value


def expected(graph: Graph, entity_type: EntityType, key: int) -> dict[str, Any]:
    """What the rules say of an entity, by name."""
    found: dict[str, Any] = {}
    for name, field in computed_fields(entity_type).items():
        if isinstance(field, Count):
            found[name] = len(graph.targets(entity_type.name, key, field.edge))
        elif isinstance(field, Edge):
            found[name] = sorted(graph.targets(entity_type.name, key, name))
        else:
            found[name] = graph.value(entity_type.name, key, name)
    return found


def computed(entity_type: EntityType, entity: Any) -> dict[str, Any]:
    """The same as the entity's own code has it."""
    found: dict[str, Any] = {}
    for name, field in computed_fields(entity_type).items():
        value = getattr(entity, name)
        if not isinstance(field, Collection):
            found[name] = field.neutral(value)
            continue
        lowest: dict[int, int] = {}
        for target, rank in value if field.ranked else ((each, 0) for each in value):
            lowest[target.id] = min(rank, lowest.get(target.id, rank))
        found[name] = sorted(lowest.items())
    return found


def expected_for(
    graph: Graph, viewer: int | None, entity_type: EntityType, key: int
) -> dict[str, Any]:
    """What the rules say of an entity to who looks, by name."""
    return {
        name: graph.told(viewer, entity_type.name, key, name)
        for name, field in entity_type.fields.items()
        if field.viewer is not None
    }


def computed_for(viewer: Any, entity_type: EntityType, entity: Any) -> dict[str, Any]:
    """The same as the entity's own code has it, given what it asks of a viewer."""
    facts, factory = get_model().viewer_facts, entity_type.factory
    found = {}
    for name, field in entity_type.fields.items():
        if field.viewer is not None:
            asked = {
                each: frozenset(facts[each](viewer) if viewer is not None else ())
                for each in field.viewer
            }
            found[name] = getattr(factory, name)(entity, SimpleNamespace(**asked))
    return found


def computed_fields(entity_type: EntityType) -> dict[str, Any]:
    """What a class computes by itself: facts that are not stored, derived edges;
    and counts, which are told by what they count."""
    return {
        name: field
        for name, field in entity_type.fields.items()
        if (isinstance(field, Collection) and field.derived)
        or isinstance(field, Count)
        or (field.is_fact and not field.is_stored and field.is_blind)
    }
