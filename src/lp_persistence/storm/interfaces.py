"""What the Storm backend asks of the application around it."""

from zope.interface import Interface


class IStoreSource(Interface):
    """Where the stores come from; a utility."""

    def store_for(interface, context):
        """The Storm store of this thread that keeps an entity interface.

        ``context`` is the IContext that reads, or None where rows are loaded
        or dumped. A store that can't be opened raises what Storm raises.
        """

    def store_for_change(interface):
        """The Storm store of this thread that objects of an entity interface are
        changed in; as ``store_for`` where there is one for both.

        An application's policy may refuse: what it raises is raised.
        """

    def opened():
        """The stores that this thread has opened so far; an iterable."""

    def name(interface):
        """How messages name the store of an entity interface; no secrets."""


class IRecordsBook(Interface):
    """The registrations of records; a utility."""

    def records_of(name):
        """The Records of the entity interface of that name.

        NotRegistered where there are none.
        """

    def relation(owner, edge):
        """How ``edge`` of the entity interface named ``owner`` is kept; a
        ``Relation``."""
