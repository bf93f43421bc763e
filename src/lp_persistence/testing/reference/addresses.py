"""Where an entity is: what its URL is made of, and which it is."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from lp_persistence.errors import Conflict, NotAllowed
from lp_persistence.testing.reference.expressions import Term, Terms
from lp_persistence.testing.reference.ruleset import Address

if TYPE_CHECKING:
    from lp_persistence.testing.reference.graph import Graph

#: The bytes that stand for themselves in a step of a path.
PLAIN: Final = frozenset(
    b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~+"
)
NAME: Final = re.compile(r"{(\w+)}")

#: By interface where the tracker has its entities.
ADDRESSES: Final = {
    "IBug": Address("bugs/{id}"),
    "ICve": Address("cve/{sequence}"),
    "IDistribution": Address("{name}"),
    "IDistributionSourcePackage": Address("+source/{name}", ("distribution",)),
    "IDistroSeries": Address("+series/{name}", ("distribution",)),
    "IMilestone": Address("+milestone/{name}", ("product", "distribution")),
    "IPerson": Address("~{name}"),
    "IProduct": Address("{name}"),
    "IProductSeries": Address("+series/{name}", ("product",)),
    "IProject": Address("{name}"),
    "ISourcePackage": Address("+source/{name}", ("distro_series",)),
}


def address_of(graph: Graph, interface: str, *above: str) -> Address:
    """That of an interface; ``above`` are those whose addresses it is part of.

    Raises NotAllowed where it, or what it is below, has none; Conflict where it is
    below itself.
    """
    if interface in above:
        raise Conflict(f"{interface} is below itself.")
    found = graph.rules.addresses.get(interface)
    if found is None:
        raise NotAllowed(f"{interface} has no address.")
    for edge in found.below:
        target: str = graph.field(interface, edge).target  # type: ignore[attr-defined]
        address_of(graph, target, *above, interface)
    return found


def ask_for_address(terms: Terms, term: Term) -> None:
    """Have all read that the addresses of a term's members are made of."""
    address = address_of(terms.graph, term.interface)
    for name in names_in(address):
        terms.ask(term, name)
    for edge in address.below:
        target = terms.ask(term, edge)
        assert target is not None
        ask_for_address(terms, target)


def names_in(address: Address) -> list[str]:
    """The attributes that an address is made of."""
    return NAME.findall(address.text)


def written(address: Address, values: dict[str, Any]) -> str:
    """An address with the values in it, each as one step of a path."""
    return NAME.sub(lambda match: _quoted(str(values[match[1]])), address.text)


def _quoted(text: str) -> str:
    return "".join(
        chr(byte) if byte in PLAIN else f"%{byte:02X}" for byte in text.encode()
    )
