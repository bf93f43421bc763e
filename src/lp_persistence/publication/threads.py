"""Threads that serve a request which another thread has locked."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from functools import wraps
from typing import ParamSpec, TypeVar

from lp_persistence.publication.lock import holding, locks_held

P = ParamSpec("P")
R = TypeVar("R")


def in_request(function: Callable[P, R]) -> Callable[P, R]:
    """A function that does the same under the locks that this thread holds now.

    For whatever runs it in another thread while a page is rendered::

        pool.map(in_request(thumbnail), images)

    A thread that is started any other way has stores of its own, which no lock
    of the request can know.
    """
    locks = locks_held()

    @wraps(function)
    def run(*args: P.args, **options: P.kwargs) -> R:
        with ExitStack() as stack:
            for lock in locks:
                stack.enter_context(holding(*lock))
            return function(*args, **options)

    return run
