"""Canonical addresses: one for each object, put together by adapters."""

from .interfaces import ICanonicalUrlData


class NoCanonicalUrl(TypeError):
    """An object on the way to the root has no address."""


def canonical_url(obj, view_name=None):
    """The path of an object from the root, or of a view of it."""
    steps = [] if view_name is None else [view_name]
    current = obj
    while current is not None:
        data = ICanonicalUrlData(current, None)
        if data is None:
            raise NoCanonicalUrl(f"No address for {obj!r}: {current!r} has none.")
        if data.path:
            steps.append(data.path)
        current = data.inside
    return "/" + "/".join(reversed(steps))
