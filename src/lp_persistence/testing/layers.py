"""Layers for tests: the same entities in memory, in SQLite, in PostgreSQL.

Each gives a test ``self.layer['backend']``, empty and registered, in component
registries stacked over what was there: an application's own registrations
stay in force below, and come back after.
"""

from __future__ import annotations

from typing import Any

import transaction
from plone.testing import Layer, security, zca
from zope.component import getGlobalSiteManager
from zope.configuration import xmlconfig

import lp_persistence
from lp_persistence.interfaces import IBackend
from lp_persistence.memory.backend import MemoryBackend
from lp_persistence.testing.guard import GUARD


class RegistryLayer(Layer):
    """A ZCML file on a registry stacked over the one in force.

    ``filename=None`` loads nothing: over an application's layer whose ZCML
    has the entities already.
    """

    defaultBases = ()

    def __init__(
        self,
        bases: tuple[Layer, ...] | None = None,
        name: str | None = None,
        filename: str | None = "domain.zcml",
        package: Any = lp_persistence,
    ):
        super().__init__(bases, name)
        self._filename = filename
        self._package = package

    def setUp(self) -> None:
        zca.pushGlobalRegistry()
        security.pushCheckers()
        self["configurationContext"] = zca.stackConfigurationContext(
            self.get("configurationContext"), name=self.__name__
        )
        if self._filename is not None:
            xmlconfig.file(
                self._filename, self._package, context=self["configurationContext"]
            )

    def tearDown(self) -> None:
        del self["configurationContext"]
        security.popCheckers()
        zca.popGlobalRegistry()

    def testSetUp(self) -> None:
        transaction.abort()
        zca.pushGlobalRegistry()

    def testTearDown(self) -> None:
        transaction.abort()
        zca.popGlobalRegistry()

    def keep_in(self, backend: Any) -> None:
        """Have one test's entities kept there."""
        self["backend"] = backend
        getGlobalSiteManager().registerUtility(backend, IBackend)


class MemoryLayer(RegistryLayer):
    """A world of its own for each test, in memory.

    Databases and networks are refused; see ``testing.guard`` for how, and for
    what can't be.
    """

    def testSetUp(self) -> None:
        super().testSetUp()
        self.keep_in(MemoryBackend())
        GUARD.__enter__()

    def testTearDown(self) -> None:
        GUARD.__exit__()
        super().testTearDown()


#: The tracker's entities in memory.
MEMORY = MemoryLayer(name="MEMORY")
