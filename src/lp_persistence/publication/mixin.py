"""The hooks into a publication of zope.publisher."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from lp_persistence.publication.budgets import watch
from lp_persistence.publication.interfaces import IGroupView
from lp_persistence.publication.phases import prepare, under_lock
from lp_persistence.publication.published import published_view
from lp_persistence.publication.request import state_of


class PersistencePublicationMixin:
    """Realises what views declare, and renders them under the lock.

    Stands left of an application's publication class::

        class Publication(PersistencePublicationMixin, BrowserPublication):
            …

    ``afterTraversal``
        asks the published view (``IGroupView``) and the parts of the page
        (``IPreparer``) what they will show, and realises the context of the
        request. Raises NotFound where a step of the path led to nothing that
        the viewer can see (``required``).
    ``callObject``
        calls a view that provides ``IGroupView`` while the backend refuses
        every access; others as ever. ``afterCall`` commits without the lock.
    ``handleException``
        leaves what the failed request had asked for: an error view has a
        context of its own, which ``callErrorView`` treats alike.
    ``endRequest``
        writes the header ``Server-Timing``, and logs where the page went over
        its budget.

    The view is what traversal ended with, or what that is a method of. What a
    publication looks up later than that (``HTTPPublication`` does) takes no
    part.
    """

    def afterTraversal(self, request: Any, ob: Any) -> None:
        super().afterTraversal(request, ob)  # type: ignore[misc]
        prepare(request, published_view(ob))

    def callObject(self, request: Any, ob: Any) -> Any:
        with self._rendering(request, ob) as page:
            return page(super().callObject(request, ob))  # type: ignore[misc]

    def callErrorView(self, request: Any, view: Any) -> Any:
        prepare(request, published_view(view))
        with self._rendering(request, view) as page:
            return page(super().callErrorView(request, view))  # type: ignore[misc]

    def handleException(
        self, object: Any, request: Any, exc_info: Any, retry_allowed: bool = True
    ) -> None:
        state_of(request).start_over()
        super().handleException(  # type: ignore[misc]
            object, request, exc_info, retry_allowed
        )
        # When no more retries are left this comes after endRequest.
        state_of(request).costs.tell(request.response)

    def endRequest(self, request: Any, ob: Any) -> None:
        state = state_of(request)
        watch(request, state)
        state.costs.tell(request.response)
        super().endRequest(request, ob)  # type: ignore[misc]

    @staticmethod
    @contextmanager
    def _rendering(request: Any, published: Any) -> Iterator[Callable[[Any], Any]]:
        """Under the lock if the view takes part."""
        view = published_view(published)
        if IGroupView.providedBy(view):
            with under_lock(request, view) as page:
                yield page
        else:
            with state_of(request).costs.rendering():
                yield lambda result: result
