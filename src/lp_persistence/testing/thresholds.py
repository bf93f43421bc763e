"""Numbers at which an entity's own code changes its mind.

A fact such as ``self.pages > 300`` is not tried by numbers that know nothing
of 300. The constants of what a class computes tell which ones are.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lp_persistence.fields import Attribute, Int
from lp_persistence.model import EntityType, VisibleTo

#: What every column of integers holds.
HELD = range(-(2**31) + 1, 2**31 - 1)


def thresholds(entity_type: EntityType, field: Attribute) -> tuple[int, ...]:
    """Each whole number in the code that computes something of a type, or tells who
    sees it or may do what with it, with its neighbours; for fields that hold whole
    numbers, but no ids."""
    if not isinstance(field, Int) or field.__name__ == "id":
        return ()
    found = {
        constant + step
        for function in _functions(entity_type)
        for constant in _constants(function)
        for step in (-1, 0, 1)
    }
    return tuple(sorted(found))


def _functions(entity_type: EntityType) -> Iterator[Any]:
    for name in entity_type.fields:
        computed = getattr(entity_type.factory, name, None)
        # Facts that take the viewer are methods.
        yield getattr(computed, "fget", computed)
    for rule in (entity_type.visible_to, *entity_type.permissions.values()):
        if isinstance(rule, VisibleTo):
            yield rule.rule


def _constants(function: Any) -> list[int]:
    code = getattr(function, "__code__", None)
    constants = code.co_consts if code is not None else ()
    return [each for each in constants if type(each) is int and each in HELD]
