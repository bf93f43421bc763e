"""Rendering under the lock."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from threading import local
from typing import Any, Final

from zope.component import queryMultiAdapter, queryUtility
from zope.interface import implementer
from zope.publisher.interfaces.http import IResult

from lp_persistence.interfaces import IBackend
from lp_persistence.publication.modes import Token

_END: Final = object()


class _Held(local):
    """What this thread has locked backends with, the innermost last."""

    def __init__(self) -> None:
        self.locks: list[tuple[IBackend, Token]] = []


_HELD: Final = _Held()


@contextmanager
def locked(token: Token | None) -> Iterator[None]:
    """Let the backend refuse every access in the block; None refuses none."""
    backend = queryUtility(IBackend)
    if backend is None or token is None:
        yield
        return
    with holding(backend, token):
        yield


@contextmanager
def holding(backend: IBackend, token: Token) -> Iterator[None]:
    """Let this backend refuse every access of the thread in the block."""
    lock = (backend, token)
    backend.refuse(token)
    _HELD.locks.append(lock)
    try:
        yield
    finally:
        _HELD.locks.remove(lock)
        backend.allow(token)


def locks_held() -> tuple[tuple[IBackend, Token], ...]:
    """What this thread has locked, the innermost last."""
    return tuple(_HELD.locks)


@contextmanager
def all_lifted() -> Iterator[bool]:
    """Take back what this thread has locked, for the block; whether that was
    anything."""
    lifted = _HELD.locks
    _HELD.locks = []
    for backend, token in reversed(lifted):
        backend.allow(token)
    try:
        yield bool(lifted)
    finally:
        for backend, token in lifted:
            backend.refuse(token)
        _HELD.locks = lifted


@implementer(IResult)
class LockedBody:
    """A body that is made piece by piece, each piece under the lock.

    The server asks for the pieces after ``publish()`` has returned and the
    transaction has ended; between two of them the thread may serve others.
    """

    def __init__(self, body: Iterable[bytes], token: Token | None):
        self._body = body
        self._token = token

    def __iter__(self) -> Iterator[bytes]:
        with locked(self._token):
            pieces = iter(self._body)
        while True:
            with locked(self._token):
                piece: Any = next(pieces, _END)
            if piece is _END:
                return
            yield piece

    def close(self) -> None:
        """The server is done with it, or was left by its reader."""
        close = getattr(self._body, "close", None)
        if close is not None:
            with locked(self._token):
                close()


def locked_result(result: Any, request: Any, token: Token | None) -> Any:
    """What a view returned, so that nothing of it is made without the lock."""
    if result is request.response or not _is_streamed(result):
        return result
    body = result
    if not IResult.providedBy(result):
        body = queryMultiAdapter((result, request), IResult)
    if body is None or not _is_streamed(body):
        return result if body is None else body
    return LockedBody(body, token)


def _is_streamed(result: object) -> bool:
    return result is not None and not isinstance(result, (str, bytes))
