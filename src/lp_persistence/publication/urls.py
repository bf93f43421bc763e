"""Addresses of entities, as zope.traversing asks for them."""

from __future__ import annotations

from typing import Any

from zope.interface import implementer
from zope.traversing.browser.interfaces import IAbsoluteURL

from lp_persistence.canonical import canonical_path
from lp_persistence.errors import NotAllowed


@implementer(IAbsoluteURL)
class EntityURL:
    """``absoluteURL(entity, request)``: the canonical one, below the
    application's.

    It answers from what was realised and sends nothing. None for who can't be
    seen; raises NotRequested where the group was not asked (``need_url``).
    """

    def __init__(self, entity: Any, request: Any):
        self._entity = entity
        self._request = request

    def __call__(self) -> str | None:
        path = canonical_path(self._entity)
        if path is None:
            return None
        return f"{self._request.getApplicationURL().rstrip('/')}/{path}"

    def __str__(self) -> str:
        return self() or ""

    def breadcrumbs(self) -> Any:
        """See ``IAbsoluteURL``; NotAllowed: what is above a page is said by
        its path."""
        raise NotAllowed(
            f"{self._entity!r} has no breadcrumbs of its own: show the steps of "
            f"the path that the page is at."
        )
