"""Backends as the differential machine uses them.

A world lives in one transaction that is never committed: it is gone with that,
so that nothing has to be emptied.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from typing import Any

import transaction
from zope.component import getGlobalSiteManager

from lp_persistence.interfaces import IBackend
from lp_persistence.memory.backend import MemoryBackend

Witness = Callable[[], AbstractContextManager[Any]]


@dataclass
class Store:
    """One backend.

    ``opened`` gives it, empty and registered, for a while. ``witness`` gives
    what really passed while a context was realised: None, or an object with
    ``statements``. ``source`` are lines that make ``backend`` in a program
    that runs as it stands.
    """

    name: str
    opened: Callable[[], AbstractContextManager[IBackend]]
    source: Sequence[str]
    witness: Witness = nullcontext


def memory_store(make: Callable[[], IBackend] = MemoryBackend) -> Store:
    """Memory: a new backend each time."""

    @contextmanager
    def opened() -> Iterator[IBackend]:
        with in_force((IBackend, make())) as (backend,):
            yield backend

    return Store(
        "memory",
        opened,
        (
            "from lp_persistence.memory.backend import MemoryBackend",
            "backend = MemoryBackend()",
        ),
    )


@contextmanager
def in_force(*utilities: tuple[Any, Any]) -> Iterator[tuple[Any, ...]]:
    """Register pairs (interface, component) for a while; gives the components.

    What the transaction holds at the end is thrown away.
    """
    registry = getGlobalSiteManager()
    before = [
        (interface, registry.queryUtility(interface)) for interface, _ in utilities
    ]
    for interface, component in utilities:
        registry.registerUtility(component, interface)
    try:
        yield tuple(component for _, component in utilities)
    finally:
        transaction.abort()
        for interface, component in before:
            if component is not None:
                registry.registerUtility(component, interface)
            else:
                registry.unregisterUtility(provided=interface)
