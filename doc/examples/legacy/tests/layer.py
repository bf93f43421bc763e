"""The layer of the tests: the application's ZCML, and a fresh database for each."""

import shutil
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import transaction
from plone.testing import Layer, security, zca
from storm.zope.interfaces import IZStorm
from storm.zope.zstorm import ZStorm
from zope.app.publication.requestpublicationregistry import factoryRegistry
from zope.component import getGlobalSiteManager, getUtility
from zope.configuration import xmlconfig
from zope.security.management import getSecurityPolicy, setSecurityPolicy

from .. import application
from ..bugs.notifications import INotifications
from .world import make_world

#: The package of the application, whatever it is called.
APPLICATION = sys.modules[application.__package__]


class LegacyLayer(Layer):
    """``more`` are further files of ZCML, each with its package, loaded after the
    application's own; ``scheme`` is Storm's of the database, and ``world`` the path
    of one that is there already."""

    defaultBases = ()

    def __init__(self, bases=None, name=None, more=(), scheme="sqlite", world=None):
        super().__init__(bases, name)
        self._more = more
        self._scheme = scheme
        self._world = world

    def setUp(self):
        self._folder = TemporaryDirectory(prefix="legacy-")
        self._template = Path(self._folder.name) / "template.db"
        if self._world is None:
            make_world(self._template)
        else:
            shutil.copy(self._world, self._template)
        # Publishers are registered for the whole process.
        factoryRegistry.__init__()
        zca.pushGlobalRegistry()
        security.pushCheckers()
        self._policy = getSecurityPolicy()
        context = zca.stackConfigurationContext(name=self.__name__)
        xmlconfig.file("configure.zcml", APPLICATION, context=context)
        for filename, package in self._more:
            xmlconfig.file(filename, package, context=context)
        self["zstorm"] = zstorm = ZStorm()
        getGlobalSiteManager().registerUtility(zstorm, IZStorm)

    def tearDown(self):
        setSecurityPolicy(self._policy)
        security.popCheckers()
        zca.popGlobalRegistry()
        factoryRegistry.__init__()
        self._folder.cleanup()

    def testSetUp(self):
        transaction.abort()
        path = Path(self._folder.name) / "test.db"
        shutil.copy(self._template, path)
        application.open_stores(f"{self._scheme}:{path}")
        getUtility(INotifications).pop()

    def testTearDown(self):
        transaction.abort()
        for _, store in list(self["zstorm"].iterstores()):
            self["zstorm"].remove(store)
            store.close()


LEGACY = LegacyLayer(name="LEGACY")
