"""Which stores are used, by policy."""

import unittest

from storm.store import Store
from storm.zope.interfaces import IZStorm
from zope.component import getUtility

from ..bugs.model.bug import Bug
from ..registry.model.person import Person
from ..services.interfaces import (
    DisallowedStore,
    IPrimaryObject,
    IPrimaryStore,
    IStandbyStore,
    IStore,
)
from ..services.policy import (
    PrimaryStorePolicy,
    StandbyOnlyStorePolicy,
    StandbyStorePolicy,
    StoreBlockedPolicy,
)
from .layer import LEGACY
from .site import Site


def used():
    """The names of the stores that were opened."""
    return sorted(name for name, _ in getUtility(IZStorm).iterstores())


class TestPolicies(unittest.TestCase):
    """In force for a while each; the last one counts."""

    layer = LEGACY

    def test_what_only_reads_uses_a_standby(self):
        """GET needs no primary."""
        Site().get("/bugs/62", "member")
        self.assertEqual(["main-standby"], used())

    def test_what_writes_uses_the_primary(self):
        """POST reads there as well: a standby may lag."""
        Site().post(
            "/bugs/62/+subscribe", {"field.actions.subscribe": "Subscribe"}, "stranger"
        )
        self.assertEqual(["main-primary"], used())

    def test_scripts_begin_with_the_primary(self):
        """Until they say otherwise."""
        self.assertIs(IStore(Bug), IPrimaryStore(Bug))
        with StandbyStorePolicy():
            self.assertIs(IStore(Bug), IStandbyStore(Bug))
            with PrimaryStorePolicy():
                self.assertIs(IStore(Bug), IPrimaryStore(Bug))
            self.assertIs(IStore(Bug), IStandbyStore(Bug))
        self.assertIs(IStore(Bug), IPrimaryStore(Bug))

    def test_reports_may_not_use_the_primary(self):
        """Whoever asks for it."""
        with StandbyOnlyStorePolicy():
            IStore(Bug)
            with self.assertRaisesRegex(DisallowedStore, "primary"):
                IPrimaryStore(Bug)

    def test_none_at_all(self):
        """Code that must do without a database is told when it does not."""
        with StoreBlockedPolicy():
            for interface in (IStore, IPrimaryStore, IStandbyStore):
                with self.assertRaisesRegex(DisallowedStore, "No store"):
                    interface(Bug)

    def test_from_an_object_to_its_twin(self):
        """An object of a standby is read; the primary's is written."""
        with StandbyStorePolicy():
            read = IStore(Person).find(Person, name="member").one()
        written = IPrimaryObject(read)
        self.assertIs(Store.of(written), IPrimaryStore(Person))
        self.assertIsNot(written, read)
        self.assertEqual(written, read)
        self.assertIs(IPrimaryObject(written), written)

    def test_what_is_no_database_class_has_no_store(self):
        """As with any adapter."""
        with self.assertRaises(TypeError):
            IStore(object())
