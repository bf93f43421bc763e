"""Where database classes get their stores from."""

from zope.interface import Attribute, Interface

#: The flavors of a store. Of the default one the policy decides which it is.
PRIMARY = "primary"
STANDBY = "standby"
DEFAULT = "default"


class DisallowedStore(Exception):
    """The policy in force gives no store of this flavor."""


class IStore(Interface):
    """The Storm store of a database class or object, of the default flavor.

    ``IStore(Person).find(…)``
    """


class IPrimaryStore(IStore):
    """The store that can be written to."""


class IStandbyStore(IStore):
    """A store that can only be read, and may lag."""


class IPrimaryObject(Interface):
    """A database object as the primary store has it."""


class IStorePolicy(Interface):
    """Decides which stores are used while it is in force."""

    default_flavor = Attribute("What DEFAULT means.")

    def getStore(flavor):
        """The store of a flavor. Raises DisallowedStore."""


class IStoreSelector(Interface):
    """The policies of a thread, of which the last is in force."""

    def push(policy):
        """Put a policy in force."""

    def pop():
        """Put the one before in force again; gives the one that was."""

    def get(flavor=DEFAULT):
        """The store of a flavor, by the policy in force."""
