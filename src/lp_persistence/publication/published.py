"""From the published object to the view that it belongs to."""

from __future__ import annotations

from typing import Any

from zope.proxy import removeAllProxies


def published_view(published: Any) -> Any:
    """The view itself, without proxies.

    What traversal ends with is often a bound method behind a security proxy,
    through which neither its object nor ``prepare`` can be reached; the
    publication may, as ``mapply`` does.
    """
    bare = removeAllProxies(published)
    return removeAllProxies(getattr(bare, "__self__", bare))


def view_name(view: Any, request: Any) -> str:
    """The class of a view and the path it was published at, for messages.

    Where there is no view, only a page that is rendered, it is that.
    """
    if view is None:
        return f"the page {url_of(request)}"
    written = next(
        (
            cls
            for cls in type(view).__mro__
            # browser:page puts a class of its own before the one written.
            if not cls.__module__.startswith("zope.browserpage.")
        ),
        type(view),
    )
    url = url_of(request)
    return written.__name__ if url is None else f"{written.__name__} ({url})"


def url_of(request: Any) -> str | None:
    """The path at which a request is published; None where it has none."""
    get_url = getattr(request, "getURL", None)
    return None if get_url is None else get_url(path_only=True)
