"""Who a request comes from.

As behind a front end that has checked passwords: REMOTE_USER holds the name.
"""

from zope.authentication.interfaces import (
    IAuthentication,
    IUnauthenticatedPrincipal,
)
from zope.component import adapter, getUtility
from zope.interface import implementer

from ..registry.interfaces.person import IPerson, IPersonSet
from .interfaces import ILegacyPrincipal


@implementer(ILegacyPrincipal)
class LegacyPrincipal:
    """Somebody who signed in; who it is, is looked up when it matters."""

    def __init__(self, login):
        self.id = self.title = login
        self.description = ""
        self._person = None

    @property
    def person(self):
        """See ``ILegacyPrincipal``."""
        if self._person is None:
            self._person = getUtility(IPersonSet).getByLogin(self.id)
        return self._person


@implementer(IUnauthenticatedPrincipal)
class Nobody:
    """Whoever did not sign in."""

    id = "nobody"
    title = "Nobody"
    description = ""


@implementer(IAuthentication)
class Authentication:
    """See ``IAuthentication``; it needs no database."""

    def authenticate(self, request):
        """See ``IAuthentication``."""
        login = request.get("REMOTE_USER")
        return LegacyPrincipal(login) if login else None

    def unauthenticatedPrincipal(self):
        """See ``IAuthentication``."""
        return Nobody()

    def unauthorized(self, id, request):
        """See ``IAuthentication``; the page of the error says all there is."""

    def getPrincipal(self, id):
        """See ``IAuthentication``."""
        return LegacyPrincipal(id)


@implementer(IPerson)
@adapter(ILegacyPrincipal)
def person_from_principal(principal):
    """The person who signed in."""
    return principal.person
