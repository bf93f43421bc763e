"""Worlds: what they hold, and that every backend takes them."""

import unittest
from collections.abc import Callable

from hypothesis import Phase, find, settings

from lp_persistence.memory.backend import MemoryBackend
from lp_persistence.model import get_model
from lp_persistence.testing.constraints import TARGETS
from lp_persistence.testing.drawing import TEXTS
from lp_persistence.testing.layers import MEMORY
from lp_persistence.testing.reference import TRACKER, Graph
from lp_persistence.testing.world import World, in_order_of_references
from lp_persistence.testing.worlds import BROKEN, worlds

QUICK = settings(
    derandomize=True, database=None, phases=[Phase.generate], max_examples=200
)


def teams_in_each_other(world: World) -> bool:
    """Of two teams each is in the other."""
    members = {
        (membership["team"], membership["person"])
        for membership in world.rows.get("ITeamMembership", {}).values()
    }
    return any((b, a) in members for a, b in members if a != b)


def a_subscription_twice(world: World) -> bool:
    """A pair of the link stands there twice."""
    pairs = world.links.get(("IBug", "subscribers"), [])
    return len(pairs) > len(set(pairs))


def two_tasks_of_a_bug_in_a_distribution(world: World) -> bool:
    """As packages of a distribution have them."""
    pairs = [
        (task["bug"], task["distribution"])
        for task in world.rows.get("IBugTask", {}).values()
        if task["distribution"] is not None
    ]
    return len(pairs) > len(set(pairs))


def a_private_team_as_assignee(world: World) -> bool:
    """A reference that leads to somebody hidden."""
    people = world.rows.get("IPerson", {})
    return any(
        task["assignee"] and people[task["assignee"]]["visibility"] == 30
        for task in world.rows.get("IBugTask", {}).values()
    )


def a_grant_over_a_team(world: World) -> bool:
    """A private bug is seen by a member of who was granted it."""
    graph = Graph(world, get_model(), TRACKER)
    return any(
        graph.leads_to("IPerson", grantee, "members")
        for bug, grantee in world.links.get(("IBug", "grantees"), [])
        if graph.value("IBug", bug, "is_private")
    )


def a_hot_bug_of_a_product(world: World) -> bool:
    """One that is active."""
    graph = Graph(world, get_model(), TRACKER)
    return any(
        graph.targets("IProduct", product, "hot_bugs")
        for product in graph.ids("IProduct")
    )


def an_unresolved_task_in_an_inactive_product(world: World) -> bool:
    """Its bug is not hot."""
    graph = Graph(world, get_model(), TRACKER)
    return any(
        task["product"] is not None
        and not graph.value("IProduct", task["product"], "active")
        and graph.value("IBugTask", key, "is_unresolved")
        for key, task in world.rows.get("IBugTask", {}).items()
    )


def a_task_of_each_kind_of_target(world: World) -> bool:
    """In one world."""
    tasks = world.rows.get("IBugTask", {}).values()
    return all(any(task[name] is not None for task in tasks) for name in TARGETS)


def a_task_planned_for_a_milestone(world: World) -> bool:
    """That is its product's."""
    return any(
        task["product"] is not None and task["milestone"] is not None
        for task in world.rows.get("IBugTask", {}).values()
    )


def equal_heat(world: World) -> bool:
    """A tie."""
    heats = [bug["heat"] for bug in world.rows.get("IBug", {}).values()]
    return len(heats) > len(set(heats))


class TestWorlds(unittest.TestCase):
    layer = MEMORY

    def assert_there_is(self, condition: Callable[[World], bool]) -> None:
        world = find(worlds(get_model()), condition, settings=QUICK)
        self.assertTrue(condition(world))

    def test_what_is_in_them(self) -> None:
        """Everything that a rule could be wrong about."""
        for condition in (
            teams_in_each_other,
            a_subscription_twice,
            two_tasks_of_a_bug_in_a_distribution,
            a_private_team_as_assignee,
            a_grant_over_a_team,
            a_hot_bug_of_a_product,
            an_unresolved_task_in_an_inactive_product,
            a_task_of_each_kind_of_target,
            a_task_planned_for_a_milestone,
            equal_heat,
        ):
            with self.subTest(condition.__doc__):
                self.assert_there_is(condition)

    def test_they_are_loaded(self) -> None:
        """Each row fits its interface, and what it leads to is there."""
        find(worlds(get_model()), self.is_loaded, settings=QUICK)

    def is_loaded(self, world: World) -> bool:
        backend = MemoryBackend()
        world.load(backend, get_model())
        for entity_type in get_model():
            if entity_type.key:  # made of others, without rows
                continue
            found = [row[0] for row in backend.dump(entity_type.interface)]
            self.assertEqual(sorted(world.rows.get(entity_type.name, {})), found)
        return bool(world.rows.get("IBugTask"))

    def test_broken(self) -> None:
        """A value that is of no item, where that was asked for."""

        def is_broken(world: World) -> bool:
            return any(
                BROKEN in row.values()
                for rows in world.rows.values()
                for row in rows.values()
            )

        find(worlds(get_model(), broken=True), is_broken, settings=QUICK)

    def test_crowd(self) -> None:
        """Hundreds of subscriptions of one bug."""

        def subscriptions(world: World) -> int:
            return len(world.links.get(("IBug", "subscribers"), []))

        crowded = worlds(get_model(), crowd=300).map(subscriptions)
        find(crowded, lambda count: count > 200, settings=QUICK)

    def test_texts_are_in_order(self) -> None:
        """Of code points, so that a wrong order of them shows."""
        self.assertEqual(sorted(TEXTS), list(TEXTS))

    def test_order_of_loading(self) -> None:
        """What is led to comes first; in a circle what was registered first."""
        names = [each.name for each in in_order_of_references(get_model())]
        for before, after in (
            ("IFile", "IPerson"),
            ("IPerson", "IBug"),
            ("IBug", "IBugTask"),
            ("IDistribution", "IBugTask"),
            ("IProject", "IProduct"),
            ("IProduct", "IProductSeries"),
            ("IProductSeries", "IMilestone"),
        ):
            self.assertLess(names.index(before), names.index(after))

    def test_source(self) -> None:
        """The lines load the same world."""
        world = find(worlds(get_model()), self.is_loaded, settings=QUICK)
        names = {each.name: each.interface for each in get_model()}
        backend, again = MemoryBackend(), MemoryBackend()
        world.load(backend, get_model())
        lines = "\n".join(world.source(get_model()))
        exec(f"import datetime\n{lines}", names | {"backend": again})
        for entity_type in get_model():
            if not entity_type.key:
                self.assertEqual(
                    list(backend.dump(entity_type.interface)),
                    list(again.dump(entity_type.interface)),
                )
