"""What is proven of all that is registered."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Final

from lp_persistence.model import EntityType
from lp_persistence.testing.contract.calls import verbs
from lp_persistence.testing.contract.cases import (
    Case,
    Site,
    addresses,
    attributes,
    edges,
    embedded,
    facts,
    permissions,
    visibility,
)
from lp_persistence.testing.contract.mixed import mixed


def of_each(
    cases: Callable[[Site, EntityType], Iterator[Case]], site: Site
) -> Iterator[Case]:
    """Those of every type."""
    for entity_type in site.model:
        yield from cases(site, entity_type)


#: Of entity types.
OF_TYPES: Final = (
    attributes,
    addresses,
    visibility,
    permissions,
    facts,
    edges,
    embedded,
    verbs,
)
#: By name the functions that give the cases of a site.
KINDS: Final[dict[str, Callable[[Site], Iterator[Case]]]] = {
    **{each.__name__: partial(of_each, each) for each in OF_TYPES},
    mixed.__name__: mixed,
}
