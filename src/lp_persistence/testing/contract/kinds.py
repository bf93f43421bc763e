"""What is proven of an entity type."""

from typing import Final

from lp_persistence.testing.contract.calls import verbs
from lp_persistence.testing.contract.cases import (
    addresses,
    attributes,
    edges,
    embedded,
    facts,
    permissions,
    visibility,
)

#: By name the functions that give the cases of a type.
KINDS: Final = {
    each.__name__: each
    for each in (
        attributes,
        addresses,
        visibility,
        permissions,
        facts,
        edges,
        embedded,
        verbs,
    )
}
