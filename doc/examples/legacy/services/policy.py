"""Policies: which stores code may use, and which it gets if it doesn't mind."""

import threading

from storm.zope.interfaces import IZStorm
from zope.component import adapter, getUtility
from zope.interface import implementer
from zope.publisher.interfaces.http import IHTTPRequest

from .interfaces import (
    DEFAULT,
    PRIMARY,
    STANDBY,
    DisallowedStore,
    IStorePolicy,
    IStoreSelector,
)

#: Requests by these methods change nothing.
READ_ONLY_METHODS = ("GET", "HEAD")


@implementer(IStorePolicy)
class StorePolicy:
    """What all policies have in common; each can be used in a with statement."""

    default_flavor = PRIMARY

    def getStore(self, flavor):
        """See ``IStorePolicy``."""
        if flavor == DEFAULT:
            flavor = self.default_flavor
        return getUtility(IZStorm).get(f"main-{flavor}")

    def __enter__(self):
        getUtility(IStoreSelector).push(self)
        return self

    def __exit__(self, *error):
        getUtility(IStoreSelector).pop()


class PrimaryStorePolicy(StorePolicy):
    """Scripts that write."""


class StandbyStorePolicy(StorePolicy):
    """Reads from a standby unless the primary is asked for."""

    default_flavor = STANDBY


class StandbyOnlyStorePolicy(StandbyStorePolicy):
    """Reports: they must not burden the primary."""

    def getStore(self, flavor):
        """See ``IStorePolicy``."""
        if flavor == PRIMARY:
            raise DisallowedStore("The primary store is not to be used here.")
        return super().getStore(flavor)


class StoreBlockedPolicy(StorePolicy):
    """Code that must do without a database."""

    def getStore(self, flavor):
        """See ``IStorePolicy``."""
        raise DisallowedStore("No store is to be used here.")


@adapter(IHTTPRequest)
class RequestStorePolicy(StorePolicy):
    """A request's: what only reads goes to a standby, as far as it can."""

    def __init__(self, request):
        if request.method in READ_ONLY_METHODS:
            self.default_flavor = STANDBY


@implementer(IStoreSelector)
class StoreSelector(threading.local):
    """See ``IStoreSelector``; scripts begin with the primary."""

    def __init__(self):
        self._policies = [PrimaryStorePolicy()]

    def push(self, policy):
        """See ``IStoreSelector``."""
        self._policies.append(policy)

    def pop(self):
        """See ``IStoreSelector``."""
        return self._policies.pop()

    def get(self, flavor=DEFAULT):
        """See ``IStoreSelector``."""
        return self._policies[-1].getStore(flavor)
