"""Rendering under the lock."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

from zope.component import queryMultiAdapter, queryUtility
from zope.interface import implementer
from zope.publisher.interfaces.http import IResult

from lp_persistence.interfaces import IBackend

_END: Final = object()


@dataclass(frozen=True, slots=True, eq=False)
class Token:
    """What the publication holds while it locks a backend."""

    #: The view that is rendered, as DatabaseLocked names it.
    view: str


@contextmanager
def locked(view: str) -> Iterator[None]:
    """Let the backend refuse every access in the block."""
    backend = queryUtility(IBackend)
    if backend is None:
        yield
        return
    token = Token(view)
    backend.refuse(token)
    try:
        yield
    finally:
        backend.allow(token)


@implementer(IResult)
class LockedBody:
    """A body that is made piece by piece, each piece under the lock.

    The server asks for the pieces after ``publish()`` has returned and the
    transaction has ended; between two of them the thread may serve others.
    """

    def __init__(self, body: Iterable[bytes], view: str):
        self._body = body
        self._view = view

    def __iter__(self) -> Iterator[bytes]:
        with locked(self._view):
            pieces = iter(self._body)
        while True:
            with locked(self._view):
                piece: Any = next(pieces, _END)
            if piece is _END:
                return
            yield piece

    def close(self) -> None:
        """The server is done with it, or was left by its reader."""
        close = getattr(self._body, "close", None)
        if close is not None:
            with locked(self._view):
                close()


def locked_result(result: Any, request: Any, view: str) -> Any:
    """What a view returned, so that nothing of it is made without the lock."""
    if result is request.response or not _is_streamed(result):
        return result
    body = result
    if not IResult.providedBy(result):
        body = queryMultiAdapter((result, request), IResult)
    if body is None or not _is_streamed(body):
        return result if body is None else body
    return LockedBody(body, view)


def _is_streamed(result: object) -> bool:
    return result is not None and not isinstance(result, (str, bytes))
