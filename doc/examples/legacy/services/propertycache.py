"""Cached properties whose cache can be filled and cleared from outside.

Whoever has read many rows at once fills the caches of their objects::

    get_property_cache(person).is_valid_person_or_team = True

and the property is not computed any more.
"""

from zope.security.proxy import removeSecurityProxy


class PropertyCache:
    """What is cached of one object, as attributes."""

    def __contains__(self, name):
        return name in self.__dict__

    def __delattr__(self, name):
        """Forget a value; one that isn't there is no error."""
        self.__dict__.pop(name, None)


def get_property_cache(target):
    """The ``PropertyCache`` of an object, security-proxied or not."""
    target = removeSecurityProxy(target)
    cache = target.__dict__.get("_property_cache")
    if cache is None:
        cache = target._property_cache = PropertyCache()
    return cache


def clear_property_cache(target):
    """Forget all that is cached of an object."""
    removeSecurityProxy(target).__dict__.pop("_property_cache", None)


class CachedProperty:
    """Computes a value once; it can't be assigned to."""

    def __init__(self, populate, name):
        self.populate = populate
        self.name = name
        self.__doc__ = populate.__doc__

    def __get__(self, instance, cls=None):
        if instance is None:
            return self
        cache = get_property_cache(instance)
        if self.name not in cache:
            setattr(cache, self.name, self.populate(instance))
        return getattr(cache, self.name)

    def __set__(self, instance, value):
        raise AttributeError(
            f"{self.name} can't be set; say get_property_cache(…).{self.name} = …"
        )


def cachedproperty(name_or_function):
    """``@cachedproperty``, or ``@cachedproperty("_name_in_the_cache")``."""
    if isinstance(name_or_function, str):
        return lambda populate: CachedProperty(populate, name_or_function)
    return CachedProperty(name_or_function, name_or_function.__name__)
