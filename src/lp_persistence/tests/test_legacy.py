"""An application that is not converted goes on as ever with the layer loaded.

The example under ``doc/examples/legacy`` has a suite of its own, which runs here once
more: the layer's ZCML included, its publication wrapped, its stores opened by our
database classes.
"""

from __future__ import annotations

import unittest
from collections.abc import Iterable
from io import BytesIO
from typing import Any

from storm.store import Store
from storm.zope.interfaces import IZStorm
from zope.app.publication.httpfactory import HTTPPublicationRequestFactory
from zope.component import getGlobalSiteManager, getUtility
from zope.interface import implementer
from zope.interface.interface import InterfaceClass
from zope.security.proxy import ProxyFactory

import lp_persistence.tests
from lp_persistence import ALL_SEEING, Context
from lp_persistence.adoption import delegated, prefill
from lp_persistence.adoption.adopted import Adopted
from lp_persistence.adoption.interfaces import IAdopted, IPropertyCaches
from lp_persistence.bugs.interfaces import IBugs, IBugTasks
from lp_persistence.people.interfaces import IPersons
from lp_persistence.publication.mixin import PersistencePublicationMixin
from lp_persistence.publication.tests.examples import example
from lp_persistence.storm.interfaces import IStoreSource
from lp_persistence.storm.sqlite import SQLite

interfaces = example("legacy.services.interfaces")
layer = example("legacy.tests.layer")
policy = example("legacy.services.policy")
properties = example("legacy.services.propertycache")
site = example("legacy.tests.site")
#: The Storm classes that are adopted.
MODELS: dict[str, Any] = {
    "IBug": example("legacy.bugs.model.bug").Bug,
    "IBugTask": example("legacy.bugs.model.bugtask").BugTask,
    "IPerson": example("legacy.registry.model.person").Person,
}

#: The modules of the example's suite.
SUITE = (
    "test_forms",
    "test_model",
    "test_pages",
    "test_paths",
    "test_privacy",
    "test_readme",
    "test_statements",
    "test_stores",
    "test_unconverted",
)


@implementer(IStoreSource)
class LegacySource:
    """The stores of the example, by its own policy."""

    def store_for(self, interface: InterfaceClass | None, context: Any) -> Store:
        return getUtility(interfaces.IStoreSelector).get()

    def store_for_change(self, interface: InterfaceClass) -> Store:
        return getUtility(interfaces.IStoreSelector).get(interfaces.PRIMARY)

    def opened(self) -> Iterable[Store]:
        return [store for _, store in getUtility(IZStorm).iterstores()]

    def name(self, interface: InterfaceClass | None) -> str:
        return "The store of the example"


BESIDE = layer.LegacyLayer(
    name="LEGACY_BESIDE_THE_LAYER",
    more=[("legacy.zcml", lp_persistence.tests)],
    scheme="lp-sqlite",
)


class TestBeside(unittest.TestCase):
    """The suite below runs on what it says it does."""

    layer = BESIDE

    def test_the_layer_takes_part(self) -> None:
        """Publications have the mixin, and stores the lock."""
        request = HTTPPublicationRequestFactory(None)(BytesIO(), {})
        self.assertIsInstance(request.publication, PersistencePublicationMixin)
        with policy.PrimaryStorePolicy():
            store = getUtility(IStoreSource).store_for(None, None)
        self.assertIsInstance(store.get_database(), SQLite)

    def test_pages_that_ask_for_nothing_get_nothing(self) -> None:
        """The layer sends no statement for them."""
        page = site.Site().get("/bugs/62", "member")
        self.assertIn('statements;desc="0"', page.response.headers["Server-Timing"])


class TestConverted(unittest.TestCase):
    """Attributes of the example's classes, delegated, are what they were."""

    layer = BESIDE

    def setUp(self) -> None:
        utilities: list[Any] = [
            (Adopted(model), IAdopted, name) for name, model in MODELS.items()
        ]
        utilities.append((properties.get_property_cache, IPropertyCaches, ""))
        registry = getGlobalSiteManager()
        for component, provides, name in utilities:
            registry.registerUtility(component, provides, name)
            self.addCleanup(registry.unregisterUtility, component, provides, name)

    def convert(self, model: Any, attribute: str, converted: Any) -> None:
        self.addCleanup(setattr, model, attribute, vars(model)[attribute])
        setattr(model, attribute, converted)

    def all_of(self, name: str, attribute: str) -> list[Any]:
        """The attribute of all rows, from nothing at hand."""
        model = MODELS[name]
        store = interfaces.IStore(model)
        store.invalidate()
        return [getattr(each, attribute) for each in store.find(model).order_by("id")]

    def test_each_value_is_the_same(self) -> None:
        """References, collections, texts and facts, one by one and prefilled."""
        for name, attribute, converted in (
            ("IBug", "owner", delegated(IBugs, "get_reporters")),
            ("IBug", "bugtasks", delegated(IBugs, "get_tasks")),
            ("IBug", "tags", delegated(IBugs, "tags", cached_as="_cached_tags")),
            ("IBugTask", "assignee", delegated(IBugTasks, "get_assignee")),
            ("IBugTask", "bug", delegated(IBugTasks, "get_bug")),
            ("IPerson", "teamowner", delegated(IPersons, "get_team_owner")),
            ("IPerson", "is_valid_person_or_team", delegated(IPersons, "is_valid")),
        ):
            with self.subTest(f"{name}.{attribute}"):
                model = MODELS[name]
                before = self.all_of(name, attribute)
                self.assertGreater(len(before), 10)
                self.convert(model, attribute, converted)
                self.assertEqual(before, self.all_of(name, attribute))
                store = interfaces.IStore(model)
                store.invalidate()
                objects = list(store.find(model).order_by("id"))
                prefill(objects, attribute)
                found = [getattr(each, attribute) for each in objects]
                self.assertEqual(before, found)

    def test_groups_of_its_objects_and_back(self) -> None:
        """Through its own security proxies, from the store that it writes to."""
        bugs = list(interfaces.IStore(MODELS["IBug"]).find(MODELS["IBug"]))
        context = Context(viewer=ALL_SEEING)
        group = IBugs(context).of(map(ProxyFactory, bugs))
        context.realise()
        self.assertEqual(len(bugs), len(group))
        primary = getUtility(interfaces.IStoreSelector).get(interfaces.PRIMARY)
        self.assertEqual({primary}, set(map(Store.of, group.for_change())))


def on_the_layer(suite: Any) -> Any:
    """A suite, each test of it on BESIDE."""
    for test in suite:
        if isinstance(test, unittest.TestSuite):
            on_the_layer(test)
            if hasattr(test, "layer"):
                test.layer = BESIDE
        else:
            test.layer = BESIDE
    return suite


def test_suite() -> unittest.TestSuite:
    """The example's own suite, and the above."""
    load = unittest.defaultTestLoader.loadTestsFromModule
    suites = [load(example(f"legacy.tests.{name}")) for name in SUITE]
    return unittest.TestSuite(
        [
            *map(on_the_layer, suites),
            unittest.defaultTestLoader.loadTestsFromTestCase(TestBeside),
            unittest.defaultTestLoader.loadTestsFromTestCase(TestConverted),
        ]
    )
