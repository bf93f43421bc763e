"""What the application's Storm classes are written with."""

from __future__ import annotations

from typing import Any

from lazr.enum import BaseItem
from storm.base import PropertyPublisherMeta
from storm.properties import SimpleProperty
from storm.variables import Variable
from zope.security.proxy import removeSecurityProxy


class PropertyCache:
    """What is cached of one object, as attributes."""


def get_property_cache(target: Any) -> Any:
    """The cache of an object, security-proxied or not."""
    target = removeSecurityProxy(target)
    try:
        return target._property_cache
    except AttributeError:
        target._property_cache = PropertyCache()
        return target._property_cache


def clear_property_cache(target: Any) -> None:
    """Forget all that is cached of an object."""
    removeSecurityProxy(target).__dict__.pop("_property_cache", None)


class cachedproperty:
    """Computes a value once."""

    def __init__(self, populate: Any):
        self.populate = populate
        self.name = populate.__name__

    def __get__(self, instance: Any, cls: Any = None) -> Any:
        if instance is None:
            return self
        cache = get_property_cache(instance)
        try:
            return getattr(cache, self.name)
        except AttributeError:
            value = self.populate(instance)
            setattr(cache, self.name, value)
            return value


class DBEnumVariable(Variable):
    """An item outside, its integer in the database."""

    __slots__ = ("_enum",)

    def __init__(self, *args: Any, **options: Any):
        self._enum = options.pop("enum")
        super().__init__(*args, **options)

    def parse_set(self, value: Any, from_db: bool) -> Any:
        if from_db:
            return self._enum.items.mapping[value]
        if not isinstance(value, BaseItem):
            raise TypeError(f"Not a DBItem: {value!r}")
        return value

    def parse_get(self, value: Any, to_db: bool) -> Any:
        return value.value if to_db else value


class DBEnum(SimpleProperty):
    """``status = DBEnum(enum=BugTaskStatus)``."""

    variable_class = DBEnumVariable


class StormBase(metaclass=PropertyPublisherMeta):
    """What all database classes derive from."""

    def __storm_invalidated__(self) -> None:
        """What was cached belongs to the transaction that has ended."""
        clear_property_cache(self)
