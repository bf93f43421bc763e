"""The two phases of a page, whichever way it came in: what it declares is
fetched, and then it is rendered under the lock."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from zope.component import queryUtility, subscribers

from lp_persistence.interfaces import IContext
from lp_persistence.publication.budgets import watch
from lp_persistence.publication.interfaces import IFlush, IGroupView, IPreparer
from lp_persistence.publication.lock import locked, locked_result
from lp_persistence.publication.modes import token_for
from lp_persistence.publication.published import published_view
from lp_persistence.publication.request import check_required, state_of


def prepare(request: Any, view: Any) -> None:
    """Fetch all that ``view`` and the parts of its page declare.

    Raises NotFound for a step of the path that led to nothing.
    """
    if declare(request, view) or state_of(request).required:
        fetch(request)


def declare(request: Any, view: Any) -> bool:
    """Have ``view`` and the parts of its page ask for what they show, once;
    whether there is anybody who does."""
    state = state_of(request)
    if state.view is view:
        return False
    state.view = view
    preparers = list(subscribers((view, request), IPreparer))
    if IGroupView.providedBy(view):
        preparers.insert(0, view)
    for preparer in preparers:
        preparer.prepare(IContext(request))
    return bool(preparers)


def fetch(request: Any) -> None:
    """Realise what was asked of the context of a request.

    Raises NotFound for a step of the path that led to nothing.
    """
    context = IContext(request)
    flush = queryUtility(IFlush)
    if flush is not None:
        flush(context)
    context.realise()
    check_required(request)


@contextmanager
def under_lock(request: Any, view: Any) -> Iterator[Callable[[Any], Any]]:
    """Render in the block, while the backend refuses every access.

    Gives the function that what the view returned goes through: a streamed
    body is locked piece by piece.
    """
    token = token_for(request, view)
    with state_of(request).costs.rendering(), locked(token):
        yield lambda result: locked_result(result, request, token)


@contextmanager
def rendering(request: Any, view: Any = None) -> Iterator[Callable[[Any], Any]]:
    """The second phase of a view that has two::

        def __call__(self):
            self.initialize()
            with rendering(self.request, self):
                return self.render()

    What was asked of ``IContext(request)`` so far is realised, with what the
    parts of the page (``IPreparer``) and ``view`` itself (``IGroupView``)
    declare, where it is given and the publication has not asked them already.
    Then the backend refuses every access until the block ends. Raises NotFound
    for a step of the path that led to nothing (``required``).

    A body that is made while it is sent outlives the block. Hand it to what
    the block gets: ``with rendering(request) as page: return page(body)``.
    """
    state = state_of(request)
    bare = published_view(view)
    if bare is not None:
        declare(request, bare)
    if state.context is not None:
        fetch(request)
    with under_lock(request, bare) as page:
        yield page
    watch(request, state)
