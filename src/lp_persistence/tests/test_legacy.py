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
from zope.component import getUtility
from zope.interface import implementer
from zope.interface.interface import InterfaceClass

import lp_persistence.tests
from lp_persistence.publication.mixin import PersistencePublicationMixin
from lp_persistence.publication.tests.examples import example
from lp_persistence.storm.interfaces import IStoreSource
from lp_persistence.storm.sqlite import SQLite

interfaces = example("legacy.services.interfaces")
layer = example("legacy.tests.layer")
policy = example("legacy.services.policy")
site = example("legacy.tests.site")

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
        ]
    )
