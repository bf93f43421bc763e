"""A copy of all entities from one backend to another."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lp_persistence.fields import Collection
from lp_persistence.interfaces import IBackend
from lp_persistence.model import get_model
from lp_persistence.sample.generator import batches


def targets() -> Iterator[Any]:
    """All that ``IBackend.load`` takes: entities first, then their links."""
    model = get_model()
    yield from (each.interface for each in model if not each.key)
    for entity_type in model:
        for field in entity_type.fields.values():
            if isinstance(field, Collection) and field.is_link:
                yield field


def copy(source: IBackend, to: IBackend) -> None:
    """Load what ``source`` has into ``to``, which holds nothing.

    Commits nothing. Raises InvalidRow for what ``to`` does not take.
    """
    for target in targets():
        for batch in batches(source.dump(target)):
            to.load(target, batch)
    to.finish_load()
