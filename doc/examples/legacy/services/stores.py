"""``IStore(Person)``, ``IPrimaryStore(person)``: from a class or object to a store."""

from storm.store import Store
from zope.component import getUtility
from zope.interface import implementer
from zope.security.proxy import removeSecurityProxy

from .interfaces import (
    DEFAULT,
    PRIMARY,
    STANDBY,
    IPrimaryObject,
    IPrimaryStore,
    IStandbyStore,
    IStore,
    IStoreSelector,
)
from .stormbase import primary_key


def get_store(storm_class, flavor=DEFAULT):
    """The store of a database class or object; None for anything else."""
    if getattr(removeSecurityProxy(storm_class), "__storm_table__", None) is None:
        return None
    return getUtility(IStoreSelector).get(flavor)


@implementer(IStore)
def get_default_store(storm_class):
    """Which flavor it is, the policy decides."""
    return get_store(storm_class)


@implementer(IPrimaryStore)
def get_primary_store(storm_class):
    """The store to write to."""
    return get_store(storm_class, PRIMARY)


@implementer(IStandbyStore)
def get_standby_store(storm_class):
    """The store to read much from."""
    return get_store(storm_class, STANDBY)


@implementer(IPrimaryObject)
def get_object_from_primary_store(obj):
    """The object itself where it is from there, else its twin."""
    obj = removeSecurityProxy(obj)
    primary_store = IPrimaryStore(obj)
    if primary_store is Store.of(obj):
        return obj
    return primary_store.get(type(obj), primary_key(obj))
