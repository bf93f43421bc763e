"""The ``__get__`` of a delegated attribute, generated where it is known what it is: as
cheap as that of a cached property.

Its source is a few lines, readable in a debugger::

    def __get__(self, storm_object, cls=None):
        if site is globalregistry.globalSiteManager and storm_object is not None:
            try:
                return caches(storm_object).subscribers
            except AttributeError:
                pass
        return self._look(storm_object, cls)

The name stands in it as a name, which Python reads faster than ``getattr`` does.
"""

from __future__ import annotations

import linecache
from collections.abc import Callable
from typing import Any, Final

from zope.component import getGlobalSiteManager, globalregistry

_HEAD: Final = """\
def __get__(self, storm_object, cls=None):
    if site is globalregistry.globalSiteManager and storm_object is not None:
"""
_CACHED: Final = """\
        try:
            return caches(storm_object).{name}
        except AttributeError:
            pass
"""
_LINKED: Final = """\
        found = linked(storm_object)
        if found is not None:
            return found
"""
_ALWAYS: Final = """\
        return self._one_by_one(storm_object)
"""
_TAIL: Final = """\
    return self._look(storm_object, cls)
"""


def reader(
    name: str,
    linked: Callable[[Any], Any] | None,
    caches: Callable[[Any], Any] | None,
) -> Callable[..., Any]:
    """The function for an attribute of that name, as long as the global registry is
    the one it is now.

    ``linked`` gives what a reference leads to, where that is at hand, or None;
    ``caches`` the application's property cache of an object.
    """
    if linked is not None:
        body = _LINKED
    elif caches is not None:
        body = _CACHED.format(name=name)
    else:
        body = _ALWAYS
    source = _HEAD + body + _TAIL
    file = f"<delegated {name}>"
    namespace: dict[str, Any] = {
        "__name__": __name__,
        "caches": caches,
        "globalregistry": globalregistry,
        "linked": linked,
        "site": getGlobalSiteManager(),
    }
    exec(compile(source, file, "exec"), namespace)
    linecache.cache[file] = (len(source), None, source.splitlines(True), file)
    function: Callable[..., Any] = namespace["__get__"]
    return function
