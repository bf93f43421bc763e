"""Permissions, by adapters: ``IAuthorization(bug, name="launchpad.View")``."""

from weakref import WeakKeyDictionary

from zope.browser.interfaces import IView
from zope.component import queryAdapter
from zope.interface import implementer, provider
from zope.security.checker import CheckerPublic
from zope.security.interfaces import ISecurityPolicy
from zope.security.management import checkPermission, system_user
from zope.security.proxy import removeSecurityProxy
from zope.security.simplepolicies import ParanoidSecurityPolicy

from ..registry.interfaces.person import IPerson
from .interfaces import IAuthorization, IPersonRoles

_CACHE = "legacy.permissions"


def check_permission(permission, obj):
    """Whether whom the request comes from has a permission on an object."""
    return checkPermission(permission, obj)


@implementer(IAuthorization)
class AuthorizationBase:
    """Nobody may; see ``IAuthorization``."""

    def __init__(self, obj):
        self.obj = obj

    def checkAuthenticated(self, user):
        """See ``IAuthorization``."""
        return False

    def checkUnauthenticated(self):
        """See ``IAuthorization``."""
        return False

    def forwardCheck(self, obj, permission, user):
        """What another object says; ``user`` is None for everybody."""
        authorization = queryAdapter(obj, IAuthorization, permission)
        if authorization is None:
            return False
        if user is None:
            return authorization.checkUnauthenticated()
        return authorization.checkAuthenticated(user)


@provider(ISecurityPolicy)
class LegacySecurityPolicy(ParanoidSecurityPolicy):
    """Asks the adapters, once a request for each object."""

    def checkPermission(self, permission, object):
        """See ``IInteraction``."""
        if permission is CheckerPublic or permission == "zope.Public":
            return True
        obj = removeSecurityProxy(object)
        if IView.providedBy(obj):
            obj = removeSecurityProxy(obj.context)
        return all(
            participation.principal is system_user
            or self._check(permission, obj, participation)
            for participation in self.participations
        )

    def _check(self, permission, obj, participation):
        cache = participation.annotations.setdefault(_CACHE, WeakKeyDictionary())
        known = cache.setdefault(obj, {})
        if permission not in known:
            known[permission] = self._ask(permission, obj, participation.principal)
        return known[permission]

    def _ask(self, permission, obj, principal):
        authorization = queryAdapter(obj, IAuthorization, permission)
        if authorization is None:
            return False
        person = IPerson(principal, None)
        if person is None:
            return authorization.checkUnauthenticated()
        return authorization.checkAuthenticated(
            IPersonRoles(removeSecurityProxy(person))
        )
