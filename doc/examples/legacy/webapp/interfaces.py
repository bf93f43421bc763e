"""What areas register adapters to."""

from zope.interface import Attribute, Interface


class ILegacyRoot(Interface):
    """Where paths begin."""


class ICanonicalUrlData(Interface):
    """Where an object has its address."""

    inside = Attribute("The object whose address it continues; None for the root.")
    path = Attribute("What it adds to that, without slashes at the ends.")


class IAuthorization(Interface):
    """Says who has a permission on an object; named after the permission."""

    def checkAuthenticated(user):
        """Whether a person has it; ``user`` is an ``IPersonRoles``."""

    def checkUnauthenticated():
        """Whether everybody has it."""


class IPersonRoles(Interface):
    """What permissions ask of a person."""

    person = Attribute("The person.")
    in_admin = Attribute("Whether they administrate the site.")

    def inTeam(team):
        """Whether they are in a team, or the person."""


class ILegacyPrincipal(Interface):
    """Who a request comes from."""

    person = Attribute("The person; None where the login is nobody's.")


class IContextMenu(Interface):
    """What can be done with an object; named after nothing."""

    def iterlinks():
        """The links that are shown to the user, in order."""


class IBreadcrumb(Interface):
    """An object as a step of the path to a page."""

    text = Attribute("Names it.")
    url = Attribute("Its address.")
