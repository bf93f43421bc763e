"""Numbers at which an entity's own code changes its mind.

A fact such as ``self.pages > 300`` is not tried by numbers that know nothing
of 300. The constants of what a class computes tell which ones are.
"""

from __future__ import annotations

from typing import Any

from lp_persistence.fields import Attribute, Int
from lp_persistence.model import EntityType

#: What every column of integers holds.
HELD = range(-(2**31) + 1, 2**31 - 1)


def thresholds(entity_type: EntityType, field: Attribute) -> tuple[int, ...]:
    """Each whole number in the code that computes something of a type, with
    its neighbours; for fields that hold whole numbers, but no ids."""
    if not isinstance(field, Int) or field.__name__ == "id":
        return ()
    found = {
        constant + step
        for name in entity_type.fields
        for constant in _constants(getattr(entity_type.factory, name, None))
        for step in (-1, 0, 1)
    }
    return tuple(sorted(found))


def _constants(computed: Any) -> list[int]:
    code = getattr(getattr(computed, "fget", None), "__code__", None)
    constants = code.co_consts if code is not None else ()
    return [each for each in constants if type(each) is int and each in HELD]
