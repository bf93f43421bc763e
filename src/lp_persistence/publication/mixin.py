"""The hooks into a publication of zope.publisher."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from zope.component import queryUtility, subscribers

from lp_persistence.interfaces import IContext
from lp_persistence.publication.interfaces import IFlush, IGroupView, IPreparer
from lp_persistence.publication.lock import locked, locked_result
from lp_persistence.publication.published import published_view, view_name
from lp_persistence.publication.request import check_required, state_of


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
        writes the header ``Server-Timing``.

    The view is what traversal ended with, or what that is a method of. What a
    publication looks up later than that (``HTTPPublication`` does) takes no
    part.
    """

    def afterTraversal(self, request: Any, ob: Any) -> None:
        super().afterTraversal(request, ob)  # type: ignore[misc]
        prepare(request, published_view(ob))

    def callObject(self, request: Any, ob: Any) -> Any:
        return render(
            request,
            published_view(ob),
            lambda: super(PersistencePublicationMixin, self).callObject(  # type: ignore[misc]
                request, ob
            ),
        )

    def callErrorView(self, request: Any, view: Any) -> Any:
        prepare(request, published_view(view))
        return render(
            request,
            published_view(view),
            lambda: super(PersistencePublicationMixin, self).callErrorView(  # type: ignore[misc]
                request, view
            ),
        )

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
        state_of(request).costs.tell(request.response)
        super().endRequest(request, ob)  # type: ignore[misc]


def prepare(request: Any, view: Any) -> None:
    """Fetch all that ``view`` and the parts of its page declare.

    Raises NotFound for a step of the path that led to nothing.
    """
    state = state_of(request)
    preparers = list(subscribers((view, request), IPreparer))
    if IGroupView.providedBy(view):
        preparers.insert(0, view)
    if not preparers and not state.required:
        return
    context = IContext(request)
    for preparer in preparers:
        preparer.prepare(context)
    flush = queryUtility(IFlush)
    if flush is not None:
        flush(context)
    context.realise()
    check_required(request)


def render(request: Any, view: Any, call: Callable[[], Any]) -> Any:
    """What ``call`` returns; under the lock if ``view`` takes part."""
    with state_of(request).costs.rendering():
        if not IGroupView.providedBy(view):
            return call()
        name = view_name(view, request)
        with locked(name):
            return locked_result(call(), request, name)
