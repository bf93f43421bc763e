"""What an application says of its Storm classes, and gets from them."""

from __future__ import annotations

from zope.interface import Attribute, Interface


class IStormObject(Interface):
    """The application's own Storm object that an entity was read from.

    An adapter of entities: ``IStormObject(entity, None)`` gives it from the store
    that it is written in, as ``for_change()`` of a group does for all its members;
    None where there is none. Raises DatabaseLocked while a page is rendered.
    """


class IAdopted(Interface):
    """The Storm class of an application that entities of an interface are; a utility
    under the name of the entity interface.

    ``<persistence:adopt …/>`` registers it. Where none is, it is the class that the
    records read.
    """

    cls = Attribute("The Storm class.")
    key = Attribute(
        "Names of the attributes that make the id; empty for the primary key."
    )


class IPropertyCaches(Interface):
    """Where an application keeps cached properties; a utility.

    Launchpad's is ``lp.services.propertycache.get_property_cache``. What delegated
    attributes give is kept there under their names, and goes when the application
    clears it.
    """

    def __call__(storm_object):
        """The cache of a Storm object, whose attributes are what is cached; reading
        what is not raises AttributeError."""


class IRatchetPolicy(Interface):
    """How a delegated attribute is answered that nobody has prefilled; a utility.

    Where none is registered, the environment decides: LP_PERSISTENCE_RATCHET is
    ``delegate`` (it is answered; the default), ``warn`` (it is answered, and logged
    with who read it) or ``raise`` (NotPrefilled).
    """

    def __call__(attribute, caller):
        """``"delegate"``, ``"warn"`` or ``"raise"`` for one access.

        ``attribute`` is the attribute's full name, ``caller`` the ``Caller`` that
        read it, the nearest program line.
        """
