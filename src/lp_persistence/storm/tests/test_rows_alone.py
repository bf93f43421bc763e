"""Records are about rows alone: no code of an entity has a part in them.

The classes of all entities are replaced by bare ones that can't compute
anything. The storage suite passes as before, and every line of every record
gives what the code of the real classes says.
"""

import unittest
from collections.abc import Iterator
from typing import Any

from lp_persistence.composed import hops_of
from lp_persistence.entity import Entity, EntityClass
from lp_persistence.fields import (
    Collection,
    Edge,
    Embedded,
    OneOf,
    Permitted,
    WayBack,
)
from lp_persistence.model import EntityType, Model, global_model
from lp_persistence.steps import (
    NOBODY,
    RANK,
    SOMEBODY,
    By,
    Column,
    Everything,
    Follow,
    Followed,
    Keys,
    Scope,
    Select,
    Values,
    ViewerFacts,
)
from lp_persistence.storm.tests.test_steps import StepsMixin
from lp_persistence.testing.contract.worlds import Shown, chosen
from lp_persistence.testing.layers import RegistryLayer
from lp_persistence.testing.reference import Graph
from lp_persistence.testing.reference.expressions import Terms
from lp_persistence.testing.reference.members import Members
from lp_persistence.testing.reference.own_code import rules_of_code
from lp_persistence.testing.storm_layers import POSTGRESQL, SQLITE
from lp_persistence.testing.worlds import worlds

BY_ID = (By(("id",)),)


def bare(entity_type: EntityType) -> EntityType:
    """The same type with a class that refuses to compute."""

    def refuse(self: Any, viewer: Any = None) -> Any:
        raise AssertionError(f"{entity_type.name} was asked for what rows tell.")

    computed = {
        name: property(refuse) if field.is_blind else refuse
        for name, field in entity_type.fields.items()
        if hasattr(entity_type.factory, name) and name != "id"
    }
    cls = EntityClass(
        entity_type.factory.__name__,
        (Entity,),
        computed,
        implements=entity_type.interface,
    )
    return EntityType(
        entity_type.interface,
        cls,
        entity_type.group_interface,
        entity_type.group_factory,
    )


class BareMixin:
    """Every entity class is replaced; what they said of some worlds is kept."""

    layer: RegistryLayer
    #: By layer; choosing takes seconds.
    _chosen: dict[Any, list[Shown]] = {}

    def setUp(self) -> None:
        model = global_model()
        self.shown = self._worlds(model)
        for entity_type in list(model):
            model.register(bare(entity_type))
        super().setUp()  # type: ignore[misc]

    def _worlds(self, model: Model) -> list[Shown]:
        if self.layer not in self._chosen:
            rules = rules_of_code(model)
            self._chosen[self.layer] = chosen(worlds(model), model, rules, 1)
        return self._chosen[self.layer]


class LinesMixin(BareMixin):
    """Every line of every record, and every rule."""

    def test_every_line(self: Any) -> None:
        """Gives what the entities' own code says, which nobody asks."""
        world, graph = self.shown[0].world, self.shown[0].site.graph
        backend = self.layer["backend"]
        world.load(backend, global_model())
        run = backend.snapshot(None).run
        for entity_type in global_model():
            with self.subTest(entity_type.name):
                self._compare_attributes(run, entity_type, graph, NOBODY, None, {})
                for viewer, facts in self._viewers(run, graph):
                    self._compare_attributes(
                        run, entity_type, graph, SOMEBODY, viewer, facts
                    )
                    self._compare_rule(run, entity_type, graph, viewer, facts)
            for name, edge in entity_type.edges.items():
                if not isinstance(edge, WayBack):
                    with self.subTest(f"{entity_type.name}.{name}"):
                        self._compare_edge(run, entity_type, name, edge, graph)

    def _viewers(self: Any, run: Any, graph: Graph) -> Iterator[tuple[int, Any]]:
        """Everybody who can look, with what is asked of them."""
        (viewers,) = global_model().viewers
        names = tuple(global_model().viewer_facts)
        asked = ViewerFacts(names, viewers.__name__)
        for viewer in graph.ids(viewers.__name__):
            facts: dict[str, set[int]] = {name: set() for name in names}
            for number, key in run(asked, Values((viewer,)), ()):
                facts[names[number]].add(key)
            yield viewer, {name: frozenset(keys) for name, keys in facts.items()}

    def _compare_attributes(
        self: Any,
        run: Any,
        entity_type: EntityType,
        graph: Graph,
        who: str,
        viewer: int | None,
        facts: Any,
    ) -> None:
        """Of somebody what depends on who looks alone, of nobody all."""
        columns = [
            Column((name,), None, None if field.is_blind else who)
            for name, field in entity_type.fields.items()
            if not isinstance(field, (Collection, Embedded, OneOf, Permitted, WayBack))
            and (viewer is None or not field.is_blind)
        ]
        scope = Scope(entity_type.name, Everything(), order=BY_ID)
        value = Members(Terms(graph), viewer).value
        expected = [
            (key, *(value(entity_type.name, key, column.path[0]) for column in columns))
            for key in sorted(graph.ids(entity_type.name))
        ]
        step = Select(scope, tuple(columns))
        self.assertEqual(expected, run(step, Values((), facts), ()))

    def _compare_edge(
        self: Any,
        run: Any,
        entity_type: EntityType,
        name: str,
        edge: Edge,
        graph: Graph,
    ) -> None:
        ranked = isinstance(edge, Collection) and edge.ranked
        owners = graph.ids(entity_type.name)
        over = hops_of(global_model(), entity_type, name)
        origin = Followed(entity_type.name, name, Keys(0), over)
        columns = (Column(RANK),) if ranked else ()
        found = run(Follow(Scope(edge.target, origin), columns), Values(), (owners,))
        expected = {
            (key, target, rank) if ranked else (key, target)
            for key in owners
            for target, rank in graph.targets(entity_type.name, key, name)
        }
        self.assertEqual(expected, set(found))

    def _compare_rule(
        self: Any,
        run: Any,
        entity_type: EntityType,
        graph: Graph,
        viewer: int,
        facts: Any,
    ) -> None:
        if entity_type.visible_to is None:
            return
        scope = Scope(entity_type.name, Everything(), rule=SOMEBODY, order=BY_ID)
        expected = [
            (key,)
            for key in sorted(graph.ids(entity_type.name))
            if graph.sees(viewer, entity_type.name, key)
        ]
        self.assertEqual(expected, run(Select(scope), Values((), facts), ()))


class TestSuiteOnSQLite(BareMixin, StepsMixin, unittest.TestCase):
    layer = SQLITE


class TestSuiteOnPostgreSQL(BareMixin, StepsMixin, unittest.TestCase):
    layer = POSTGRESQL


class TestLinesOnSQLite(LinesMixin, unittest.TestCase):
    layer = SQLITE


class TestLinesOnPostgreSQL(LinesMixin, unittest.TestCase):
    layer = POSTGRESQL
