"""What all database classes derive from."""

from storm.base import PropertyPublisherMeta
from storm.info import get_cls_info
from zope.security.proxy import removeSecurityProxy

from .propertycache import clear_property_cache


def primary_key(obj):
    """The values of an object's primary key, in the order of its columns."""
    columns = get_cls_info(type(obj)).primary_key
    return tuple(column.__get__(obj) for column in columns)


class StormBase(metaclass=PropertyPublisherMeta):
    """A row of a table.

    Not derived from ``storm.base.Storm``, whose registry of names is shared by
    all: here ``Reference(owner_id, "Person.id")`` finds classes of ours alone.
    """

    def __eq__(self, other):
        """The same row, whichever store has it, behind a security proxy or not."""
        other = removeSecurityProxy(other)
        if type(self) is not type(other):
            return False
        key = primary_key(self)
        return self is other or (None not in key and key == primary_key(other))

    def __hash__(self):
        return hash((type(self), primary_key(self)))

    def __storm_invalidated__(self):
        """What was cached belongs to the transaction that has ended."""
        clear_property_cache(self)
